using System.CommandLine;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary><c>#!hicra-train</c>, <c>hicra train</c> and <c>hicra sweep</c>: one run or a sweep, shown while it learns.</summary>
internal sealed class TrainCommand : KitCommand
{
    private const string Description = "Trains a policy by GRPO, HICRA or a rival; a list of methods, alphas or seeds makes a sweep. ";

    private readonly string? _presetMethods, _presetSeeds;
    private readonly Option<string?> _methods, _alphas, _seeds, _seed, _out, _resume, _fork, _base, _engine, _threads, _workers, _checkpointEvery, _rolloutsEvery, _name;
    private readonly Option<bool> _dryRun, _json, _quiet;
    private readonly SettingOptions _settings;

    public TrainCommand(CommandStyle style) : this("train", style, Description + Again(style), null, null)
    {
    }

    private TrainCommand(string verb, CommandStyle style, string description, string? methods, string? seeds) : base(verb, style, description)
    {
        (_presetMethods, _presetSeeds) = (methods, seeds);
        _methods = Add(Options.Text("--method", "names", $"credit rules, with commas: {string.Join(", ", CreditCatalog.BuiltIn.Methods.Select(m => m.Name))} [{methods ?? "grpo"}]"), ValueKind.Methods);
        _alphas = Add(Options.Text("--alpha", "list", "strength of amplifying rules, with commas, each in [0, 1) [0.2]"));
        _seeds = Add(Options.Text("--seeds", "list", $"seeds, with commas or as a range: 0..4{(seeds is null ? "" : $" [{seeds}]")}"));
        _seed = Add(Options.Text("--seed", "n", $"one seed{(seeds is null ? " [0]" : "")}"));
        _out = Add(Options.Text("--out", "DIR", "folder of the run or sweep [runs/METHOD-seed-SEED, numbered where that is taken; runs/sweep]"), ValueKind.Path);
        _name = Add(CommonOptions.Name("the run (a list of runs for a sweep)"));
        _resume = Add(Options.Text("--resume", "RUN", "go on with a run; --steps may be larger than before"), ValueKind.Run);
        _fork = Add(Options.Text("--fork", "RUN@STEP", "branch off a run: same weights, same random numbers, settings given here changed"), ValueKind.Run);
        _base = Add(Options.Base(), ValueKind.Path);
        _engine = Add(Options.Engine(), ValueKind.Engine);
        _settings = new SettingOptions(Command, "method", "alpha", "seed");
        _threads = Add(Options.Threads());
        _workers = Add(RunWorkers.Option());
        _checkpointEvery = Add(Options.Text("--checkpoint-every", "n", "steps between checkpoints [50]"));
        _rolloutsEvery = Add(Options.Text("--rollouts-every", "n", "steps between saved rollouts; 0 saves none [20]"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
    }

    /// <summary>The same command with a sweep as its default: GRPO beside HICRA over three seeds.</summary>
    public static TrainCommand Sweep(CommandStyle style) => new("sweep", style, "Trains alpha x method x seed on all cores and compares, paired by seed. " + Again(style), "grpo,hicra", "0..2");

    private static string Again(CommandStyle style) => style == CommandStyle.Cell ? "Run the cell again to go on." : "Give the same line again to go on.";

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        ParseResult parsed = call.Parsed;
        int threads = parsed.ThreadCount(_threads);
        if (parsed.GetValue(_resume) is { } resumed)
        {
            RefuseOnResume(parsed);
            await ResumeAsync(call, RunReference.One(resumed, call.Host).Run, threads, cancellation).ConfigureAwait(false);
            return;
        }
        RunConfig template = Template(call);
        if (SettingOptions.IsGiven(parsed, _seeds) && SettingOptions.IsGiven(parsed, _seed)) throw new HicraException("--seed and --seeds exclude each other; give one of them");
        string[] methods = (parsed.GetValue(_methods) ?? _presetMethods) is { } names ? NumberLists.Methods(names) : [template.Training.Method];
        double[] alphas = parsed.GetValue(_alphas) is { } list ? NumberLists.Alphas(list) : [template.Training.Alpha];
        IReadOnlyList<long> seeds = (parsed.GetValue(_seeds) ?? parsed.GetValue(_seed) ?? _presetSeeds) is { } numbers ? NumberLists.Seeds(numbers) : [template.Training.Seed];
        foreach (double alpha in alphas) AlphaRange.Check(alpha, template.Training.AnyAlpha);
        foreach (double alpha in alphas.Append(template.Training.AlphaTo ?? 0))
            if (AlphaRange.Warning(alpha) is { } warning) await call.Host.Errors.WriteLineAsync("warning: " + warning).ConfigureAwait(false);

        IReadOnlyList<SweepCell> cells = Training.Runs.Sweep.Cells(methods, alphas);
        IReadOnlyList<SweepRun> runs;
        if (cells.Count == 1 && seeds.Count == 1)
        {
            SweepCell cell = cells[0];
            TrainingOptions training = template.Training with { Method = cell.Method, Alpha = cell.Alpha ?? template.Training.Alpha, Seed = seeds[0] };
            RunConfig config = (template with { Training = training }).Validate();
            string directory = parsed.GetValue(_out) is { } given ? call.Resolve(given) : RunFolder.Propose(config, call.Resolve("runs")).Path;
            runs = [new SweepRun(cell, seeds[0], directory, config)];
        }
        else
        {
            runs = Training.Runs.Sweep.Plan(call.Resolve(parsed.GetValue(_out) ?? "runs/sweep"), template, methods, alphas, seeds);
        }
        if (parsed.GetValue(_dryRun)) DryRun(call, runs);
        else if (runs.Count == 1) await OneAsync(call, runs[0], threads, cancellation).ConfigureAwait(false);
        else await SweepAsync(call, runs, threads, cancellation).ConfigureAwait(false);
    }

    private RunConfig Template(CommandCall call)
    {
        ParseResult parsed = call.Parsed;
        int? checkpointEvery = parsed.WholeNumber(_checkpointEvery, 1), rolloutsEvery = parsed.WholeNumber(_rolloutsEvery, 0);
        if (parsed.GetValue(_fork) is not { } fork)
        {
            BaseModel model = parsed.GetValue(_base) is { } given and not BaseModel.Shipped ? BaseModel.Find(call.Resolve(given)) : BaseModel.Find(BaseModel.Shipped);
            return new RunConfig { Training = _settings.Apply(parsed, new TrainingOptions()), Base = model, Engine = call.Engine(_engine, EngineCatalog.Embedded).Name, CheckpointEvery = checkpointEvery ?? 50, RolloutsEvery = rolloutsEvery ?? 20 };
        }
        if (SettingOptions.IsGiven(parsed, _base)) throw new HicraException("--base cannot be given with --fork, which takes the parent's base model; leave it out");
        (string word, int step) = RunReference.AtStep("--fork", fork);
        ExistingRun parent = RunReference.One(word, call.Host).Run;
        if (step > parent.Config.Training.Steps) throw new HicraException($"--fork: {word} has {parent.Config.Training.Steps} steps, so it cannot be forked at {step}; give an earlier step");
        return parent.Config with
        {
            Training = _settings.Apply(parsed, parent.Config.Training),
            Fork = new ForkOrigin(parent.Folder.Path, step),
            Engine = call.Engine(_engine, parent.Config.Engine).Name,
            CheckpointEvery = checkpointEvery ?? parent.Config.CheckpointEvery,
            RolloutsEvery = rolloutsEvery ?? parent.Config.RolloutsEvery,
        };
    }

    private static void DryRun(CommandCall call, IReadOnlyList<SweepRun> runs)
    {
        foreach (SweepRun run in runs)
        {
            string what = ExistingRun.Find(run.Directory) switch
            {
                null => "would train",
                { } other when other.Config.Differences(run.Config) is { Count: > 0 } differences => $"would refuse (the folder holds a run with another {string.Join(", ", differences)})",
                { IsFinished: true } => "is finished already",
                { } begun => $"would go on from step {begun.NextStep}",
            };
            call.Host.Output.WriteLine($"{what}: {run.Cell.Name}, seed {run.Seed}, {run.Config.Training.Steps} steps of {run.Config.Training.Prompts} x {run.Config.Training.GroupSize} rollouts, in {call.Shorten(run.Directory)}");
        }
    }

    private async Task ResumeAsync(CommandCall call, ExistingRun run, int threads, CancellationToken cancellation)
    {
        int? steps = _settings.Given(call.Parsed).Any() ? _settings.Apply(call.Parsed, new TrainingOptions()).Steps : null;
        RunConfig config = steps is int more ? run.Config with { Training = run.Config.Training with { Steps = more } } : run.Config;
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would go on with {call.Shorten(run.Folder.Path)} from step {run.NextStep} to {config.Training.Steps}").ConfigureAwait(false);
            return;
        }
        TrainingOptions training = config.Training;
        await ContinueAsync(call, new SweepRun(SweepCell.Of(training), training.Seed, run.Folder.Path, config), () => TrainingRun.Resume(run.Folder.Path, call.Environment(threads), steps, call.Parsed.GetValue(_base) is { } model ? call.Resolve(model) : null), cancellation).ConfigureAwait(false);
    }

