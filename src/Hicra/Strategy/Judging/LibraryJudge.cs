namespace Hicra.Strategy.Judging;

/// <summary>Judges a gram library where the truth is known: by the words that it marks.</summary>
public static class LibraryJudge
{
    /// <summary>Marks the texts by a library and compares with their labels.</summary>
    public static MaskScore Score(StrategicGramLibrary library, IEnumerable<LabelledText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var matcher = new PlanningMatcher(library);
        var total = new MaskScore();
        foreach (LabelledText text in texts)
        {
            var found = new bool[text.Words.Count];
            matcher.Mark(TokenPieces.FromWords(text.Words), found);
            total += MaskScore.Of(found, text.Planning);
        }
        return total;
    }

    /// <summary>The library without a random share of its grams (the paper drops 30 % in appendix B, to see whether curves change). Clusters left without a gram go.</summary>
    /// <param name="library">At least one gram stays.</param>
    /// <param name="share">0 to 1, rounded to whole grams.</param>
    /// <param name="random">Decides which.</param>
    public static StrategicGramLibrary Drop(StrategicGramLibrary library, double share, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        int[] order = [.. Enumerable.Range(0, library.Grams.Count)];
        random.Shuffle<int>(order);
        int dropped = Math.Clamp((int)Math.Round(share * order.Length), 0, Math.Max(0, order.Length - 1));
        HashSet<int> gone = [.. order.Take(dropped)];
        ILookup<int, string> kept = Enumerable.Range(0, order.Length).Where(gram => !gone.Contains(gram)).ToLookup(gram => library.ClusterOf[gram], gram => library.Grams[gram]);
        return new StrategicGramLibrary(library.Name, [.. library.Clusters.Select((cluster, c) => cluster with { Grams = [.. kept[c]] }).Where(cluster => cluster.Grams.Count > 0)]);
    }
}
