namespace Hicra.Training.Worlds;

/// <summary>Problems of a kind that training never shows, to see how far what was learned reaches.</summary>
/// <param name="Name">A word for metrics: <c>val-aux/WORLD-NAME/acc/mean@k</c>.</param>
/// <param name="Description">What is withheld, in a few words.</param>
/// <param name="Problems">The problems, in a fixed order.</param>
public sealed record WithheldProblems(string Name, string Description, IReadOnlyList<Problem> Problems);
