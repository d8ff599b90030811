namespace Hicra.Objective;

/// <summary>
/// The softmax distribution over a vocabulary in plain double arithmetic: the reference for every fast kernel, and enough
/// for verification. Logits may be minus infinity (a forbidden token), but not all of them.
/// </summary>
public static class CategoricalDistribution
{
    /// <summary>Writes log-probs in nats.</summary>
    /// <param name="logits">[vocabulary], at least one.</param>
    /// <param name="logProbs">[vocabulary], overwritten; may be the same memory.</param>
    public static void LogSoftmax(ReadOnlySpan<double> logits, Span<double> logProbs)
    {
        if (logits.IsEmpty) throw new ArgumentException("A distribution needs at least one logit.", nameof(logits));
        SameLength(logits.Length, logProbs.Length, nameof(logProbs));
        double max = logits[0];
        foreach (double logit in logits) max = Math.Max(max, logit);
        double sum = 0;
        foreach (double logit in logits) sum += Math.Exp(logit - max);
        double logSum = Math.Log(sum);
        for (int i = 0; i < logits.Length; i++) logProbs[i] = logits[i] - max - logSum;   // first what is large, so that nothing small is lost
    }

    /// <summary>The entropy in nats: -sum(p log p).</summary>
    /// <param name="logProbs">[vocabulary] normalised log-probs.</param>
    public static double Entropy(ReadOnlySpan<double> logProbs)
    {
        double sum = 0;
        foreach (double logProb in logProbs) sum -= PLogP(logProb);
        return sum;
    }

    /// <summary>Writes the entropy's gradient with respect to the logits: -p_i (log p_i + H).</summary>
    /// <param name="logProbs">[vocabulary] normalised log-probs.</param>
    /// <param name="dLogits">[vocabulary], overwritten.</param>
    public static void EntropyGradient(ReadOnlySpan<double> logProbs, Span<double> dLogits)
    {
        SameLength(logProbs.Length, dLogits.Length, nameof(dLogits));
        double entropy = Entropy(logProbs);
        for (int i = 0; i < logProbs.Length; i++) dLogits[i] = -PLogP(logProbs[i]) - Math.Exp(logProbs[i]) * entropy;
    }

    /// <summary>Writes the gradient of one token's log-prob with respect to the logits: 1[i = token] - p_i.</summary>
    /// <param name="logProbs">[vocabulary] normalised log-probs.</param>
    /// <param name="token">The token.</param>
    /// <param name="dLogits">[vocabulary], overwritten.</param>
    public static void LogProbGradient(ReadOnlySpan<double> logProbs, int token, Span<double> dLogits)
    {
        SameLength(logProbs.Length, dLogits.Length, nameof(dLogits));
        for (int i = 0; i < logProbs.Length; i++) dLogits[i] = -Math.Exp(logProbs[i]);
        dLogits[token] += 1;
    }

    // p log p tends to 0 with p, where 0 * -infinity would be NaN.
    private static double PLogP(double logProb) => double.IsNegativeInfinity(logProb) ? 0 : Math.Exp(logProb) * logProb;

    private static void SameLength(int expected, int actual, string name)
    {
        if (actual != expected) throw new ArgumentException($"{actual} elements where {expected} are needed.", name);
    }
}
