namespace Hicra.Training.Policies;

/// <summary>What an engine may use of the machine. An engine refuses what it does not have; none of it decides what a run is.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads to use; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>The device, in the engine's own words, for example <c>cpu</c> or <c>cuda:0</c>; null for the engine's choice.</summary>
    public string? Device { get; init; }
}
