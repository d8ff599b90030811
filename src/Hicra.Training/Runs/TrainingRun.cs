using System.Text.Json;
using Hicra.Credit;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>
/// A training run in a folder of plain files. It can be killed at any moment and resumed to the same numbers: settings are
/// written first, rows are appended after each step, checkpoints and rollouts appear whole or not at all, and resuming cuts
/// the log back to the newest checkpoint.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly IWorld _world;
    private readonly IPolicy _policy;
    private readonly IPolicy? _reference;
    private readonly Trainer _trainer;
    private readonly MetricsLog _log;
    private readonly RunLock _lock;
    private int _savedStep;

    private TrainingRun(RunFolder folder, RunConfig config, RunEnvironment environment, ExistingRun? existing)
    {
        (Folder, Config) = (folder, config);
        if (config.Log is { } log) throw new HicraException($"{folder.Path}: was read from {log.Title} and can only be looked at; train with hicra train");
        IEngine engine = environment.Engines.Find(config.Engine);
        _world = environment.WorldOf(config);
        int from = existing?.NewestCheckpoint ?? -1;
        TrainerState? state = from >= 0 ? Checkpoint.Read(folder.CheckpointOf(from)) : null;
        try
        {
            // What LoRA learns lies beside the base model, and that without it is the reference.
            EngineOptions options = environment.OptionsOf(config);
            bool adapts = options.Lora is not null, needsBase = adapts || state is null || config.Training.Objective.KlCoefficient > 0;
            BaseModel found = needsBase ? FindBase(folder, config) : config.Base;
            _policy = engine.LoadPolicy(state is null || adapts ? found.Folder : folder.CheckpointOf(from), options);
            if (config.Training.Objective.KlCoefficient > 0) _reference = _policy is IAdaptedPolicy adapted ? adapted.WithoutAdapter() : engine.LoadPolicy(found.Folder, options);
            _trainer = new Trainer(_policy, _world, config.Training, environment.Parts(config, folder, _reference, isNew: existing is null));
            if (config.Fork is { } fork && state is null && ExistingRun.Open(fork.Run).Config.Log is { } parent) throw new HicraException($"{fork.Run}: was read from {parent.Title} and has no weights to branch off from; give a run that hicra trained");

            // Up to here nothing was written, so that a wrong setting leaves nothing behind.
            _lock = existing is null ? NewRun.Begin(folder, config) : new RunLock(folder);
            Clean(existing);
            state ??= new RunHistory(config.Engine, _policy, _world, environment, _reference).Begin(config);
            _trainer.Restore(state);
            RunGrams.Begin(folder, _trainer);
            _log = new MetricsLog(folder.Metrics, config.FirstStep, state.Step);
            // After the log is cut back, so that a crash in between leaves a run that is consistent under the old settings.
            if (existing is not null && existing.Config.Training.Steps != config.Training.Steps) config.Write(folder.Config);
            _savedStep = from;
            ResumedFrom = from >= 0 ? from : null;
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            state?.Dispose();
        }
    }

    /// <summary>The run's folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>The run's settings.</summary>
    public RunConfig Config { get; }

    /// <summary>The step of the checkpoint from which the run was resumed; null if it started at its beginning.</summary>
    public int? ResumedFrom { get; }

    /// <summary>The next step.</summary>
    public int NextStep => _trainer.NextStep;

    /// <summary>Whether every row is written.</summary>
    public bool IsFinished => _trainer.IsFinished;

    /// <summary>Begins a run in a new or empty folder.</summary>
    /// <exception cref="HicraException">The folder holds something, or a setting cannot be used or names what the environment does not have; nothing is touched then.</exception>
    public static TrainingRun Create(string directory, RunConfig config, RunEnvironment environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(environment);
        config.Validate();
        return new TrainingRun(NewRun.Vacant(directory, config), config, environment, null);
    }

    /// <summary>Goes on with a run from its newest checkpoint, or from its beginning where it has none yet.</summary>
    /// <param name="directory">The run's folder; everything else is in its <c>config.json</c>.</param>
    /// <param name="environment">Has the engine and the world that the run names.</param>
    /// <param name="steps">More updates than the run was made for; null for as many.</param>
    /// <param name="baseDirectory">Where the base model lies now, if it was moved.</param>
    /// <exception cref="HicraException">The folder holds no run, its newest checkpoint is damaged, the environment does not have its engine, or another process is writing it.</exception>
    public static TrainingRun Resume(string directory, RunEnvironment environment, int? steps = null, string? baseDirectory = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(environment);
        ExistingRun existing = ExistingRun.Open(directory);
        RunConfig config = existing.Config;
        if (steps is int more && more != config.Training.Steps)
        {
            if (more < config.Training.Steps) throw new HicraException($"--steps is {more}, less than the run's {config.Training.Steps}; give more steps, or none to finish the run as it is");
            // The old last row had no update, so it is taken again.
            existing = existing with { NextStep = Math.Min(existing.NextStep, config.Training.Steps) };
            config = config with { Training = config.Training with { Steps = more } };
        }
        if (baseDirectory is not null)
        {
            config = config with { Base = config.Base with { Directory = baseDirectory } };
            // A run that goes on from a checkpoint may not need it: a wrong one is no less wrong.
            FindBase(existing.Folder, config);
        }
        return new TrainingRun(existing.Folder, config.Validate(), environment, existing);
    }

    /// <summary>Takes steps until the run is finished or stopped.</summary>
    /// <param name="progress">Is told of every step after its row is written, on the thread that trains.</param>
    /// <param name="cancellation">Stops after the current step; a checkpoint is written then.</param>
    /// <returns>Whether the run is finished.</returns>
    public bool Continue(IProgress<StepResult>? progress = null, CancellationToken cancellation = default)
    {
        while (!IsFinished)
        {
            bool stop = cancellation.IsCancellationRequested;
            if (stop || IsCheckpointStep(NextStep)) SaveCheckpoint();
            if (stop) return false;
            StepResult result = _trainer.Step();
            if (result.Mined is { } mined) RunGrams.Save(Folder, mined);
            SaveRollouts(result);
            _log.Append(result.Metrics);
            progress?.Report(result);
        }
        return true;
    }

    /// <summary><see cref="Continue"/> on a thread of its own.</summary>
    public Task<bool> ContinueAsync(IProgress<StepResult>? progress = null, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(() => Continue(progress, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The constructor calls this where it fails, with whatever it had made.
        _log?.Dispose();
        _trainer?.Dispose();
        _reference?.Dispose();
        _policy?.Dispose();
        _lock?.Dispose();
    }

    private bool IsCheckpointStep(int step) => step == Config.FirstStep || step % Config.CheckpointEvery == 0 || step == Config.Training.Steps;

    private void SaveCheckpoint()
    {
        if (_savedStep == NextStep) return;
        _log.FlushToDisk();
        Directory.CreateDirectory(Folder.Checkpoints);
        Checkpoint.Write(Folder.CheckpointOf(NextStep), _policy, _trainer.Capture());
        _savedStep = NextStep;
    }

    private void SaveRollouts(StepResult result)
    {
        SaveDrawnGrams();
        if (Config.RolloutsEvery == 0 || result.Step % Config.RolloutsEvery != 0) return;
        Directory.CreateDirectory(Folder.Rollouts);
        BatchRollouts.Write(Folder.RolloutsOf(result.Step), result.Rollouts, _world, Config.Training);
    }

    // The n-grams that a rule drew, as text for people, in a file of their name; the checkpoint has them for the run.
    private void SaveDrawnGrams()
    {
        CreditState state = _trainer.Credit;
        foreach (string name in state.Names)
        {
            if (!state.TryGet(name, out IReadOnlyList<int[]>? grams) || File.Exists(Folder.DrawnGrams(name))) continue;
            WholeFile.Write(Folder.DrawnGrams(name), stream =>
            {
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                json.WriteStartObject();
                json.WriteStartArray("grams");
                foreach (int[] gram in grams) json.WriteStringValue(_world.Tokenizer.Decode(gram));
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
    }

    // What a crash left half done, and rollouts of steps that are taken again.
    private void Clean(ExistingRun? existing)
    {
        WholeFolder.RemoveLeftovers(Folder.Path);
        WholeFolder.RemoveLeftovers(Folder.Checkpoints);
        WholeFolder.RemoveLeftovers(Folder.Rollouts);
        if (existing is null) return;
        foreach (int step in Folder.RolloutSteps().Where(s => s >= existing.NextStep)) File.Delete(Folder.RolloutsOf(step));
    }

    /// <summary>The base model from which a run starts.</summary>
    /// <exception cref="HicraException">It is not there, or is another one.</exception>
    internal static BaseModel FindBase(RunFolder folder, RunConfig config)
    {
        BaseModel found = BaseModel.Find(config.Base.Directory);
        return found.Digest == config.Base.Digest ? found
            : throw new HicraException($"{found.Folder}: is not the base model that the run {folder.Path} started from (its SHA-256 differs); give that one with --base DIR");
    }
}
