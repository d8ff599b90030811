using Hicra.Credit;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>How a run gets its policy and its world, which its settings only name.</summary>
public sealed record RunEngine
{
    /// <summary>Loads a policy from a folder with <c>config.json</c> and <c>model.safetensors</c>.</summary>
    public required Func<string, IPolicy> LoadPolicy { get; init; }

    /// <summary>The world of a name.</summary>
    public Func<string, IWorld> World { get; init; } = WorldCatalog.Find;

    /// <summary>A credit rule of the user's own; runs whose method has another name do not use it.</summary>
    public ITokenCredit? Credit { get; init; }

    /// <summary>The clock of <c>timing_s/</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The embedded CPU engine.</summary>
    /// <param name="threads">Threads to use; 0 for all cores. They do not change results.</param>
    public static RunEngine Embedded(int threads = 0) => new() { LoadPolicy = directory => ManagedPolicy.LoadPretrained(directory, threads) };

    internal TrainerParts Parts(RunConfig config, RunFolder folder, IPolicy? reference)
    {
        bool own = Credit is not null && Credit.Name == config.Training.Method;
        // Says which names there are, before anything is written.
        if (!own) CreditCatalog.BuiltIn.Find(config.Training.Method);
        return new TrainerParts { Credit = own ? Credit : null, Grams = RunGrams.Of(config, folder), Reference = reference, Clock = Clock };
    }
}
