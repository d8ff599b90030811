namespace Hicra.Strategy.Mining;

/// <summary>Solutions as word numbers: all that mining needs, at four bytes a word. Immutable; the texts are not kept.</summary>
public sealed class MiningCorpus
{
    internal MiningCorpus(int[] words, long[] starts, int[] problemOf, List<string> vocabulary, CorpusStatistics statistics) =>
        (Words, Starts, ProblemOf, Vocabulary, Statistics) = (words, starts, problemOf, vocabulary, statistics);

    /// <summary>What was read.</summary>
    public CorpusStatistics Statistics { get; }

    /// <summary>Solutions.</summary>
    public int Solutions => ProblemOf.Length;

    /// <summary>Whether every solution names its problem.</summary>
    public bool KnowsProblems => Statistics.Problems is not null;

    /// <summary>[positions] numbers into the vocabulary, or <see cref="ProseReader.Break"/>, which ends every solution that has words.</summary>
    internal int[] Words { get; }

    /// <summary>[solutions + 1] where each solution starts in <see cref="Words"/>.</summary>
    internal long[] Starts { get; }

    /// <summary>[solutions] the problem of each, numbered from 0 as they come; where problems are not known each solution has its own.</summary>
    internal int[] ProblemOf { get; }

    /// <summary>The different words.</summary>
    internal List<string> Vocabulary { get; }

    internal ReadOnlySpan<int> this[int solution] => Words.AsSpan((int)Starts[solution], (int)(Starts[solution + 1] - Starts[solution]));

    /// <summary>Reads solutions, and leaves out those that the settings do not want.</summary>
    /// <exception cref="HicraException">No solution is left; the message says what to change.</exception>
    public static MiningCorpus Read(IEnumerable<Solution> solutions, MiningSettings settings, IProgress<MiningProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(solutions);
        ArgumentNullException.ThrowIfNull(settings);
        return new CorpusReader(settings).Read(solutions, progress, cancellation);
    }
}
