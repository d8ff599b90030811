using Hicra.Metrics.Statistics;

namespace Hicra.Metrics;

/// <summary>Estimates of an entropy from few counts: the plug-in estimate is too low, the more so the fewer events were seen.</summary>
public static class EntropyEstimate
{
    /// <summary>The plug-in estimate with the bias taken off as Miller (1955) found it: plus (distinct - 1) / (2 total) nats.</summary>
    /// <param name="counts">[events] how often each event was seen; none negative.</param>
    /// <returns>Null where nothing was counted.</returns>
    public static Entropy? MillerMadow(ReadOnlySpan<int> counts)
    {
        if (Entropy.OfCounts(counts) is not { } plugIn) return null;
        long total = 0;
        int distinct = 0;
        foreach (int count in counts) (total, distinct) = (total + count, distinct + (count > 0 ? 1 : 0));
        return new(plugIn.Nats + (distinct - 1) / (2.0 * total));
    }

    /// <summary>
    /// The entropy of what prompts of this kind make a policy say, by the jackknife over prompts (Quenouille 1956, Tukey 1958):
    /// each prompt is left out once with all that was said on it. Answers to one prompt resemble each other, so prompts know less
    /// than their events count, and Miller's correction, which takes every event for a draw of its own, falls short; the
    /// jackknife sees how the estimate grows with the prompts and takes the rest of the bias off.
    /// </summary>
    /// <remarks>
    /// The interval is Student's t of the pseudo-values, made wider by half of what the jackknife took off beyond Miller, because what
    /// it leaves is about as large. How often it holds the truth is simulated in the tests (<c>EntropyCoverageTests</c>).
    /// </remarks>
    /// <param name="prompts">[prompts] the events of each, with their counts; an event may stand several times.</param>
    /// <param name="events">How many different events there can be.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <returns>Null where nothing was said, or on one prompt alone.</returns>
    public static Interval? OverPrompts(IReadOnlyList<IReadOnlyList<(int Event, int Count)>> prompts, int events, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        Interval.CheckConfidence(confidence);
        var counts = new int[events];
        // A prompt on which nothing was said says nothing of the others.
        IReadOnlyList<(int, int)>[] said = [.. prompts.Where(prompt => prompt.Any(e => e.Count > 0))];
        foreach (IReadOnlyList<(int, int)> prompt in said) Add(prompt, 1, counts);
        int n = said.Length;
        if (n < 2 || MillerMadow(counts) is not { } whole) return null;
        var pseudo = new double[n];
        for (int i = 0; i < n; i++)
        {
            Add(said[i], -1, counts);
            pseudo[i] = n * whole.Nats - (n - 1) * MillerMadow(counts)!.Value.Nats;
            Add(said[i], 1, counts);
        }
        Summary summary = Summary.Of(pseudo);
        double estimate = Math.Clamp(summary.Mean!.Value, 0, Math.Log(events)), left = Math.Max(0, estimate - whole.Nats) / 2;
        double error = Math.Sqrt(summary.StandardDeviation!.Value * summary.StandardDeviation.Value / n + left * left);
        double half = StudentT.Quantile(1 - (1 - confidence) / 2, n - 1) * error;
        return new(estimate, Math.Max(0, estimate - half), Math.Min(Math.Log(events), estimate + half), confidence);
    }

    private static void Add(IReadOnlyList<(int Event, int Count)> prompt, int times, int[] counts)
    {
        for (int i = 0; i < prompt.Count; i++) counts[prompt[i].Event] += times * prompt[i].Count;
    }
}
