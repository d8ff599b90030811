namespace Hicra.Strategy.Mining;

/// <summary>
/// Solutions in the order in which they are counted: problem by problem, so that problems can be counted by looking for a
/// change. A resample has solutions more than once, and each counts as one of its own.
/// </summary>
internal sealed class CorpusSample
{
    private CorpusSample(MiningCorpus corpus, int[] solutions, int[] groups) => (Corpus, Solutions, Groups) = (corpus, solutions, groups);

    public MiningCorpus Corpus { get; }

    /// <summary>[documents] the solution of each.</summary>
    public int[] Solutions { get; }

    /// <summary>[documents] the problem of each, never falling.</summary>
    public int[] Groups { get; }

    public int Count => Solutions.Length;

    /// <summary>The corpus itself.</summary>
    public static CorpusSample All(MiningCorpus corpus)
    {
        int[] solutions = [.. Enumerable.Range(0, corpus.Solutions)];
        int[] groups = [.. corpus.ProblemOf];
        Array.Sort(groups, solutions, Comparer<int>.Default);
        // Array.Sort is not stable; within a problem the order does not matter to any count.
        return new(corpus, solutions, groups);
    }

    /// <summary>
    /// As many problems as there are, drawn with replacement, each with all its solutions. A problem that is drawn twice is
    /// one problem with twice the solutions: drawing it again says nothing about other problems.
    /// </summary>
    public static CorpusSample Resample(MiningCorpus corpus, CounterRandom random)
    {
        ILookup<int, int> byProblem = Enumerable.Range(0, corpus.Solutions).ToLookup(s => corpus.ProblemOf[s]);
        int[] problems = [.. byProblem.Select(group => group.Key)];
        (int Solution, int Group)[] documents = [.. Enumerable.Range(0, problems.Length)
            .Select(draw => problems[random.Below(draw, problems.Length)]).Order()
            .SelectMany(problem => byProblem[problem].Select(solution => (solution, problem)))];
        return new(corpus, [.. documents.Select(d => d.Solution)], [.. documents.Select(d => d.Group)]);
    }

    /// <summary>Splits the documents into at most <paramref name="parts"/> ranges of about equally many words, never inside a problem.</summary>
    public List<Range> Split(int parts)
    {
        long words = 0, total = 0;
        foreach (int s in Solutions) total += Length(s);
        var ranges = new List<Range>();
        int start = 0;
        for (int d = 0; d < Count; d++)
        {
            words += Length(Solutions[d]);
            bool ends = d + 1 == Count || Groups[d + 1] != Groups[d];
            if (!ends || (d + 1 < Count && words < total * (ranges.Count + 1) / parts)) continue;
            ranges.Add(start..(d + 1));
            start = d + 1;
        }
        return ranges;
    }

    private long Length(int solution) => Corpus.Starts[solution + 1] - Corpus.Starts[solution];
}
