namespace Hicra.Training.Policies;

/// <summary>Fills the loss gradient of one sequence's response tokens.</summary>
/// <param name="sequence">Index of the sequence in the packed batch.</param>
/// <param name="logProbs">[response tokens of the sequence] log-probs under the current weights, nats.</param>
/// <param name="entropies">[response tokens of the sequence] entropies, nats.</param>
/// <param name="dLogProbs">dLoss/dLogProb per token; zero on entry.</param>
/// <param name="dEntropies">dLoss/dEntropy per token; zero on entry.</param>
public delegate void TokenGradient(
    int sequence, ReadOnlySpan<float> logProbs, ReadOnlySpan<float> entropies, Span<float> dLogProbs, Span<float> dEntropies);