    private void RefuseOnResume(ParseResult parsed)
    {
        Option<string?>[] fixedOptions = [_methods, _alphas, _seeds, _seed, _out, _fork, _engine, _checkpointEvery, _rolloutsEvery];
        string[] refused = [.. _settings.Given(parsed).Where(o => o != "--steps"), .. fixedOptions.Where(o => SettingOptions.IsGiven(parsed, o)).Select(o => o.Name)];
        if (refused.Length > 0) throw new HicraException($"{refused[0]} cannot be changed by --resume, which takes the run's own settings; leave it out, or branch off with --fork RUN@STEP");
    }

    private Task OneAsync(CommandCall call, SweepRun run, int threads, CancellationToken cancellation)
    {
        ExistingRun? existing = ExistingRun.Find(run.Directory);
        bool same = existing is not null && existing.Config.Differences(run.Config).Count == 0;
        RunEnvironment environment = call.Environment(threads);
        return ContinueAsync(call, run, () => same ? TrainingRun.Resume(run.Directory, environment) : TrainingRun.Create(run.Directory, run.Config, environment), cancellation);
    }

    private async Task ContinueAsync(CommandCall call, SweepRun plan, Func<TrainingRun> open, CancellationToken cancellation)
    {
        RunWorkers.RefuseForOne(call, _workers);
        var view = new TrainingView([plan], call.Host, call.Shorten);
        bool finished = ExistingRun.Find(plan.Directory) is { IsFinished: true } done && done.Config.Differences(plan.Config).Count == 0;
        if (finished) view.Note = $"already finished; to extend it: --resume {call.Shorten(plan.Directory)} --steps N";
        // Opened before anything is shown: settings that cannot be used leave a line, not a picture.
        using (TrainingRun? run = finished ? null : await Task.Run(open, CancellationToken.None).ConfigureAwait(false))
        {
            view.ReadLogs();
            using LiveDisplay live = Live(call, view);
            if (run is not null) finished = await StepsAsync(call, plan, run, view, live, cancellation).ConfigureAwait(false);
        }
        ExistingRun result = ExistingRun.Open(plan.Directory);
        call.Leave(_name, result);
        if (call.Parsed.GetValue(_json)) WriteJson(call, [(plan, result)]);
        if (!finished) throw new OperationCanceledException($"{call.Shorten(plan.Directory)}: {view.Note}", cancellation);
    }

