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
    private readonly Option<string?> _methods, _alphas, _seeds, _seed, _out, _resume, _fork, _base, _world, _threads, _workers, _checkpointEvery, _rolloutsEvery, _name;
    private readonly Option<bool> _dryRun, _json, _quiet;
    private readonly DatasetOptions _dataset;
    private readonly EngineChoice _engine;
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
        _world = Add(Options.World(), ValueKind.World);
        _dataset = new DatasetOptions(Command);
        Values[_dataset.File] = ValueKind.Path;
        _engine = new EngineChoice(Command, learns: true);
        Values[_engine.Engine] = ValueKind.Engine;
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

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        ParseResult parsed = call.Parsed;
        var session = new TrainSession(call, Style) { Threads = parsed.ThreadCount(_threads), Workers = _workers, Name = _name, Json = parsed.GetValue(_json), Quiet = parsed.GetValue(_quiet), Machine = _engine.Apply(parsed, new EngineOptions()) };
        if (parsed.GetValue(_resume) is { } resumed)
        {
            RefuseOnResume(parsed);
            return ResumeAsync(call, RunReference.One(resumed, call.Host).Run, session, cancellation);
        }
        RunConfig template = Template(call);
        if (SettingOptions.IsGiven(parsed, _seeds) && SettingOptions.IsGiven(parsed, _seed)) throw new HicraException("--seed and --seeds exclude each other; give one of them");
        string[] methods = (parsed.GetValue(_methods) ?? _presetMethods) is { } names ? NumberLists.Methods(names) : [template.Training.Method];
        double[] alphas = parsed.GetValue(_alphas) is { } list ? NumberLists.Alphas(list) : [template.Training.Alpha];
        IReadOnlyList<long> seeds = (parsed.GetValue(_seeds) ?? parsed.GetValue(_seed) ?? _presetSeeds) is { } numbers ? NumberLists.Seeds(numbers) : [template.Training.Seed];
        string[] given = [.. _settings.Given(parsed), .. ((Option<string?>[])[_methods, _alphas]).Where(o => SettingOptions.IsGiven(parsed, o)).Select(o => o.Name)];
        (IReadOnlyList<SweepRun> runs, IReadOnlyList<MergedCell> merged) = TrainPlan.Runs(template, methods, alphas, seeds, parsed.GetValue(_out), name => given.Contains("--" + name), call);
        if (parsed.GetValue(_dryRun))
        {
            TrainPlan.DryRun(runs, call);
            return Task.CompletedTask;
        }
        return runs.Count == 1 ? session.BeginAsync(runs[0], cancellation) : session.SweepAsync(runs, merged, cancellation);
    }

    private RunConfig Template(CommandCall call)
    {
        ParseResult parsed = call.Parsed;
        int? checkpointEvery = parsed.WholeNumber(_checkpointEvery, 1), rolloutsEvery = parsed.WholeNumber(_rolloutsEvery, 0);
        if (parsed.GetValue(_fork) is not { } fork)
        {
            RunConfig start = call.Start(_world, _base, _dataset);
            return start with { Training = _settings.Apply(parsed, start.Training), Engine = call.Engine(_engine.Engine, EngineCatalog.Embedded).Name, EngineOptions = _engine.Apply(parsed, new EngineOptions()), CheckpointEvery = checkpointEvery ?? 50, RolloutsEvery = rolloutsEvery ?? 20 };
        }
        if (SettingOptions.FirstGiven(parsed, [_base, _world, .. _dataset.All]) is { } own)
            throw new HicraException($"{own.Name} cannot be given with --fork, which takes the parent's base model and world; leave it out");
        (NamedRun named, int step) = TrainPlan.Fork(fork, call);
        ExistingRun parent = named.Run;
        return parent.Config with
        {
            Training = _settings.Apply(parsed, parent.Config.Training),
            Fork = new ForkOrigin(parent.Folder.Path, step),
            Engine = call.Engine(_engine.Engine, parent.Config.Engine).Name,
            EngineOptions = _engine.Apply(parsed, parent.Config.EngineOptions),
            CheckpointEvery = checkpointEvery ?? parent.Config.CheckpointEvery,
            RolloutsEvery = rolloutsEvery ?? parent.Config.RolloutsEvery,
        };
    }

    private async Task ResumeAsync(CommandCall call, ExistingRun run, TrainSession session, CancellationToken cancellation)
    {
        if (run.Config.Log is { } log) throw new HicraException($"--resume: {call.Shorten(run.Folder.Path)} was read from {log.Title} and can only be looked at; give a run that hicra trained");
        int? steps = _settings.Given(call.Parsed).Any() ? _settings.Apply(call.Parsed, new TrainingOptions()).Steps : null;
        RunConfig config = steps is int more ? run.Config with { Training = run.Config.Training with { Steps = more } } : run.Config;
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would go on with {call.Shorten(run.Folder.Path)} from step {run.NextStep} to {config.Training.Steps}").ConfigureAwait(false);
            return;
        }
        string? model = call.Parsed.GetValue(_base) is { } given ? call.Resolve(given) : null;
        var plan = new SweepRun(SweepCell.Of(config.Training), config.Training.Seed, run.Folder.Path, config);
        await session.ContinueAsync(plan, environment => TrainingRun.Resume(run.Folder.Path, environment, steps, model), cancellation).ConfigureAwait(false);
    }

    private void RefuseOnResume(ParseResult parsed)
    {
        Option[] fixedOptions = [_methods, _alphas, _seeds, _seed, _out, _fork, _world, .. _dataset.All, .. _engine.OfRun, _checkpointEvery, _rolloutsEvery];
        string[] refused = [.. _settings.Given(parsed).Where(o => o != "--steps"), .. fixedOptions.Where(o => SettingOptions.IsGiven(parsed, o)).Select(o => o.Name)];
        if (refused.Length > 0) throw new HicraException($"{refused[0]} cannot be changed by --resume, which takes the run's own settings; leave it out, or branch off with --fork RUN@STEP");
    }
}
