using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>
/// Carries planned runs out while a reader looks on, and leaves what the line asks for: progress and curves, the runs in a
/// variable, JSON for machines, a word on how to go on. The training commands and the branches of <c>what-if</c> share it.
/// </summary>
internal sealed class TrainSession(CommandCall call, CommandStyle style)
{
    /// <summary>Threads in all; several runs at a time share them.</summary>
    public required int Threads { get; init; }

    /// <summary>What the line asks of the machine, in place of what a run that goes on asked before.</summary>
    public EngineOptions Machine { get; init; } = new();

    /// <summary>Says what carries out a sweep's runs; null for this process.</summary>
    public Option<string?>? Workers { get; init; }

    /// <summary>Takes the run, or the list of runs.</summary>
    public required Option<string?> Name { get; init; }

    /// <summary>Whether one JSON object is written and nothing is shown.</summary>
    public bool Json { get; init; }

    /// <summary>Whether the end alone is shown.</summary>
    public bool Quiet { get; init; }

    /// <summary>What the sweep is, where its runs' names do not say it.</summary>
    public string Heading { get; init; } = "";

    /// <summary>How to read the sweep's comparison.</summary>
    public string Remark { get; init; } = "";

    /// <summary>What errors and stops call a sweep, with its verb.</summary>
    public string Subject { get; init; } = "the sweep was";

    /// <summary>Whether the sweep's folder gets a <c>summary.json</c>.</summary>
    public bool WritesSummary { get; init; } = true;

    /// <summary>Work that a sweep needs first; it tells the steps that it replays.</summary>
    public Action<IProgress<ReplayedStep>, CancellationToken>? Prepare { get; init; }

    /// <summary>Begins a run in its folder, or goes on with it.</summary>
    public Task BeginAsync(SweepRun plan, CancellationToken cancellation)
    {
        ExistingRun? existing = ExistingRun.Find(plan.Directory);
        if (existing is not { IsFinished: true }) call.Writable(plan.Directory);
        bool same = existing is not null && existing.Config.Differences(plan.Config).Count == 0;
        return ContinueAsync(plan, environment => same ? TrainingRun.Resume(plan.Directory, environment) : TrainingRun.Create(plan.Directory, plan.Config, environment), cancellation);
    }

    /// <summary>Trains one run to its end.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="open">Opens it in the session's environment.</param>
    /// <param name="cancellation">Stops within a step.</param>
    /// <exception cref="HicraException">The run cannot be opened, or a step failed; the message says how to go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task ContinueAsync(SweepRun plan, Func<RunEnvironment, TrainingRun> open, CancellationToken cancellation)
    {
        RunWorkers.RefuseForOne(call, Workers);
        var view = new TrainingView([plan], call.Host, call.Shorten, style);
        bool finished = ExistingRun.Find(plan.Directory) is { IsFinished: true } done && done.Config.Differences(plan.Config).Count == 0;
        if (finished) view.Note = $"already finished; to extend it: --resume {call.Shorten(plan.Directory)} --steps N";
        if (!finished) SayReplay(plan);
        // Opened before anything is shown: settings that cannot be used leave a line, not a picture. They are known to be
        // usable once the first step of a fork's parent is replayed.
        LiveDisplay? live = null;
        IReadOnlyList<Finding> findings = [];
        try
        {
            RunEnvironment environment = call.Environment(Machine, Threads) with { Replaying = Replaying(view, () => live ??= Live(view), cancellation) };
            using TrainingRun? run = finished ? null : await Task.Run(() => open(environment), CancellationToken.None).ConfigureAwait(false);
            view.ReadLogs();
            live ??= Live(view);
            if (run is not null) finished = await StepsAsync(plan, run, view, live, cancellation).ConfigureAwait(false);
            view.Notes = [.. call.Notes];
            view.Findings = findings = RunHealth.AtAGlance(ExistingRun.Open(plan.Directory));
        }
        catch (OperationCanceledException)
        {
            view.Note = $"stopped before its first step, while those of the run that it branches off were replayed; {GoOn(plan.Directory)}";
        }
        finally
        {
            live?.Dispose();
        }
        ExistingRun result = ExistingRun.Open(plan.Directory);
        call.Leave(Name, result);
        if (Json) WriteJson(plan, result, findings);
        if (!finished) throw new OperationCanceledException($"{call.Shorten(plan.Directory)}: {view.Note}", cancellation);
    }

