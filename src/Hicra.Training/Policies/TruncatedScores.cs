namespace Hicra.Training.Policies;

/// <summary>What sampled tokens are under the distribution that they were drawn from, where a <see cref="TokenFilter"/> left some tokens out.</summary>
/// <param name="LogProbs">[tokens] log-prob of each token under that distribution, nats.</param>
/// <param name="Entropies">[tokens] entropy of that distribution at each token, nats.</param>
public sealed record TruncatedScores(float[] LogProbs, float[] Entropies);
