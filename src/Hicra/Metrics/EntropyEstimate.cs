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
    /// That estimate with a bootstrap interval over prompts: prompts are drawn anew with all that was said on them, because
    /// answers to one prompt resemble each other. The ends are reflected (the basic bootstrap), since a resample always
    /// sees fewer different events than the sample.
    /// </summary>
    /// <remarks>
    /// In simulations with 249 grams as frequent as words are, and prompts with a taste of their own, the interval of 95 % held
    /// the truth in 67 to 79 % of cases at 128 grams said, and in 83 to 91 % from 500 said on (percentiles: 0 to 45 %).
    /// </remarks>
    /// <param name="prompts">[prompts] the events of each, with their counts; an event may stand several times.</param>
    /// <param name="events">How many different events there can be.</param>
    /// <param name="random">The same stream gives the same interval.</param>
    /// <param name="resamples">How often the prompts are drawn anew.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <returns>Null where nothing was said, or on one prompt alone.</returns>
    public static Interval? OverPrompts(IReadOnlyList<IReadOnlyList<(int Event, int Count)>> prompts, int events, CounterRandom random, int resamples = 400, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        Interval.CheckConfidence(confidence);
        var counts = new int[events];
        foreach (IReadOnlyList<(int, int)> prompt in prompts) Add(prompt, 1, counts);
        if (prompts.Count < 2 || MillerMadow(counts) is not { } whole) return null;
        var times = new int[prompts.Count];
        var drawn = new List<double>(resamples);
        for (int r = 0; r < resamples; r++)
        {
            counts.AsSpan().Clear();
            times.AsSpan().Clear();
            for (int i = 0; i < times.Length; i++) times[random.Below((long)r * times.Length + i, times.Length)]++;
            for (int i = 0; i < times.Length; i++)
                if (times[i] > 0) Add(prompts[i], times[i], counts);
            if (MillerMadow(counts) is { } value) drawn.Add(value.Nats);
        }
        double[] sorted = [.. drawn.Order()];
        double tail = (1 - confidence) / 2;
        double low = 2 * whole.Nats - Quantiles.OfSorted<double>(sorted, 1 - tail), high = 2 * whole.Nats - Quantiles.OfSorted<double>(sorted, tail);
        return new(whole.Nats, Math.Max(0, Math.Min(low, whole.Nats)), Math.Max(high, whole.Nats), confidence);
    }

    private static void Add(IReadOnlyList<(int Event, int Count)> prompt, int times, int[] counts)
    {
        for (int i = 0; i < prompt.Count; i++) counts[prompt[i].Event] += times * prompt[i].Count;
    }
}
