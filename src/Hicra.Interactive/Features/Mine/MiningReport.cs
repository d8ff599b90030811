using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Interactive.Features.Mine;

/// <summary>What mining found, and what can be said about it: how much of the corpus it marks, and what it shares with the paper's list.</summary>
/// <param name="Result">What was mined.</param>
/// <param name="Library">The library, its clusters labelled where that was asked for.</param>
/// <param name="File">Where the library was written; null if nowhere.</param>
public sealed record MiningReport(MiningResult Result, StrategicGramLibrary Library, string? File)
{
    /// <summary>How the library changes where the corpus does; null where that was not measured.</summary>
    public MiningStability? Stability { get; init; }

    internal GramCount? Count { get; init; }

    /// <summary>Grams that the paper's 249 strings have too, or that lie inside one of them, or have one inside.</summary>
    public IReadOnlyList<string> InPaper { get; } = Shared(Library, StrategicGramLibrary.Paper);

    private static string[] Shared(StrategicGramLibrary mined, StrategicGramLibrary paper)
    {
        string[] listed = [.. paper.Grams.Select(gram => $" {gram.ToLowerInvariant()} ")];
        return [.. mined.Grams.Where(gram => listed.Any(other => other.Contains($" {gram} ", StringComparison.Ordinal) || $" {gram} ".Contains(other, StringComparison.Ordinal)))];
    }
}
