using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Training.Learning;
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

    /// <summary>Work that a sweep needs first.</summary>
    public Action<CancellationToken>? Prepare { get; init; }

    /// <summary>Begins a run in its folder, or goes on with it.</summary>
    public Task BeginAsync(SweepRun plan, CancellationToken cancellation)
    {
        ExistingRun? existing = ExistingRun.Find(plan.Directory);
        bool same = existing is not null && existing.Config.Differences(plan.Config).Count == 0;
        RunEnvironment environment = call.Environment(Threads);
        return ContinueAsync(plan, () => same ? TrainingRun.Resume(plan.Directory, environment) : TrainingRun.Create(plan.Directory, plan.Config, environment), cancellation);
    }

    /// <summary>Trains one run to its end.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellation">Stops within a step.</param>
    /// <exception cref="HicraException">The run cannot be opened, or a step failed; the message says how to go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task ContinueAsync(SweepRun plan, Func<TrainingRun> open, CancellationToken cancellation)
    {
        RunWorkers.RefuseForOne(call, Workers);
        var view = new TrainingView([plan], call.Host, call.Shorten, style);
        bool finished = ExistingRun.Find(plan.Directory) is { IsFinished: true } done && done.Config.Differences(plan.Config).Count == 0;
        if (finished) view.Note = $"already finished; to extend it: --resume {call.Shorten(plan.Directory)} --steps N";
        // Opened before anything is shown: settings that cannot be used leave a line, not a picture.
        using (TrainingRun? run = finished ? null : await Task.Run(open, CancellationToken.None).ConfigureAwait(false))
        {
            view.ReadLogs();
            using LiveDisplay live = Live(view);
            if (run is not null) finished = await StepsAsync(plan, run, view, live, cancellation).ConfigureAwait(false);
        }
        ExistingRun result = ExistingRun.Open(plan.Directory);
        call.Leave(Name, result);
        if (Json) WriteJson(plan, result);
        if (!finished) throw new OperationCanceledException($"{call.Shorten(plan.Directory)}: {view.Note}", cancellation);
    }

    /// <summary>Trains the runs of a sweep, several at a time, and compares them.</summary>
    /// <exception cref="HicraException">A run failed; the others went on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task SweepAsync(IReadOnlyList<SweepRun> runs, CancellationToken cancellation)
    {
        var view = new TrainingView(runs, call.Host, call.Shorten, style) { Heading = Heading };
        view.ReadLogs();
        int pending = runs.Count(r => ExistingRun.Find(r.Directory) is not { IsFinished: true }), workers = Math.Clamp(pending, 1, Threads);
        IReadOnlyList<SweepOutcome> outcomes;
        using (IRunLauncher launcher = RunWorkers.Launcher(call, Workers, runs))
        using (LiveDisplay live = Live(view))
        {
            if (Prepare is not null) await Task.Run(() => Prepare(cancellation), CancellationToken.None).ConfigureAwait(false);
            outcomes = await Task.Factory.StartNew(() => Sweep.Run(runs, launcher, workers, Math.Max(1, Threads / workers), new Reporter<SweepProgress>(progress =>
            {
                if (progress.Row is { } row) view.Add(progress.Run, row);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            view.Summary = SweepSummary.Of(outcomes);
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

    private void WriteJson(SweepRun plan, ExistingRun run) => call.WriteJson(json =>
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
        json.WriteEndObject();
    });
}
