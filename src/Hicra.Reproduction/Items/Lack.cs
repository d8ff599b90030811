namespace Hicra.Reproduction.Items;

/// <summary>Why something of the paper is not reproduced. The list is closed.</summary>
public enum LackReason
{
    /// <summary>It needs a judge that this kit does not have: people, or a language model.</summary>
    Judge,
}

/// <summary>Something of an item that is not here, and why.</summary>
/// <param name="What">What is missing.</param>
/// <param name="Reason">Why.</param>
public sealed record Lack(string What, LackReason Reason)
{
    /// <summary>The reason in words.</summary>
    public string Why => Reason switch
    {
        LackReason.Judge => "not yet: needs people or a language model as judges",
        _ => throw new InvalidOperationException($"No words for {Reason}."),
    };
}
