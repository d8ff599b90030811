using System.Numerics;

namespace Hicra.Metrics;

/// <summary>
/// Entropy and perplexity of planning tokens and of execution tokens (paper, section 2.2). A class without tokens, or a
/// measure whose input the source lacks, is null.
/// </summary>
/// <param name="PlanningTokens">Number of planning tokens.</param>
/// <param name="ExecutionTokens">Number of execution tokens.</param>
/// <param name="PlanningEntropy">Mean entropy of planning tokens, nats.</param>
/// <param name="ExecutionEntropy">Mean entropy of execution tokens, nats.</param>
/// <param name="PlanningPerplexity">exp(mean negative log-prob) of planning tokens.</param>
/// <param name="ExecutionPerplexity">exp(mean negative log-prob) of execution tokens.</param>
public readonly record struct TokenClassMetrics(
    int PlanningTokens, int ExecutionTokens,
    double? PlanningEntropy, double? ExecutionEntropy,
    double? PlanningPerplexity, double? ExecutionPerplexity)
{
    /// <summary>Planning tokens as a share of all tokens; null where there is no token. The paper's implied values are 2 to 6 %.</summary>
    public double? PlanningShare => PlanningTokens + ExecutionTokens is > 0 and var all ? (double)PlanningTokens / all : null;

    /// <summary>Measures packed response tokens, the tokens of all rollouts weighing the same.</summary>
    /// <param name="planning">[tokens] whether a token is a planning token.</param>
    /// <param name="entropies">[tokens] entropies in nats; empty where the source has none.</param>
    /// <param name="logProbs">[tokens] log-probs of the sampled tokens in nats; empty where the source has none.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static TokenClassMetrics Measure<T>(ReadOnlySpan<bool> planning, ReadOnlySpan<T> entropies, ReadOnlySpan<T> logProbs)
        where T : unmanaged, IFloatingPoint<T>
    {
        int planned = planning.Count(true), executed = planning.Length - planned;
        (double? planEntropy, double? execEntropy) = ClassMeans(planning, entropies, planned, nameof(entropies));
        (double? planLogProb, double? execLogProb) = ClassMeans(planning, logProbs, planned, nameof(logProbs));
        return new(planned, executed, planEntropy, execEntropy, Perplexity(planLogProb), Perplexity(execLogProb));
    }

    private static (double? Planning, double? Execution) ClassMeans<T>(ReadOnlySpan<bool> planning, ReadOnlySpan<T> values, int planned, string name)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (values.IsEmpty) return (null, null);
        if (values.Length != planning.Length) throw new ArgumentException("There must be one value per token.", name);
        double planSum = 0, execSum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            if (planning[i]) planSum += value;
            else execSum += value;
        }
        int executed = values.Length - planned;
        return (planned > 0 ? planSum / planned : null, executed > 0 ? execSum / executed : null);
    }

    private static double? Perplexity(double? meanLogProb) => meanLogProb is double mean ? Math.Exp(-mean) : null;
}
