namespace Hicra.Training.Worlds.Problems;

/// <summary>A problem that is posed in words.</summary>
/// <param name="Id">Stable within its data set, for example <c>aime24/7</c>.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Answers">The right answers, at least one; any of them will do.</param>
public sealed record TextProblem(string Id, string Text, IReadOnlyList<string> Answers) : Problem(Id);
