using System.Collections.Concurrent;
using System.Globalization;
using Hicra.Credit;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>One cell of a sweep: runs that differ by their seed alone.</summary>
/// <param name="Method">The credit rule.</param>
/// <param name="Alpha">Its alpha; null for a rule that has none.</param>
public sealed record SweepCell(string Method, double? Alpha)
{
    /// <summary>For folders and tables, for example <c>hicra-alpha-0.2</c>.</summary>
    public string Name => Alpha is double alpha ? string.Create(CultureInfo.InvariantCulture, $"{Method}-alpha-{alpha}") : Method;

    /// <summary>The cell of a run's settings. A rule of the user's own, which no catalog knows, counts as one without alpha.</summary>
    public static SweepCell Of(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool usesAlpha = CreditCatalog.BuiltIn.Methods.Any(method => method.Name == options.Method && method.UsesAlpha);
        return new SweepCell(options.Method, usesAlpha ? options.Alpha : null);
    }

    /// <summary>Settings with this cell's rule and alpha.</summary>
    internal TrainingOptions Onto(TrainingOptions template) => template with { Method = Method, Alpha = Alpha ?? template.Alpha };
}

/// <summary>One run of a sweep.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Directory">Its folder.</param>
/// <param name="Config">Its settings.</param>
public sealed record SweepRun(SweepCell Cell, long Seed, string Directory, RunConfig Config) : PlannedRun(Directory, Config);

/// <summary>How a run of a sweep ended.</summary>
public enum SweepStatus
{
    /// <summary>All rows are written.</summary>
    Finished,

    /// <summary>It was finished before the sweep came to it.</summary>
    Skipped,

    /// <summary>The sweep was stopped; it goes on with the next one over the same folder.</summary>
    Stopped,

    /// <summary>It ended with an error; the others went on.</summary>
    Failed,
}

/// <summary>A run of a sweep and how it ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">The error of a failed run.</param>
public sealed record SweepOutcome(SweepRun Run, SweepStatus Status, string? Error = null);

/// <summary>What a sweep tells while it runs.</summary>
/// <param name="Run">The run.</param>
/// <param name="Row">The row of a step of it; null at its end.</param>
/// <param name="Outcome">How it ended; null before.</param>
public sealed record SweepProgress(SweepRun Run, MetricRow? Row, SweepOutcome? Outcome);

/// <summary>Runs alpha x method x seed, each a run folder of its own, several at a time.</summary>
public static class Sweep
{
    /// <summary>Methods x alphas without repetition; a method without an alpha has one cell whatever the alphas. <see cref="SweepCells"/> says which of them are one experiment.</summary>
    /// <exception cref="HicraException">A method is unknown.</exception>
    public static IReadOnlyList<SweepCell> Cells(IReadOnlyList<string> methods, IReadOnlyList<double> alphas) =>
        [.. methods.SelectMany(method => CreditCatalog.BuiltIn.Find(method).UsesAlpha ? alphas.Select(a => new SweepCell(method, a)) : [new SweepCell(method, null)]).Distinct()];

