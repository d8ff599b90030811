using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>Carries out runs in this process, on the calling thread; so they can have engines and credit rules of the user's own.</summary>
/// <param name="environment">What the runs find, but for the threads, which are given with each.</param>
public sealed class InProcessLauncher(RunEnvironment environment) : IRunLauncher
{
    /// <inheritdoc/>
    public RunOutcome Run(PlannedRun run, int threads, IProgress<MetricRow>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunOutcome.Of(() =>
        {
            RunEnvironment own = environment with { EngineOptions = environment.EngineOptions with { Threads = threads } };
            using TrainingRun training = run.Begun() is null ? TrainingRun.Create(run.Directory, run.Config, own) : TrainingRun.Resume(run.Directory, own, baseDirectory: run.Config.Base.Directory);
            return training.Continue(progress is null ? null : new Rows(progress), cancellation) ? RunOutcome.Finished : RunOutcome.Stopped;
        });
    }

    /// <summary>Does nothing: nothing of a run outlives its call.</summary>
    public void Dispose()
    {
    }

    private sealed class Rows(IProgress<MetricRow> progress) : IProgress<StepResult>
    {
        public void Report(StepResult value) => progress.Report(value.Metrics);
    }
}
