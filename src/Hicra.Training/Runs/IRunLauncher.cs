using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>
/// Where runs are carried out: in this process, in processes of their own, on other machines. A run travels as its folder,
/// so that only its settings, its rows and its end pass through here. How many there are at a time is the caller's business.
/// </summary>
public interface IRunLauncher : IDisposable
{
    /// <summary>Carries out a run to its end, from its newest checkpoint where it is begun. Blocks until then; several threads may call at a time.</summary>
    /// <param name="run">The run. A folder that holds a run with other settings is refused and left alone.</param>
    /// <param name="threads">Threads that it may use; 0 for all cores. They change no number.</param>
    /// <param name="progress">Is told each row that is added to the log, in order, from one thread at a time.</param>
    /// <param name="cancellation">Stops the run after its current step; it is left so that it can be resumed.</param>
    /// <returns>How it ended; an error of the run is no exception of this method.</returns>
    RunOutcome Run(PlannedRun run, int threads, IProgress<MetricRow>? progress = null, CancellationToken cancellation = default);
}
