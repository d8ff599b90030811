namespace Hicra.Verification.Engine;

/// <summary>What may be expected of numbers with eight significant bits.</summary>
internal static class Bf16
{
    /// <summary>Of log-probs and entropies, nats.</summary>
    public const double Tolerance = 0.25;

    /// <summary>
    /// Of a gradient, as a share of the tensor's largest reference value: wide, because a token at the border of the clip has its
    /// gradient whole or not at all. That gradients point the same way is for the engine's own tests.
    /// </summary>
    public const double GradientTolerance = 0.4;
}
