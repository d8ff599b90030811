using System.Diagnostics.CodeAnalysis;

namespace Hicra.Objective;

/// <summary>
/// The loss of a minibatch and its closed-form gradient with respect to log-probs and entropies:
/// <c>policy loss - entropy coefficient * entropy + KL coefficient * KL</c>, each aggregated over tokens alike.
/// </summary>
/// <remarks>
/// An engine calls <see cref="Normalizer"/> once with the whole minibatch's counts, then <see cref="Sequence"/> for each
/// sequence in any order and on any thread, then <see cref="Summarize"/>. Definitions and numerical guards are verl's:
/// log-ratios clamped to +-20 (GSPO's to 10 from above), token means of diagnostics divided by count + 1e-8. Everything is
/// in double, and equal inputs give equal bits.
/// </remarks>
public sealed class PolicyObjective
{
    internal const double MeanEpsilon = 1e-8;
    private readonly double low;
    private readonly double high;

    /// <summary>Creates the objective.</summary>
    /// <exception cref="HicraException">The options do not fit together.</exception>
    public PolicyObjective(PolicyObjectiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Aggregation == LossAggregation.SeqMeanTokenSumNorm && options.MaxLength is null)
            throw new HicraException("The loss aggregation seq-mean-token-sum-norm divides by the longest response: set MaxLength.");
        Options = options;
        low = 1 - options.ClipLow;
        high = 1 + options.ClipHigh;
        PolicyAggregation = options.Loss == PolicyLoss.Gspo ? LossAggregation.SeqMeanTokenMean : options.Aggregation;
    }

    /// <summary>The options.</summary>
    public PolicyObjectiveOptions Options { get; }

    /// <summary>The aggregation of the policy loss: that of the options, but for GSPO (see <see cref="PolicyObjectiveOptions.Aggregation"/>).</summary>
    public LossAggregation PolicyAggregation { get; }

    /// <summary>Counts the whole minibatch.</summary>
    /// <param name="keptTokens">[sequences] each sequence's tokens that take part in the loss.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Callers go through the objective, whose options may come to matter here.")]
    public LossNormalizer Normalizer(ReadOnlySpan<int> keptTokens)
    {
        long tokens = 0;
        int sequences = 0;
        foreach (int kept in keptTokens)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(kept, nameof(keptTokens));
            tokens += kept;
            if (kept > 0) sequences++;
        }
        return new LossNormalizer(tokens, sequences);
    }

    /// <summary>One sequence's loss sums and its share of the minibatch's gradient, normalised. Allocates nothing.</summary>
    /// <param name="normalizer">The minibatch's counts, this sequence included.</param>
    /// <param name="logProbs">[tokens] log-probs under the current policy, nats.</param>
    /// <param name="oldLogProbs">[tokens] log-probs under the sampling policy.</param>
    /// <param name="referenceLogProbs">[tokens] log-probs under the reference policy; empty for none.</param>
    /// <param name="entropies">[tokens] entropies in nats; empty for none.</param>
    /// <param name="advantages">[tokens] advantages.</param>
    /// <param name="lossMask">[tokens] which tokens take part; empty for all. The others get gradient 0 and count nowhere.</param>
    /// <param name="dLogProbs">[tokens] dLoss/dLogProb, overwritten.</param>
    /// <param name="dEntropies">[tokens] dLoss/dEntropy, overwritten; may be empty where the entropy coefficient is 0.</param>
    /// <exception cref="ArgumentException">Spans differ in length, or one that a coefficient needs is missing.</exception>
    public SequenceLoss Sequence(
        in LossNormalizer normalizer, ReadOnlySpan<double> logProbs, ReadOnlySpan<double> oldLogProbs,
        ReadOnlySpan<double> referenceLogProbs, ReadOnlySpan<double> entropies, ReadOnlySpan<double> advantages,
        ReadOnlySpan<bool> lossMask, Span<double> dLogProbs, Span<double> dEntropies)
    {
        int tokens = logProbs.Length;
        Require(oldLogProbs.Length == tokens, nameof(oldLogProbs));
        Require(advantages.Length == tokens, nameof(advantages));
        Require(dLogProbs.Length == tokens, nameof(dLogProbs));
        Require(lossMask.Length == tokens || lossMask.IsEmpty, nameof(lossMask));
        Require(referenceLogProbs.Length == tokens || (referenceLogProbs.IsEmpty && Options.KlCoefficient == 0), nameof(referenceLogProbs));
        Require(entropies.Length == tokens || (entropies.IsEmpty && Options.EntropyCoefficient == 0), nameof(entropies));
        Require(dEntropies.Length == tokens || (dEntropies.IsEmpty && Options.EntropyCoefficient == 0), nameof(dEntropies));

        int kept = Count(lossMask, tokens);
        double policyWeight = Weight(PolicyAggregation, normalizer, kept);
        double weight = Weight(Options.Aggregation, normalizer, kept);
        double meanLogRatio = Options.Loss == PolicyLoss.Gspo ? MeanLogRatio(logProbs, oldLogProbs, lossMask, kept) : 0;
        double entropyGradient = -Options.EntropyCoefficient * weight;
        bool hasReference = !referenceLogProbs.IsEmpty;

        double policySum = 0, klSum = 0, entropySum = 0, approximateKl = 0;
        int clipped = 0, clippedLower = 0;
        dLogProbs.Clear();
        dEntropies.Clear();
        for (int t = 0; t < tokens; t++)
        {
            if (!lossMask.IsEmpty && !lossMask[t]) continue;
            double logRatio = logProbs[t] - oldLogProbs[t];
            TokenTerm term = Options.Loss switch
            {
                PolicyLoss.Clip => TokenTerm.Clip(logRatio, advantages[t], low, high, Options.DualClip),
                PolicyLoss.Gspo => TokenTerm.Gspo(meanLogRatio, advantages[t], low, high),
                _ => TokenTerm.Cispo(logRatio, logProbs[t], advantages[t], low, high),
            };
            policySum += term.Value;
            if (term.Clipped) clipped++;
            if (term.ClippedLower) clippedLower++;
            // verl reports GSPO's approximate KL without the clamp.
            approximateKl -= Options.Loss == PolicyLoss.Gspo ? logRatio : Math.Clamp(logRatio, -TokenTerm.MaxLogRatio, TokenTerm.MaxLogRatio);

            double gradient = term.Gradient * policyWeight;
            if (hasReference)
            {
                klSum += KlPenalty.Value(Options.Kl, logProbs[t], referenceLogProbs[t]);
                if (Options.KlCoefficient != 0) gradient += Options.KlCoefficient * weight * KlPenalty.Gradient(Options.Kl, logProbs[t], referenceLogProbs[t]);
            }
            dLogProbs[t] = gradient;
            if (!entropies.IsEmpty) entropySum += entropies[t];
            if (!dEntropies.IsEmpty) dEntropies[t] = entropyGradient;
        }
        return new SequenceLoss
        {
            KeptTokens = kept,
            PolicySum = policySum,
            KlSum = hasReference ? klSum : null,
            EntropySum = entropies.IsEmpty ? null : entropySum,
            ApproximateKlSum = approximateKl,
            Clipped = clipped,
            ClippedLower = clippedLower,
        };
    }

    /// <summary>The minibatch's loss and diagnostics. Sums run in the given order, so equal order gives equal bits.</summary>
    /// <param name="normalizer">The minibatch's counts.</param>
    /// <param name="sequences">What <see cref="Sequence"/> gave for each sequence.</param>
    public ObjectiveResult Summarize(in LossNormalizer normalizer, ReadOnlySpan<SequenceLoss> sequences)
    {
        double policy = 0, kl = 0, entropy = 0, approximateKl = 0;
        long clipped = 0, clippedLower = 0;
        bool hasKl = false, hasEntropy = false;
        foreach (ref readonly SequenceLoss sequence in sequences)
        {
            if (sequence.KeptTokens == 0) continue;
            double weight = Weight(Options.Aggregation, normalizer, sequence.KeptTokens);
            policy += Weight(PolicyAggregation, normalizer, sequence.KeptTokens) * sequence.PolicySum;
            if (sequence.KlSum is { } klSum) (kl, hasKl) = (kl + weight * klSum, true);
            if (sequence.EntropySum is { } entropySum) (entropy, hasEntropy) = (entropy + weight * entropySum, true);
            approximateKl += sequence.ApproximateKlSum;
            clipped += sequence.Clipped;
            clippedLower += sequence.ClippedLower;
        }
        double tokens = normalizer.Tokens + MeanEpsilon;
        double clipFraction = clipped / tokens;
        double clipFractionLower = clippedLower / tokens;
        approximateKl /= tokens;

        var metrics = new List<KeyValuePair<string, double>>(7)
        {
            new("actor/pg_loss", policy),
            new("actor/pg_clipfrac", clipFraction),
            new("actor/pg_clipfrac_lower", clipFractionLower),
            new("actor/ppo_kl", approximateKl),
        };
        if (hasKl)
        {
            metrics.Add(new("actor/kl_loss", kl));
            metrics.Add(new("actor/kl_coef", Options.KlCoefficient));
        }
        if (hasEntropy) metrics.Add(new("actor/entropy", entropy));
        return new ObjectiveResult
        {
            Loss = policy - Options.EntropyCoefficient * entropy + Options.KlCoefficient * kl,
            PolicyLoss = policy,
            KlLoss = kl,
            Entropy = entropy,
            ClipFraction = clipFraction,
            ClipFractionLower = clipFractionLower,
            ApproximateKl = approximateKl,
            Tokens = normalizer.Tokens,
            Metrics = metrics,
        };
    }

    /// <summary>A whole packed minibatch at once, for notebooks, tests and verification; parameters as in <see cref="Sequence"/>.</summary>
    /// <param name="offsets">[sequences + 1] where each sequence's tokens begin; the last entry is the number of tokens.</param>
    /// <param name="logProbs">[tokens].</param>
    /// <param name="oldLogProbs">[tokens].</param>
    /// <param name="referenceLogProbs">[tokens] or empty.</param>
    /// <param name="entropies">[tokens] or empty.</param>
    /// <param name="advantages">[tokens].</param>
    /// <param name="lossMask">[tokens] or empty.</param>
    /// <param name="dLogProbs">[tokens], overwritten.</param>
    /// <param name="dEntropies">[tokens], overwritten; or empty where the entropy coefficient is 0.</param>
    public ObjectiveResult Evaluate(
        ReadOnlySpan<int> offsets, ReadOnlySpan<double> logProbs, ReadOnlySpan<double> oldLogProbs,
        ReadOnlySpan<double> referenceLogProbs, ReadOnlySpan<double> entropies, ReadOnlySpan<double> advantages,
        ReadOnlySpan<bool> lossMask, Span<double> dLogProbs, Span<double> dEntropies)
    {
        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != logProbs.Length) throw new ArgumentException("Offsets run from 0 to the number of tokens.", nameof(offsets));
        var kept = new int[offsets.Length - 1];
        for (int i = 0; i < kept.Length; i++) kept[i] = Count(Part(lossMask, offsets, i), offsets[i + 1] - offsets[i]);
        LossNormalizer normalizer = Normalizer(kept);
        var sequences = new SequenceLoss[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            Span<double> dEntropiesPart = dEntropies.IsEmpty ? dEntropies : dEntropies[offsets[i]..offsets[i + 1]];
            sequences[i] = Sequence(
                normalizer, Part(logProbs, offsets, i), Part(oldLogProbs, offsets, i), Part(referenceLogProbs, offsets, i), Part(entropies, offsets, i),
                Part(advantages, offsets, i), Part(lossMask, offsets, i), dLogProbs[offsets[i]..offsets[i + 1]], dEntropiesPart);
        }
        return Summarize(normalizer, sequences);
    }

    // What one token's term weighs in the loss.
    private double Weight(LossAggregation aggregation, in LossNormalizer normalizer, int kept) => kept == 0 ? 0 : aggregation switch
    {
        LossAggregation.TokenMean => 1.0 / normalizer.Tokens,
        LossAggregation.TokenSum => 1.0,
        LossAggregation.SeqMeanTokenSum => 1.0 / normalizer.Sequences,
        LossAggregation.SeqMeanTokenMean => 1.0 / ((kept + MeanEpsilon) * normalizer.Sequences),
        _ => 1.0 / ((double)Options.MaxLength!.Value * normalizer.Sequences),
    };

    private static double MeanLogRatio(ReadOnlySpan<double> logProbs, ReadOnlySpan<double> oldLogProbs, ReadOnlySpan<bool> lossMask, int kept)
    {
        double sum = 0;
        for (int t = 0; t < logProbs.Length; t++)
        {
            if (lossMask.IsEmpty || lossMask[t]) sum += logProbs[t] - oldLogProbs[t];
        }
        return sum / Math.Max(kept, 1);
    }

    private static int Count(ReadOnlySpan<bool> lossMask, int tokens) => lossMask.IsEmpty ? tokens : lossMask.Count(true);

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> all, ReadOnlySpan<int> offsets, int sequence) =>
        all.IsEmpty ? all : all[offsets[sequence]..offsets[sequence + 1]];

    private static void Require(bool fits, string name)
    {
        if (!fits) throw new ArgumentException("The span has another length than logProbs, or is needed and missing.", name);
    }
}
