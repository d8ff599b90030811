using Hicra.Strategy;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>
/// Carries out each run in a process of its own, the <c>hicra</c> program going on with the run's folder. A worker that dies is
/// a failed run that goes on from its checkpoint when it is started again. No worker outlives the launcher.
/// </summary>
/// <param name="worker">How to start the program.</param>
/// <param name="clock">The clock of <see cref="Interval"/> and <see cref="StopBound"/>; null for the system's.</param>
public sealed class ProcessLauncher(WorkerCommand worker, TimeProvider? clock = null) : IRunLauncher
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly HashSet<WorkerProcess> _workers = [];
    private bool _disposed;

    /// <summary>Between two looks at a run's log, and at whether it is to stop.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>How long a worker that was asked to stop may take for its current step; then it is killed, and its run goes on from its newest checkpoint.</summary>
    public TimeSpan StopBound { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The launcher is disposed.</exception>
    public RunOutcome Run(PlannedRun run, int threads, IProgress<MetricRow>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return RunOutcome.Of(() =>
        {
            worker.Check(run.Config);
            ExistingRun begun = run.Begun() ?? Begin(run);
            MetricsFollower log = Prepare(begun);
            string? moved = begun.Config.Base.Folder == run.Config.Base.Folder ? null : run.Config.Base.Folder;
            WorkerProcess process = Start(begun.Folder.Path, moved, threads);
            try
            {
                return Follow(process, log, run, progress, cancellation);
            }
            finally
            {
                lock (_gate)
                {
                    _workers.Remove(process);
                    process.Dispose();
                }
            }
        });
    }

    /// <summary>Kills the workers that are still there; their runs can be resumed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (WorkerProcess process in _workers) process.End();
        }
    }

    // What the worker would refuse is refused here, before anything is written.
    private static ExistingRun Begin(PlannedRun run)
    {
        RunFolder folder = NewRun.Vacant(run.Directory, run.Config.Validate());
        TrainingRun.FindBase(folder, run.Config);
        if (run.Config.Fork is { } fork) ExistingRun.Open(fork.Run);
        Contradictions.Refuse(run.Config.Training, new RunEnvironment().WorldOf(run.Config), RunGrams.Of(run.Config, folder));
        NewRun.Begin(folder, run.Config).Dispose();
        return ExistingRun.Open(run.Directory);
    }

    // The folder must have everything that the worker needs, such as the file of a gram library. And the log is cut back as
    // resuming does it, but before the worker starts: so that every row behind is one that it has written.
    private static MetricsFollower Prepare(ExistingRun run)
    {
        using var taken = new RunLock(run.Folder);
        if (!File.Exists(run.Folder.Grams) && RunGrams.Of(run.Config, run.Folder) is { } library) GramLibraryFile.Save(library, run.Folder.Grams);
        using (new MetricsLog(run.Folder.Metrics, run.Config.FirstStep, run.NewestCheckpoint ?? run.Config.FirstStep))
            return new MetricsFollower(run.Folder.Metrics, new FileInfo(run.Folder.Metrics).Length);
    }

    private WorkerProcess Start(string directory, string? baseDirectory, int threads)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var process = new WorkerProcess(worker.For(directory, baseDirectory, threads));
            _workers.Add(process);
            return process;
        }
    }

    private RunOutcome Follow(WorkerProcess process, MetricsFollower log, PlannedRun run, IProgress<MetricRow>? progress, CancellationToken cancellation)
    {
        long? asked = null;
        bool killed = false;
        while (!process.Wait(Interval, _clock))
        {
            foreach (MetricRow row in log.Read()) progress?.Report(row);
            if (!cancellation.IsCancellationRequested) continue;
            if (asked is null)
            {
                process.AskToStop();
                asked = _clock.GetTimestamp();
            }
            else if (!killed && _clock.GetElapsedTime(asked.Value) >= StopBound)
            {
                process.Kill();
                killed = true;
            }
        }
        foreach (MetricRow row in log.Read()) progress?.Report(row);
        return Outcome(process, ExistingRun.Open(run.Directory), stopped: killed || (cancellation.IsCancellationRequested && process.ExitCode == WorkerCommand.Interrupted));
    }

    private static RunOutcome Outcome(WorkerProcess process, ExistingRun run, bool stopped)
    {
        if (process.ExitCode == WorkerCommand.Done && run.IsFinished) return RunOutcome.Finished;
        if (stopped) return RunOutcome.Stopped;
        string where = $"at step {run.NextStep} of {run.Config.Training.Steps}; start it again to go on from its newest checkpoint";
        return RunOutcome.Failed(process.ExitCode switch
        {
            WorkerCommand.Done or WorkerCommand.Interrupted => $"the worker process was interrupted {where}",
            // A signal that leaves no time for words, such as kill -9 or the system's when memory is short.
            137 or 143 => $"the worker process was killed {where}",
            int code => process.LastError ?? $"the worker process ended with exit code {code} {where}",
        });
    }
}
