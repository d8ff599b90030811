using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Train;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary><c>#!what-if --fork</c>: branches of a run under several rules, on common random numbers.</summary>
internal sealed class WhatIfFork
{
    private readonly CommandCall _call;
    private readonly CommandStyle _style;
    private readonly NamedRun _parent;
    private readonly int _step, _steps, _threads;
    private readonly string _directory;
    private readonly string[] _methods;
    private readonly double[] _alphas;
    private readonly IReadOnlyList<long> _seeds;

    public WhatIfFork(CommandCall call, CommandStyle style, string fork, string[] methods, double[] alphas, int steps, IReadOnlyList<long>? seeds, string? directory, int threads)
    {
        (_parent, _step) = TrainPlan.Fork(fork, call);
        (_call, _style, _steps, _threads) = (call, style, steps, threads);
        (_methods, _alphas, _seeds) = (methods, alphas, seeds ?? [_parent.Run.Config.Training.Seed]);
        _directory = call.Resolve(directory ?? string.Create(CultureInfo.InvariantCulture, $"runs/what-if-{_parent.Name.Replace('/', '-').Replace('\\', '-')}-{_step}"));
    }

    public async Task RunAsync(Option<string?> name, bool dryRun, bool json, CancellationToken cancellation)
    {
        RunConfig config = _parent.Run.Config;
        if (config.Training.AlphaTo is not null || config.Training.AlphaTarget is not null) _call.Note($"the alpha of {_parent.Name} moves; that of each branch stays as it is given");
        string trunk = Path.Combine(_directory, "trunk");
        RunConfig template = config with
        {
            Training = config.Training with { Steps = _step + _steps, AnyAlpha = config.Training.AnyAlpha || _alphas.Any(a => a is < 0 or >= 1), AlphaTo = null, AlphaTarget = null },
            Fork = new ForkOrigin(trunk, _step),
            RolloutsEvery = 0,
            CheckpointEvery = int.MaxValue,
        };
        IReadOnlyList<MergedCell> merged = Sweep.CellsOf(_directory, template, _methods, _alphas).Merged;
        foreach (MergedCell cell in merged) _call.Note(cell.ToString());
        IReadOnlyList<SweepRun> runs = Sweep.Plan(_directory, template, _methods, _alphas, _seeds);
        // The trunk is not there yet: what it will have is its parent's.
        SettingChecks.Check([.. runs.DistinctBy(r => r.Cell).Select(r => r with { Config = r.Config with { Fork = new ForkOrigin(_parent.Run.Folder.Path, _step) } })], _ => false, _call);
        if (dryRun)
        {
            await _call.Host.Output.WriteLineAsync($"would train {runs.Count} branches of {_parent.Name} from step {_step}, {_steps} updates each, in {_call.Shorten(_directory)}: {string.Join(", ", runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Cell.Name} seed {r.Seed}")))}").ConfigureAwait(false);
            return;
        }
        if (ExistingRun.Find(trunk) is null) TrainSession.SayReplay(_parent.Run, _step, _call);
        var session = new TrainSession(_call, _style)
        {
            Threads = _threads,
            Name = name,
            Json = json,
            Heading = $"what if: {_parent.Name} from step {_step} on",
            Remark = Remark(),
            Subject = "the branches were",
            WritesSummary = false,
            Prepare = (replaying, stop) => MakeTrunk(trunk, config, replaying, stop),
        };
        await session.SweepAsync(runs, merged, cancellation).ConfigureAwait(false);
    }

    private string Remark() => _seeds.Count > 1
        ? "The branches of a seed start from the same weights and see the same problems and random numbers; differences are paired by seed."
        : "The branches start from the same weights and see the same problems and random numbers, so that the difference is the rule's alone; with one seed it has no interval. Give --seeds 0..4 for one.";

    // A run of no update that stands at the fork: the steps before it are replayed once, not by every branch.
    private void MakeTrunk(string directory, RunConfig parent, IProgress<ReplayedStep> replaying, CancellationToken cancellation)
    {
        if (ExistingRun.Find(directory) is { IsFinished: true }) return;
        RunConfig config = parent with
        {
            Training = parent.Training with { Steps = _step, ValidationProblems = 0 },
            Fork = new ForkOrigin(_parent.Run.Folder.Path, _step),
            RolloutsEvery = 0,
        };
        RunEnvironment environment = _call.Environment(_threads) with { Replaying = replaying };
        using TrainingRun trunk = ExistingRun.Find(directory) is null ? TrainingRun.Create(directory, config, environment) : TrainingRun.Resume(directory, environment);
        trunk.Continue(null, cancellation);
    }
}
