namespace Hicra.Training.Worlds.LongSums;

/// <summary>What the long world's verifier says of one response.</summary>
/// <param name="Reward">1 for a right answer with a sound last attempt, else 0.</param>
/// <param name="Kind">Right, or what went wrong.</param>
public sealed record LongVerdict(double Reward, ErrorKind Kind) : Verdict(Reward, Kind)
{
    /// <summary>Attempts in the response.</summary>
    public int Attempts => Forms.Count;

    /// <summary>Attempts that are announced by a gram of the strategy that they execute, and without any error.</summary>
    public int SoundAttempts { get; init; }

    /// <summary>[attempts] the strategy that each executed (index in <see cref="LongStrategy.All"/>), -1 for none.</summary>
    public IReadOnlyList<int> Forms { get; init; } = [];

    /// <summary>Attempts whose strategy reaches the target, however it was executed.</summary>
    public int PlanHits { get; init; }

    /// <summary>Attempts whose strategy fits the kind of problem.</summary>
    public int PlanFits { get; init; }

    /// <summary>Columns that were added.</summary>
    public int Columns { get; init; }

    /// <summary>Columns that were added wrongly.</summary>
    public int Slips { get; init; }

    /// <summary>Places where something is copied.</summary>
    public int Copies { get; init; }

    /// <summary>Places where the copy is wrong.</summary>
    public int CopyErrors { get; init; }

    /// <summary>Times that the author wrote <c>miss</c>, at the end of a response that was cut off excepted.</summary>
    public int Misses { get; init; }

    /// <summary>Times that it went on after that.</summary>
    public int GoOns { get; init; }
}
