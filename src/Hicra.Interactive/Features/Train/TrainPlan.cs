using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>What a training line asks for: runs with their settings and folders, before anything is touched.</summary>
internal static class TrainPlan
{
    /// <summary>The runs of methods, alphas and seeds: one in a folder of its own, several below a sweep's. Says on the errors' stream what is not done twice, and what has no effect.</summary>
    /// <param name="template">Settings that all runs share.</param>
    /// <param name="methods">Credit rules.</param>
    /// <param name="alphas">Alphas.</param>
    /// <param name="seeds">Seeds.</param>
    /// <param name="directory">The folder that the reader gave; null for one that is proposed.</param>
    /// <param name="isGiven">Whether the line gives a setting.</param>
    /// <param name="call">Resolves folders.</param>
    /// <exception cref="HicraException">A setting cannot be used or contradicts another, or a folder holds a run with other settings.</exception>
    public static (IReadOnlyList<SweepRun> Runs, IReadOnlyList<MergedCell> Merged) Runs(RunConfig template, string[] methods, double[] alphas, IReadOnlyList<long> seeds, string? directory, Func<string, bool> isGiven, CommandCall call)
    {
        foreach (double alpha in alphas) AlphaRange.Check(alpha, template.Training.AnyAlpha);
        Warn(alphas.Append(template.Training.AlphaTo ?? 0), call);
        foreach (string line in SweepCells.Repetitions(methods, alphas, seeds)) call.Note(line);
        string sweep = call.Resolve(directory ?? "runs/sweep");
        SweepCells cells = Sweep.CellsOf(sweep, template, methods, alphas);
        foreach (MergedCell merged in cells.Merged) call.Note(merged.ToString());
        IReadOnlyList<SweepRun> runs = cells.Kept.Count > 1 || seeds.Distinct().Count() > 1 ? Sweep.Plan(sweep, template, methods, alphas, seeds) : [One(template, cells.Kept[0], seeds[0], directory, call)];
        SettingChecks.Check([.. runs.DistinctBy(r => r.Cell)], isGiven, call);
        return (runs, cells.Merged);
    }

    private static SweepRun One(RunConfig template, SweepCell cell, long seed, string? directory, CommandCall call)
    {
        RunConfig config = (template with { Training = template.Training with { Method = cell.Method, Alpha = cell.Alpha ?? template.Training.Alpha, Seed = seed } }).Validate();
        return new SweepRun(cell, seed, directory is null ? RunFolder.Propose(config, call.Resolve("runs")).Path : call.Resolve(directory), config);
    }

    /// <summary>Warns of alphas that do what nobody expects.</summary>
    public static void Warn(IEnumerable<double> alphas, CommandCall call)
    {
        foreach (double alpha in alphas)
            if (AlphaRange.Warning(alpha) is { } warning) call.Host.Errors.WriteLine("warning: " + warning);
    }

    /// <summary>The run and step that a fork begins from.</summary>
    /// <param name="fork"><c>RUN@STEP</c>.</param>
    /// <param name="call">Finds runs.</param>
    /// <exception cref="HicraException">There is no such run, or it is shorter.</exception>
    public static (NamedRun Parent, int Step) Fork(string fork, CommandCall call)
    {
        (string word, int step) = RunReference.AtStep("--fork", fork);
        NamedRun parent = RunReference.One(word, call.Host);
        if (parent.Run.Config.Log is { } log) throw new HicraException($"--fork: {word} was read from {log.Title} and has no weights to branch off from; give a run that hicra trained");
        int steps = parent.Run.Config.Training.Steps;
        return step <= steps ? (parent, step) : throw new HicraException($"--fork: {word} has {steps} steps, so it cannot be forked at {step}; give an earlier step");
    }

    /// <summary>Says what would be done with each run.</summary>
    public static void DryRun(IReadOnlyList<SweepRun> runs, CommandCall call)
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
}
