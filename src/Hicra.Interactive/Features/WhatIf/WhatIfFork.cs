using System.CommandLine;
using System.Globalization;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Train;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary><c>#!what-if --fork</c>: branches of a run under several rules, on common random numbers.</summary>
internal sealed class WhatIfFork
{
    private readonly CommandCall _call;
    private readonly NamedRun _parent;
    private readonly int _step, _steps, _threads;
    private readonly string _directory;
    private readonly string[] _methods;
    private readonly double[] _alphas;
    private readonly IReadOnlyList<long> _seeds;

    public WhatIfFork(CommandCall call, string fork, string[] methods, double[] alphas, int steps, IReadOnlyList<long>? seeds, string? directory, int threads)
    {
        (string word, int step) = RunReference.AtStep("--fork", fork);
        (_call, _parent, _step, _steps, _threads) = (call, RunReference.One(word, call.Host), step, steps, threads);
        RunConfig config = _parent.Run.Config;
        if (step > config.Training.Steps) throw new HicraException($"--fork: {word} has {config.Training.Steps} steps, so it cannot be forked at {step}; give an earlier step");
        (_methods, _alphas, _seeds) = (methods, alphas, seeds ?? [config.Training.Seed]);
        _directory = call.Resolve(directory ?? string.Create(CultureInfo.InvariantCulture, $"runs/what-if-{_parent.Name.Replace('/', '-').Replace('\\', '-')}-{step}"));
    }

    public async Task RunAsync(Option<string?> name, bool dryRun, bool json, CancellationToken cancellation)
    {
        RunConfig config = _parent.Run.Config;
        foreach (double alpha in _alphas)
            if (AlphaRange.Warning(alpha) is { } warning) await _call.Host.Errors.WriteLineAsync("warning: " + warning).ConfigureAwait(false);
        string trunk = Path.Combine(_directory, "trunk");
        RunConfig template = config with
        {
            Training = config.Training with { Steps = _step + _steps, AnyAlpha = config.Training.AnyAlpha || _alphas.Any(a => a is < 0 or >= 1), AlphaTo = null, AlphaTarget = null },
            Fork = new ForkOrigin(trunk, _step),
            RolloutsEvery = 0,
            CheckpointEvery = int.MaxValue,
        };
        IReadOnlyList<SweepRun> runs = Sweep.Plan(_directory, template, _methods, _alphas, _seeds);
        if (dryRun)
        {
            await _call.Host.Output.WriteLineAsync($"would train {runs.Count} branches of {_parent.Name} from step {_step}, {_steps} updates each, in {_call.Shorten(_directory)}: {string.Join(", ", runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Cell.Name} seed {r.Seed}")))}").ConfigureAwait(false);
            return;
        }
        var view = new TrainingView(runs, _call.Host, _call.Shorten) { Heading = $"what if: {_parent.Name} from step {_step} on" };
        view.ReadLogs();
        int workers = Math.Clamp(runs.Count, 1, _threads);
        IReadOnlyList<SweepOutcome> outcomes = [];
        using (IRunLauncher launcher = RunWorkers.InProcess(_call))
        using (var live = new LiveDisplay(_call.Host, view.Bundle, view.Line, silent: json))
        {
            await Task.Run(() => MakeTrunk(trunk, config, cancellation), CancellationToken.None).ConfigureAwait(false);
            outcomes = await Task.Factory.StartNew(() => Sweep.Run(runs, launcher, workers, Math.Max(1, _threads / workers), new Reporter<SweepProgress>(progress =>
            {
                if (progress.Row is { } row) view.Add(progress.Run, row);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            view.Summary = SweepSummary.Of(outcomes);
            view.Remark = Remark();
            if (cancellation.IsCancellationRequested) view.Note = "stopped; run the cell again to go on";
        }
        _call.Leave(name, runs.Select(r => ExistingRun.Find(r.Directory)).OfType<ExistingRun>().ToArray());
        if (json) _call.WriteJson(writer => view.Summary.Write(writer, _call.Host.WorkingDirectory));
        if (cancellation.IsCancellationRequested) throw new OperationCanceledException($"the branches were {view.Note}", cancellation);
        if (outcomes.FirstOrDefault(o => o.Status == SweepStatus.Failed) is { } failed) throw new HicraException($"{_call.Shorten(failed.Run.Directory)}: {failed.Error}");
    }

    private string Remark() => _seeds.Count > 1
        ? "The branches of a seed start from the same weights and see the same problems and random numbers; differences are paired by seed."
        : "The branches start from the same weights and see the same problems and random numbers, so that the difference is the rule's alone; with one seed it has no interval. Give --seeds 0..4 for one.";

    // A run of no update that stands at the fork: the steps before it are replayed once, not by every branch.
    private void MakeTrunk(string directory, RunConfig parent, CancellationToken cancellation)
    {
        if (ExistingRun.Find(directory) is { IsFinished: true }) return;
        RunConfig config = parent with
        {
            Training = parent.Training with { Steps = _step, ValidationProblems = 0 },
            Fork = new ForkOrigin(_parent.Run.Folder.Path, _step),
            RolloutsEvery = 0,
        };
        RunEnvironment environment = _call.Environment(_threads);
        using TrainingRun trunk = ExistingRun.Find(directory) is null ? TrainingRun.Create(directory, config, environment) : TrainingRun.Resume(directory, environment);
        trunk.Continue(null, cancellation);
    }
}
