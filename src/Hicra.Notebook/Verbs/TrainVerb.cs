using System.CommandLine;
using System.Diagnostics;
using Hicra.Credit;
using Hicra.Notebook.Cli;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra train</c>: one run, new, resumed or forked.</summary>
internal sealed class TrainVerb
{
    private readonly Terminal _terminal;
    private readonly SettingOptions _settings;
    private readonly Option<string?> _out = Options.Text("--out", "DIR", "folder of the new run [runs/METHOD-seed-N]");
    private readonly Option<string?> _resume = Options.Text("--resume", "DIR", "go on with a run; --steps may be larger than before");
    private readonly Option<string?> _fork = Options.Text("--fork", "RUN@STEP", "branch off a run at a step: same weights, same random numbers, settings given here changed");
    private readonly Option<string?> _base = Options.Base();
    private readonly Option<string?> _threads = Options.Threads();
    private readonly Option<string?> _checkpointEvery = Options.Text("--checkpoint-every", "n", "steps between checkpoints [50]");
    private readonly Option<string?> _rolloutsEvery = Options.Text("--rollouts-every", "n", "steps between saved rollouts; 0 saves none [20]");
    private readonly Option<bool> _json = Options.Json(), _quiet = Options.Quiet();

    private TrainVerb(Terminal terminal, Command command)
    {
        _terminal = terminal;
        command.Add(_out);
        command.Add(_resume);
        command.Add(_fork);
        command.Add(_base);
        _settings = new SettingOptions(command);
        foreach (Option option in (Option[])[_threads, _checkpointEvery, _rolloutsEvery, _json, _quiet]) command.Add(option);
        command.SetAction(Run);
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command("train", "Trains a policy by GRPO, HICRA or a rival; writes a run folder.");
        _ = new TrainVerb(terminal, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        RunEngine engine = RunEngine.Embedded(parsed.ThreadCount(_threads));
        return parsed.GetValue(_resume) is { } directory ? Resume(parsed, directory, engine) : Start(parsed, engine);
    }

    private int Resume(ParseResult parsed, string directory, RunEngine engine)
    {
        string[] refused = [.. _settings.Given(parsed).Where(name => name != "--steps"), .. new[] { _out, _fork, _checkpointEvery, _rolloutsEvery }.Where(o => SettingOptions.IsGiven(parsed, o)).Select(o => o.Name)];
        if (refused.Length > 0) throw new HicraException($"{refused[0]} cannot be changed by --resume, which takes the run's own settings; leave it out, or branch off with --fork {directory}@STEP");
        int? steps = _settings.Given(parsed).Any() ? _settings.Apply(parsed, new TrainingOptions()).Steps : null;
        ExistingRun existing = ExistingRun.Open(directory);
        if (existing.IsFinished && (steps is null || steps == existing.Config.Training.Steps)) return AlreadyFinished(parsed, existing);
        using TrainingRun run = TrainingRun.Resume(directory, engine, steps, parsed.GetValue(_base));
        if (!parsed.GetValue(_quiet)) _terminal.Error.WriteLine($"hicra: {directory}: going on from {(run.ResumedFrom is int step ? $"the checkpoint of step {step}" : "the beginning")}");
        return Continue(parsed, run);
    }

    private int Start(ParseResult parsed, RunEngine engine)
    {
        RunConfig config = Config(parsed).Validate();
        string directory = parsed.GetValue(_out) ?? RunFolder.Propose(config).Path;
        if (ExistingRun.Find(directory) is { IsFinished: true } existing && existing.Config.Differences(config).Count == 0) return AlreadyFinished(parsed, existing);
        foreach (double alpha in new[] { config.Training.Alpha, config.Training.AlphaTo ?? 0 })
            if (AlphaRange.Warning(alpha) is { } warning) _terminal.Warn(warning);
        using TrainingRun run = TrainingRun.Create(directory, config, engine);
        return Continue(parsed, run);
    }

    private RunConfig Config(ParseResult parsed)
    {
        int? checkpointEvery = parsed.WholeNumber(_checkpointEvery, 1), rolloutsEvery = parsed.WholeNumber(_rolloutsEvery, 0);
        if (parsed.GetValue(_fork) is not { } fork)
            return new RunConfig { Training = _settings.Apply(parsed, new TrainingOptions()).Validate(), Base = parsed.BaseOf(_base), CheckpointEvery = checkpointEvery ?? 50, RolloutsEvery = rolloutsEvery ?? 20 };

        (string origin, int step) = RunReference.AtStep("--fork", fork);
        ExistingRun parent = ExistingRun.Open(origin);
        if (step > parent.Config.Training.Steps) throw new HicraException($"--fork: {origin} has {parent.Config.Training.Steps} steps, so it cannot be forked at {step}; give an earlier step");
        if (SettingOptions.IsGiven(parsed, _base)) throw new HicraException("--base cannot be given with --fork, which takes the parent's base model; leave it out");
        return parent.Config with
        {
            Training = _settings.Apply(parsed, parent.Config.Training),
            Fork = new ForkOrigin(origin, step),
            CheckpointEvery = checkpointEvery ?? parent.Config.CheckpointEvery,
            RolloutsEvery = rolloutsEvery ?? parent.Config.RolloutsEvery,
        };
    }

    private int Continue(ParseResult parsed, TrainingRun run)
    {
        using var interruption = new Interruption(_terminal);
        TrainingOptions options = run.Config.Training;
        var text = new StepText(run.Config.World, options.ValidationSamples);
        long started = Stopwatch.GetTimestamp();
        MetricRow? last = null;
        bool quiet = parsed.GetValue(_quiet);
        string path = run.Folder.Path;
        bool finished;
        try
        {
            finished = ProgressDisplay.Run(_terminal, options.Method, "steps", run.NextStep, options.Steps, quiet, tell => run.Continue(
                new ActionReporter<StepResult>(step =>
                {
                    last = step.Metrics;
                    tell(step.Step, text.Of(step.Metrics));
                }), interruption.Token));
        }
        catch (Exception error) when (Failure.IsExpected(error))
        {
            throw new HicraException($"{Failure.Text(error)}; then go on with: hicra train --resume {path}");
        }
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (parsed.GetValue(_json))
            Json(path, finished ? "finished" : "interrupted", run.NextStep, options.Steps, last);
        else if (finished)
            _terminal.Output.WriteLine($"{path}: {options.Steps} steps done in {ProgressClock.Duration(TimeSpan.FromSeconds(seconds))}; {(last is null ? "" : text.Of(last))}\nlook at it with: hicra show {path}");
        if (finished) return Failure.Ok;
        _terminal.Error.WriteLine($"hicra: {path}: stopped at step {run.NextStep} of {options.Steps}; go on with: hicra train --resume {path}");
        return Failure.Interrupted;
    }

    private int AlreadyFinished(ParseResult parsed, ExistingRun run)
    {
        int steps = run.Config.Training.Steps;
        if (parsed.GetValue(_json)) Json(run.Folder.Path, "already finished", run.NextStep, steps, MetricsLog.Read(run.Folder.Metrics)[^1]);
        else _terminal.Output.WriteLine($"{run.Folder.Path}: already finished ({steps} steps); to extend it: hicra train --resume {run.Folder.Path} --steps N");
        return Failure.Ok;
    }

    private void Json(string path, string status, int nextStep, int steps, MetricRow? last) => _terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("run", path);
        json.WriteString("status", status);
        json.WriteNumber("next_step", nextStep);
        json.WriteNumber("steps", steps);
        if (last is not null)
        {
            json.WritePropertyName("metrics");
            last.Write(json);
        }
        json.WriteEndObject();
    });
}