    private async Task<bool> StepsAsync(CommandCall call, SweepRun plan, TrainingRun run, TrainingView view, LiveDisplay live, CancellationToken cancellation)
    {
        try
        {
            bool finished = await run.ContinueAsync(new Reporter<StepResult>(step =>
            {
                view.Add(plan, step.Metrics);
                live.Refresh();
            }), cancellation).ConfigureAwait(false);
            if (finished && Style == CommandStyle.Terminal) view.Remark = $"look at it with: hicra show {call.Shorten(plan.Directory)}";
            if (!finished) view.Note = $"stopped at step {run.NextStep} of {plan.Config.Training.Steps}; {GoOn(call, plan.Directory)}";
            return finished;
        }
        catch (Exception error) when (Failure.IsExpected(error))
        {
            throw new HicraException($"{Failure.Text(error)}; then {GoOn(call, plan.Directory)}", error);
        }
    }

    private string GoOn(CommandCall call, string directory) => Style == CommandStyle.Cell ? "run the cell again to go on" : $"go on with: hicra train --resume {call.Shorten(directory)}";

    private LiveDisplay Live(CommandCall call, TrainingView view) =>
        new(call.Host, view.Bundle, view.Line, silent: call.Parsed.GetValue(_json), quiet: call.Parsed.GetValue(_quiet));

    private async Task SweepAsync(CommandCall call, IReadOnlyList<SweepRun> runs, int threads, CancellationToken cancellation)
    {
        var view = new TrainingView(runs, call.Host, call.Shorten);
        view.ReadLogs();
        int pending = runs.Count(r => ExistingRun.Find(r.Directory) is not { IsFinished: true });
        int workers = Math.Clamp(pending, 1, threads);
        IReadOnlyList<SweepOutcome> outcomes;
        using (IRunLauncher launcher = RunWorkers.Launcher(call, _workers, runs))
        using (LiveDisplay live = Live(call, view))
        {
            outcomes = await Task.Factory.StartNew(() => Training.Runs.Sweep.Run(runs, launcher, workers, threads / workers, new Reporter<SweepProgress>(progress =>
            {
                if (progress.Row is { } row) view.Add(progress.Run, row);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            view.Summary = SweepSummary.Of(outcomes);
            view.Summary.Write(Path.Combine(view.Directory, "summary.json"));
            if (cancellation.IsCancellationRequested) view.Note = Style == CommandStyle.Cell ? "stopped; run the cell again to go on" : "stopped; go on with the same command";
        }
        (SweepRun Plan, ExistingRun Run)[] made = [.. runs.Select(r => (Plan: r, Run: ExistingRun.Find(r.Directory))).Where(x => x.Run is not null).Select(x => (x.Plan, x.Run!))];
        call.Leave(_name, made.Select(x => x.Run).ToArray());
        if (call.Parsed.GetValue(_json)) call.WriteJson(json => view.Summary.Write(json, call.Shorten(view.Directory)));
        foreach (SweepOutcome failed in outcomes.Where(o => o.Status == SweepStatus.Failed)) await call.Host.Errors.WriteLineAsync($"{call.Shorten(failed.Run.Directory)}: {failed.Error}").ConfigureAwait(false);
        if (cancellation.IsCancellationRequested) throw new OperationCanceledException($"the sweep was {view.Note}", cancellation);
        if (outcomes.FirstOrDefault(o => o.Status == SweepStatus.Failed) is { } first) throw new HicraException($"{call.Shorten(first.Run.Directory)}: {first.Error}");
    }

    private static void WriteJson(CommandCall call, IReadOnlyList<(SweepRun Plan, ExistingRun Run)> runs) => call.WriteJson(json =>
    {
        (SweepRun plan, ExistingRun run) = runs[0];
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