    /// <summary>The runs of a sweep, each experiment once (<see cref="SweepCells"/>).</summary>
    /// <param name="directory">The sweep's folder.</param>
    /// <param name="template">Settings that all runs share.</param>
    /// <param name="methods">Credit rules.</param>
    /// <param name="alphas">Alphas.</param>
    /// <param name="seeds">Seeds.</param>
    /// <exception cref="HicraException">A setting cannot be used, or a folder holds a run with other settings; nothing is touched then.</exception>
    public static IReadOnlyList<SweepRun> Plan(string directory, RunConfig template, IReadOnlyList<string> methods, IReadOnlyList<double> alphas, IReadOnlyList<long> seeds)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(template);
        if (new RunFolder(directory).HoldsRun) throw new HicraException($"{directory}: is the folder of a run, so a sweep cannot have it; give the sweep another folder (--out)");
        var runs = new List<SweepRun>();
        foreach (SweepCell cell in CellsOf(directory, template, methods, alphas).Kept)
            foreach (long seed in seeds.Distinct())
            {
                RunConfig config = (template with { Training = cell.Onto(template.Training) with { Seed = seed } }).Validate();
                string folder = Folder(directory, cell, seed);
                if (ExistingRun.Find(folder) is { } existing && existing.Config.Differences(config) is { Count: > 0 } differences)
                    throw new HicraException($"{folder}: holds a run with other settings ({string.Join(", ", differences)}); give the sweep another folder (--out)");
                runs.Add(new SweepRun(cell, seed, folder, config));
            }
        return runs;
    }

    /// <summary>The cells of a sweep in a folder: of cells that are one experiment, the one whose runs are there already stays.</summary>
    /// <exception cref="HicraException">A method is unknown.</exception>
    public static SweepCells CellsOf(string directory, RunConfig template, IReadOnlyList<string> methods, IReadOnlyList<double> alphas)
    {
        ArgumentNullException.ThrowIfNull(template);
        return SweepCells.Of(template.Training, methods, alphas, cell => Path.Combine(directory, cell.Name) is var folder && Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Count(d => new RunFolder(d).HoldsRun) : 0);
    }

    private static string Folder(string directory, SweepCell cell, long seed) => Path.Combine(directory, cell.Name, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));

    /// <summary>Does the runs. Finished ones are skipped and begun ones resumed, so that a sweep can be stopped and started again.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="launcher">Where they are carried out.</param>
    /// <param name="workers">Runs at a time.</param>
    /// <param name="threads">Threads of each; times the workers they should not be more than the cores.</param>
    /// <param name="progress">Is told of every step and every end; one call at a time.</param>
    /// <param name="cancellation">Stops every run after its current step.</param>
    /// <returns>[runs] how each ended.</returns>
    public static IReadOnlyList<SweepOutcome> Run(
        IReadOnlyList<SweepRun> runs, IRunLauncher launcher, int workers, int threads, IProgress<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(launcher);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var outcomes = new SweepOutcome[runs.Count];
        var queue = new ConcurrentQueue<int>(Enumerable.Range(0, runs.Count));
        var gate = new Lock();

        void Tell(SweepProgress told)
        {
            lock (gate) progress?.Report(told);
        }

        void Work()
        {
            while (queue.TryDequeue(out int i))
            {
                outcomes[i] = One(runs[i], launcher, threads, Tell, cancellation);
                Tell(new SweepProgress(runs[i], null, outcomes[i]));
            }
        }

        Thread[] lanes = [.. Enumerable.Range(0, Math.Min(workers, runs.Count)).Select(i => new Thread(Work) { Name = $"sweep {i}", IsBackground = true })];
        foreach (Thread lane in lanes) lane.Start();
        foreach (Thread lane in lanes) lane.Join();
        return outcomes;
    }

    private static SweepOutcome One(SweepRun run, IRunLauncher launcher, int threads, Action<SweepProgress> tell, CancellationToken cancellation)
    {
        bool skipped = false;
        RunOutcome outcome = RunOutcome.Of(() =>
        {
            skipped = ExistingRun.Find(run.Directory) is { IsFinished: true };
            if (skipped) return RunOutcome.Finished;
            return cancellation.IsCancellationRequested ? RunOutcome.Stopped : launcher.Run(run, threads, new Rows(row => tell(new SweepProgress(run, row, null))), cancellation);
        });
        SweepStatus status = outcome.Status switch
        {
            RunStatus.Finished => skipped ? SweepStatus.Skipped : SweepStatus.Finished,
            RunStatus.Stopped => SweepStatus.Stopped,
            _ => SweepStatus.Failed,
        };
        return new SweepOutcome(run, status, outcome.Error);
    }

    private sealed class Rows(Action<MetricRow> tell) : IProgress<MetricRow>
    {
        public void Report(MetricRow value) => tell(value);
    }
}
