using Hicra.Objective;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Objective;

/// <summary>A packed minibatch for tests.</summary>
internal sealed class Batch(int[] offsets, double[] logProbs, double[] old, double[] advantages)
{
    public int[] Offsets => offsets;
    public double[] LogProbs => logProbs;
    public double[] Old => old;
    public double[] Advantages => advantages;
    public double[] Reference { get; init; } = [.. logProbs.Select(l => l - 0.5)];
    public double[] Entropies { get; init; } = [.. logProbs.Select(_ => 1.0)];
    public bool[]? Mask { get; set; }
    public double[] DLogProbs { get; } = [.. logProbs.Select(_ => double.NaN)];
    public double[] DEntropies { get; } = [.. logProbs.Select(_ => double.NaN)];

    public ObjectiveResult Evaluate(PolicyObjectiveOptions options) =>
        new PolicyObjective(options).Evaluate(offsets, logProbs, old, Reference, Entropies, advantages, Mask, DLogProbs, DEntropies);

    /// <summary>Sequences of 0 to 5 tokens with one advantage each and some masked tokens; no ratio is near a kink of the loss.</summary>
    public static Batch Random(Dice dice, PolicyObjectiveOptions options)
    {
        var offsets = new int[2 + dice.Below(4)];
        for (int i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + dice.Below(6);
        int tokens = offsets[^1];
        var (logProbs, old, advantages) = (new double[tokens], new double[tokens], new double[tokens]);
        bool[] mask = [.. Enumerable.Range(0, tokens).Select(_ => dice.Below(5) > 0)];
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            double advantage = dice.Pick(dice.Uniform(0.2, 2), dice.Uniform(-2, -0.2), 0);
            double mean;
            do
            {
                (double sum, int kept) = (0, 0);
                for (int t = offsets[i]; t < offsets[i + 1]; t++)
                {
                    advantages[t] = advantage;
                    old[t] = dice.Uniform(-3, -0.1);
                    double logRatio;
                    do logRatio = dice.Uniform(-1, 1);
                    while (NearKink(logRatio, options));
                    logProbs[t] = old[t] + logRatio;
                    if (mask[t]) (sum, kept) = (sum + logRatio, kept + 1);
                }
                mean = kept == 0 ? 0.05 : sum / kept;
            }
            while (NearKink(mean, options));
        }
        return new Batch(offsets, logProbs, old, advantages)
        {
            Mask = mask,
            Reference = [.. logProbs.Select(l => l + dice.Pick(-1, 1) * dice.Uniform(0.01, 1))],
            Entropies = dice.Many(tokens, d => d.Uniform(0, 3)),
        };
    }

    private static bool NearKink(double logRatio, PolicyObjectiveOptions options)
    {
        double ratio = Math.Exp(logRatio);
        double[] kinks = [1 - options.ClipLow, 1 + options.ClipHigh, options.DualClip ?? 0];
        return kinks.Any(k => Math.Abs(ratio - k) < 1e-3);
    }
}
