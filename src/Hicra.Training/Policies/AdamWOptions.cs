namespace Hicra.Training.Policies;

/// <summary>AdamW (Loshchilov and Hutter 2019) as PyTorch defines it, with a bound on the gradient's norm.</summary>
public sealed record AdamWOptions
{
    /// <summary>Learning rate.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, on every parameter as in the reference program.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The gradient is scaled to at most this L2 norm; infinity turns that off.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;
}