    /// <summary>Trains the runs of a sweep, several at a time, and compares them.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="merged">Cells that were asked for and are the same experiment as one of them.</param>
    /// <param name="cancellation">Stops every run after its current step.</param>
    /// <exception cref="HicraException">A run failed; the others went on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task SweepAsync(IReadOnlyList<SweepRun> runs, IReadOnlyList<MergedCell> merged, CancellationToken cancellation)
    {
        var view = new TrainingView(runs, call.Host, call.Shorten, style) { Heading = Heading };
        view.ReadLogs();
        int pending = runs.Count(r => ExistingRun.Find(r.Directory) is not { IsFinished: true }), workers = Math.Clamp(pending, 1, Threads);
        if (pending > 0) call.Writable(view.Directory);
        IReadOnlyList<SweepOutcome> outcomes;
        if (pending > 0) SayReplay(runs[0]);
        LiveDisplay? shown = null;
        using (IRunLauncher launcher = RunWorkers.Launcher(call, Workers, runs, Machine, Replaying(view, () => shown!, cancellation)))
        using (LiveDisplay live = Live(view))
        {
            shown = live;
            if (Prepare is not null) await PrepareAsync(Replaying(view, () => live, cancellation), cancellation).ConfigureAwait(false);
            outcomes = await Task.Factory.StartNew(() => Sweep.Run(runs, launcher, workers, Math.Max(1, Threads / workers), new Reporter<SweepProgress>(progress =>
            {
                if (progress.Row is { } row) view.Add(progress.Run, row);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            view.Summary = SweepSummary.Of(outcomes) with { Merged = merged };
            view.Remark = Remark;
            if (WritesSummary) view.Summary.Write(Path.Combine(view.Directory, "summary.json"));
            if (cancellation.IsCancellationRequested) view.Note = style == CommandStyle.Cell ? "stopped; run the cell again to go on" : "stopped; go on with the same command";
        }
        call.Leave(Name, runs.Select(r => ExistingRun.Find(r.Directory)).OfType<ExistingRun>().ToArray());
        if (Json) call.WriteJson(json => view.Summary.Write(json, WritesSummary ? call.Shorten(view.Directory) : call.Host.WorkingDirectory));
        SweepOutcome[] failed = [.. outcomes.Where(o => o.Status == SweepStatus.Failed)];
        foreach (SweepOutcome outcome in failed) await call.Host.Errors.WriteLineAsync($"{call.Shorten(outcome.Run.Directory)}: {outcome.Error}").ConfigureAwait(false);
        if (cancellation.IsCancellationRequested) throw new OperationCanceledException($"{Subject} {view.Note}", cancellation);
        if (failed.Length > 0) throw new HicraException($"{call.Shorten(failed[0].Run.Directory)}: {failed[0].Error}");
    }

    // Called off, the sweep finds that out for itself.
    private async Task PrepareAsync(IProgress<ReplayedStep> replaying, CancellationToken cancellation)
    {
        try { await Task.Run(() => Prepare!(replaying, cancellation), CancellationToken.None).ConfigureAwait(false); }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    // What happens before the first row must not look like a run that is slow.
    private void SayReplay(SweepRun plan)
    {
        if (plan.Config.Fork is { } fork && ExistingRun.Find(fork.Run) is { } parent && ExistingRun.Find(plan.Directory) is null) SayReplay(parent, fork.Step, call);
    }

    /// <summary>Says that steps of a run have to be taken again before a branch begins; nothing where a checkpoint lies there.</summary>
    public static void SayReplay(ExistingRun parent, int step, CommandCall call)
    {
        int steps = ReplayedStep.Needed(parent, step);
        if (steps > 0) call.Note($"{call.Shorten(parent.Folder.Path)} has no checkpoint at step {step}: {(steps == 1 ? "a step is" : $"{steps} steps are")} replayed first");
    }

    private static Reporter<ReplayedStep> Replaying(TrainingView view, Func<LiveDisplay> live, CancellationToken cancellation) => new(step =>
    {
        view.Replay(step);
        live().Refresh();
        cancellation.ThrowIfCancellationRequested();
    });

    private async Task<bool> StepsAsync(SweepRun plan, TrainingRun run, TrainingView view, LiveDisplay live, CancellationToken cancellation)
    {
        try
        {
            bool finished = await run.ContinueAsync(new Reporter<StepResult>(step =>
            {
                view.Add(plan, step.Metrics);
                live.Refresh();
            }), cancellation).ConfigureAwait(false);
            if (finished && style == CommandStyle.Terminal) view.Remark = $"look at it with: {CommandName.Typed("show", style)} {call.Shorten(plan.Directory)}";
            if (!finished) view.Note = $"stopped at step {run.NextStep} of {plan.Config.Training.Steps}; {GoOn(plan.Directory)}";
            return finished;
        }
        catch (Exception error) when (Failure.IsExpected(error))
        {
            throw new HicraException($"{Failure.Text(error)}; then {GoOn(plan.Directory)}", error);
        }
    }

    private string GoOn(string directory) => style == CommandStyle.Cell ? "run the cell again to go on" : $"go on with: {CommandName.Typed("train", style)} --resume {call.Shorten(directory)}";

    private LiveDisplay Live(TrainingView view) => new(call.Host, view.Bundle, view.Line, silent: Json, quiet: Quiet);

    private void WriteJson(SweepRun plan, ExistingRun run, IReadOnlyList<Finding> findings) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("run", call.Shorten(run.Folder.Path));
        json.WriteString("cell", plan.Cell.Name);
        json.WriteString("status", run.IsFinished ? "finished" : "interrupted");
        json.WriteNumber("next_step", run.NextStep);
        json.WriteNumber("steps", run.Config.Training.Steps);
        if (MetricsLog.Read(run.Folder.Metrics) is [.., var last])
        {
            json.WritePropertyName("metrics");
            last.Write(json);
        }
        json.WriteStartArray("notes");
        foreach (string note in call.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        FindingJson.Write(json, findings);
        json.WriteEndObject();
    });
}
