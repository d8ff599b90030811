namespace Hicra.Training.Worlds;

/// <summary>A world whose base model is trained on texts that authors of its own write.</summary>
public interface IAuthoredWorld : IWorld
{
    /// <summary>One author's solution of one problem: a pure function of the stream.</summary>
    AuthoredText Author(CounterRandom random);
}

/// <summary>A problem's prompt and one author's solution of it.</summary>
/// <param name="Prompt">Token ids of the prompt.</param>
/// <param name="Response">Token ids of the solution, the end token last.</param>
public sealed record AuthoredText(int[] Prompt, int[] Response)
{
    /// <summary>Positions in the response whose token is not trained.</summary>
    public IReadOnlyList<int> Untrained { get; init; } = [];
}
