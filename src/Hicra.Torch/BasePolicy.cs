using Hicra.Tensors;
using Hicra.Training.Policies;

namespace Hicra.Torch;

/// <summary>The model of a LoRA without it: the same weights, for reading alone.</summary>
internal sealed class BasePolicy(AdaptedTorchPolicy policy) : IPolicy
{
    /// <inheritdoc/>
    public int VocabularySize => policy.VocabularySize;

    /// <inheritdoc/>
    public int MaxPositions => policy.MaxPositions;

    /// <inheritdoc/>
    public long ParameterCount => 0;

    /// <inheritdoc/>
    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
    {
        SampledResponses? responses = null;
        policy.Off(() => responses = policy.Sample(request, cancellation));
        return responses!;
    }

    /// <inheritdoc/>
    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1)
    {
        float[] scored = new float[logProbs.Length], spread = new float[entropies.Length];
        policy.Off(() => policy.Score(batch, scored, spread, temperature));
        scored.CopyTo(logProbs);
        spread.CopyTo(entropies);
    }

    /// <inheritdoc/>
    public void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1) => throw Frozen();

    /// <inheritdoc/>
    public double Update(AdamWOptions options) => throw Frozen();

    /// <inheritdoc/>
    public void ClearGradient() => throw Frozen();

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Gradient() => throw Frozen();

    /// <inheritdoc/>
    public TensorSource Weights() => throw Frozen();

    /// <inheritdoc/>
    public TensorSource OptimizerState() => throw Frozen();

    /// <inheritdoc/>
    public void Load(TensorSource weights, TensorSource? optimizerState = null) => throw Frozen();

    /// <inheritdoc/>
    public IPolicy Clone() => this;

    /// <inheritdoc/>
    public void SavePretrained(string directory) => throw Frozen();

    /// <summary>Nothing: the weights are the policy's.</summary>
    public void Dispose()
    {
    }

    private static NotSupportedException Frozen() => new("The model without its LoRA only samples and scores.");
}
