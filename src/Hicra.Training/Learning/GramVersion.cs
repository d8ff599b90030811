using Hicra.Strategy;

namespace Hicra.Training.Learning;

/// <summary>A library that was mined while training.</summary>
/// <param name="Step">The first step that uses it.</param>
/// <param name="Library">The grams.</param>
/// <param name="Solutions">The correct rollouts that it was mined from.</param>
/// <param name="Overlap">Grams that it shares with the version before, over all grams of both (Jaccard); null for the first version.</param>
public sealed record GramVersion(int Step, StrategicGramLibrary Library, int Solutions, double? Overlap);

/// <summary>What mining while training must know to continue exactly.</summary>
/// <param name="Library">The present library.</param>
/// <param name="MinedAt">The first step that used it; −1 where none was mined yet.</param>
/// <param name="Recent">Correct responses since, oldest first, as token ids.</param>
public sealed record GramState(StrategicGramLibrary Library, int MinedAt, IReadOnlyList<int[]> Recent);
