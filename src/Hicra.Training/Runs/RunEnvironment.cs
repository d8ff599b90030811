using Hicra.Credit;
using Hicra.Tensors;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>
/// What a run's settings only name and the process that carries it out must have: engines, worlds, credit rules, and
/// what there is of the machine. None of it is recorded; a run is resumed in whatever environment has what it names.
/// </summary>
public sealed record RunEnvironment
{
    /// <summary>The engines by name.</summary>
    public EngineCatalog Engines { get; init; } = EngineCatalog.BuiltIn;

    /// <summary>What an engine may use of the machine.</summary>
    public EngineOptions EngineOptions { get; init; } = new();

    /// <summary>The worlds by name.</summary>
    public WorldCatalog Worlds { get; init; } = WorldCatalog.BuiltIn;

    /// <summary>The credit rules by name; with rules of the user's own where there are any.</summary>
    public CreditCatalog Credits { get; init; } = CreditCatalog.BuiltIn;

    /// <summary>Is told each step that a fork has to take again before its own first one, on the thread that opens the run; null for nobody.</summary>
    public IProgress<ReplayedStep>? Replaying { get; init; }

    /// <summary>The clock of <c>timing_s/</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The engines of the kit on so many threads.</summary>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    public static RunEnvironment OnThreads(int threads) => new() { EngineOptions = new EngineOptions { Threads = threads } };

    /// <summary>What a run's engine may use: what the run asks for, and of the machine what this environment gives or names instead.</summary>
    public EngineOptions OptionsOf(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        EngineOptions own = config.EngineOptions;
        return own with
        {
            Threads = EngineOptions.Threads,
            Device = EngineOptions.Device ?? own.Device,
            Checkpointing = EngineOptions.Checkpointing ?? own.Checkpointing,
            OffloadOptimizer = EngineOptions.OffloadOptimizer || own.OffloadOptimizer,
            // Runs of one seed begin from the same matrices, whatever they learn.
            Lora = own.Lora is { } lora ? lora with { Seed = config.Training.Seed } : null,
        };
    }

    /// <summary>What only answers, with the weights of a run's checkpoint.</summary>
    /// <param name="config">The run's settings.</param>
    /// <param name="engine">The engine that computes it; need not be the run's own where the run has no LoRA.</param>
    /// <param name="checkpoint">The checkpoint's folder.</param>
    /// <exception cref="HicraException">The weights cannot be read or computed.</exception>
    public ISampler LoadSampler(RunConfig config, IEngine engine, string checkpoint)
    {
        ArgumentNullException.ThrowIfNull(engine);
        EngineOptions options = OptionsOf(config);
        if (options.Lora is null) return engine.LoadSampler(checkpoint, options);
        // What was learned lies beside the base model.
        IPolicy policy = engine.LoadPolicy(TrainingRun.FindBase(new RunFolder(checkpoint), config).Folder, options);
        try
        {
            TensorSource learned = ModelFolder.OpenTensors(checkpoint);
            using (learned as IDisposable) policy.Load(learned);
            return policy;
        }
        catch
        {
            policy.Dispose();
            throw;
        }
    }

    /// <summary>The world of a run: a world by name, or the run's problems in words with the tokenizer of its base model.</summary>
    /// <param name="config">The run's settings.</param>
    /// <exception cref="HicraException">There is no such world, or the problems or the tokenizer cannot be read.</exception>
    public IWorld WorldOf(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Dataset?.Open(config.Base.Folder) ?? Worlds.Find(config.World);
    }

    internal TrainerParts Parts(RunConfig config, RunFolder folder, IPolicy? reference, bool isNew = false) =>
        new() { Credits = Credits, Grams = RunGrams.Of(config, folder), Reference = reference, Clock = Clock, TakesContradictions = !isNew };
}
