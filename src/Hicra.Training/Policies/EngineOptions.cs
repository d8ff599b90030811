namespace Hicra.Training.Policies;

/// <summary>
/// What an engine may use of the machine, and how it holds a model there. An engine refuses what it does not have.
/// <see cref="Dtype"/>, <see cref="Lora"/> and <see cref="TokenBudget"/> decide a run's numbers, so runs record and compare them; all else is the machine's.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>Threads to use; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>The device, in the engine's own words, for example <c>cpu</c> or <c>cuda:0</c>; null for the engine's choice.</summary>
    public string? Device { get; init; }

    /// <summary>The numbers that a model is computed in: <c>fp32</c>, or <c>bf16</c> with an optimiser in fp32; null for fp32.</summary>
    public string? Dtype { get; init; }

    /// <summary>Learns small matrices beside the model's own, which stay as they are; null to learn all weights.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>Whether layers are computed again for their gradient, which saves memory and gives the same bits; null where the size of the batch decides.</summary>
    public bool? Checkpointing { get; init; }

    /// <summary>Tokens that go through the model together, padding included; 0 for the engine's choice. A longer sequence goes alone.</summary>
    public int TokenBudget { get; init; }

    /// <summary>Whether the optimiser's state lies in the machine's memory rather than the device's.</summary>
    public bool OffloadOptimizer { get; init; }
}
