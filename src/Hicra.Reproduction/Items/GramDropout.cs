using Hicra.Metrics;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Reproduction.Items;

/// <summary>What a step's rollouts measure where a part of the strategic grams is taken for what it is not: execution.</summary>
/// <param name="PlanningPerplexity">Perplexity of planning tokens.</param>
/// <param name="ExecutionPerplexity">Perplexity of execution tokens.</param>
/// <param name="PlanningEntropy">Entropy of planning tokens, nats.</param>
/// <param name="ExecutionEntropy">Entropy of execution tokens, nats.</param>
/// <param name="SemanticEntropy">Entropy over the grams that are left, nats.</param>
/// <param name="ConditionalEntropy">Entropy of other grams given one of them, nats.</param>
internal sealed record MaskedMeasures(double? PlanningPerplexity, double? ExecutionPerplexity, double? PlanningEntropy, double? ExecutionEntropy, double? SemanticEntropy, double? ConditionalEntropy)
{
    /// <summary>The measures in the order of the record.</summary>
    public double? this[int measure] => measure switch { 0 => PlanningPerplexity, 1 => ExecutionPerplexity, 2 => PlanningEntropy, 3 => ExecutionEntropy, 4 => SemanticEntropy, _ => ConditionalEntropy };

    /// <summary>The measures of an array in the order of the record.</summary>
    public static MaskedMeasures Of(double?[] values) => new(values[0], values[1], values[2], values[3], values[4], values[5]);

    /// <summary>Measures rollouts with the grams that are kept.</summary>
    public static MaskedMeasures Of(IReadOnlyList<Rollout> rollouts, bool[] kept)
    {
        var planning = new List<bool>();
        var entropies = new List<double>();
        var logProbs = new List<double>();
        var counts = new int[kept.Length];
        var conditional = new ConditionalGramEntropy();
        foreach (Rollout rollout in rollouts)
        {
            // No gram of these worlds lies inside another: without one, no other takes its place.
            GramSpan[] spans = [.. (rollout.PlanningSpans ?? []).Where(s => kept[s.Gram])];
            bool[] mask = Samples.Mask(rollout.TokenIds!.Length, spans);
            Metrics.SemanticEntropy.Count(spans, counts);
            conditional.Add(rollout.TokenIds, spans, mask);
            planning.AddRange(mask);
            entropies.AddRange(rollout.Entropies!.Select(e => (double)e));
            logProbs.AddRange(rollout.LogProbs!.Select(l => (double)l));
        }
        TokenClassMetrics classes = TokenClassMetrics.Measure<double>([.. planning], [.. entropies], [.. logProbs]);
        return new(classes.PlanningPerplexity, classes.ExecutionPerplexity, classes.PlanningEntropy, classes.ExecutionEntropy, Metrics.SemanticEntropy.OverGrams(counts)?.Nats, conditional.Value?.Nats);
    }
}

/// <summary>Random sets of grams to keep.</summary>
internal static class GramDropout
{
    /// <summary>The share that is dropped, as in the paper.</summary>
    public const double Dropped = 0.3;

    /// <summary>How often it is drawn anew; the paper drew once.</summary>
    public const int Draws = 20;

    /// <summary>[grams] all of so many are kept.</summary>
    public static bool[] AllOf(int grams) => [.. Enumerable.Repeat(true, grams)];

    /// <summary>[draws][grams] whether a gram of so many is kept.</summary>
    public static IReadOnlyList<bool[]> MasksOf(int grams) => [.. Enumerable.Range(0, Draws).Select(draw => Draw(draw, grams))];

    private static bool[] Draw(int draw, int grams)
    {
        int[] order = [.. Enumerable.Range(0, grams)];
        CounterRandom.FromSeed(0).Derive("dropped grams").Derive(draw).Shuffle<int>(order);
        bool[] kept = AllOf(grams);
        foreach (int gram in order.Take((int)Math.Round(Dropped * order.Length))) kept[gram] = false;
        return kept;
    }
}
