using System.CommandLine;
using Hicra.Notebook.Cli;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra sweep</c>: alpha x method x seed, several runs at a time.</summary>
internal sealed class SweepVerb
{
    private readonly Terminal _terminal;
    private readonly SettingOptions _settings;
    private readonly Option<string?> _out = Options.Text("--out", "DIR", "folder of the sweep; each run has a folder in it");
    private readonly Option<string?> _methods = Options.Text("--method", "names", "credit rules, with commas [grpo,hicra]");
    private readonly Option<string?> _alphas = Options.Text("--alpha", "list", "alphas, with commas, for the rules that have one [0.2]");
    private readonly Option<string?> _seeds = Options.Text("--seeds", "list", "seeds, with commas or as a range: 0..4 [0..2]");
    private readonly Option<string?> _base = Options.Base();
    private readonly Option<string?> _threads = Options.Text("--threads", "n", "threads in all; each run takes one where there are more runs [all cores]");
    private readonly Option<string?> _checkpointEvery = Options.Text("--checkpoint-every", "n", "steps between checkpoints [50]");
    private readonly Option<string?> _rolloutsEvery = Options.Text("--rollouts-every", "n", "steps between saved rollouts; 0 saves none [20]");
    private readonly Option<bool> _json = Options.Json(), _quiet = Options.Quiet();

    private SweepVerb(Terminal terminal, Command command)
    {
        _terminal = terminal;
        foreach (Option option in (Option[])[_out, _methods, _alphas, _seeds, _base]) command.Add(option);
        _settings = new SettingOptions(command, "method", "alpha", "seed");
        foreach (Option option in (Option[])[_threads, _checkpointEvery, _rolloutsEvery, _json, _quiet]) command.Add(option);
        command.SetAction(Run);
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command("sweep", "Trains alpha x method x seed on all cores and compares, paired by seed. Run it again to go on.");
        _ = new SweepVerb(terminal, command);
        return command;
    }

    /// <inheritdoc cref="NumberLists.Seeds"/>
    internal static IReadOnlyList<long> Seeds(string text) => NumberLists.Seeds(text);

    private int Run(ParseResult parsed)
    {
        string directory = parsed.GetValue(_out) ?? throw new HicraException("no folder for the sweep; give one with --out DIR");
        string[] methods = (parsed.GetValue(_methods) ?? "grpo,hicra").Split(',', StringSplitOptions.TrimEntries);
        double[] alphas = NumberLists.Alphas(parsed.GetValue(_alphas) ?? "0.2");
        IReadOnlyList<long> seeds = Seeds(parsed.GetValue(_seeds) ?? "0..2");
        var template = new RunConfig
        {
            Training = _settings.Apply(parsed, new TrainingOptions()),
            Base = parsed.BaseOf(_base),
            CheckpointEvery = parsed.WholeNumber(_checkpointEvery, 1) ?? 50,
            RolloutsEvery = parsed.WholeNumber(_rolloutsEvery, 0) ?? 20,
        };
        IReadOnlyList<SweepRun> runs = Sweep.Plan(directory, template, methods, alphas, seeds);
        Directory.CreateDirectory(directory);

        using var interruption = new Interruption(_terminal);
        IReadOnlyList<SweepOutcome> outcomes = Train(runs, parsed.ThreadCount(_threads), parsed.GetValue(_quiet), interruption.Token);
        SweepSummary summary = SweepSummary.Of(outcomes);
        summary.Write(Path.Combine(directory, "summary.json"));
        if (parsed.GetValue(_json)) _terminal.Json(json => summary.Write(json, directory));
        else Print(summary);
        foreach (SweepOutcome failed in outcomes.Where(o => o.Status == SweepStatus.Failed)) _terminal.Error.WriteLine($"hicra: {failed.Run.Directory}: {failed.Error}");
        if (interruption.Token.IsCancellationRequested)
        {
            int done = outcomes.Count(o => o.Status is SweepStatus.Finished or SweepStatus.Skipped);
            _terminal.Error.WriteLine($"hicra: {directory}: stopped with {done} of {runs.Count} runs finished; go on with the same command");
            return Failure.Interrupted;
        }
        return outcomes.Any(o => o.Status == SweepStatus.Failed) ? Failure.Unusable : Failure.Ok;
    }

    private IReadOnlyList<SweepOutcome> Train(IReadOnlyList<SweepRun> runs, int threads, bool quiet, CancellationToken cancellation)
    {
        // Counted in steps over all runs; what is there already counts as done before.
        int pending = runs.Count(r => ExistingRun.Find(r.Directory) is not { IsFinished: true });
        int workers = Math.Clamp(pending, 1, threads);
        // With fewer runs than cores each takes several threads: they do not change results.
        RunEngine engine = RunEngine.Embedded(threads / workers);
        var done = runs.ToDictionary(r => r, r => ExistingRun.Find(r.Directory)?.NextStep ?? 0);
        int total = runs.Sum(r => r.Config.Training.Steps + 1), sum = done.Values.Sum(), finished = 0;
        return ProgressDisplay.Run(_terminal, "sweep", "steps", sum, total, quiet, tell => Sweep.Run(runs, engine, workers, new ActionReporter<SweepProgress>(progress =>
        {
            if (progress.Outcome is not null) finished++;
            if (progress.Step is { } step)
            {
                // A resumed run takes some steps again.
                int next = step.Step + 1;
                sum += next - done[progress.Run];
                done[progress.Run] = next;
            }
            tell(sum, $"{finished}/{runs.Count} runs");
        }), cancellation));
    }

    private void Print(SweepSummary summary)
    {
        SweepCell[] cells = [.. summary.Cells.Select(c => c.Cell).Distinct()];
        if (cells.Length == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("measure");
        foreach (SweepCell cell in cells) table.AddColumn(new TableColumn(Markup.Escape($"{cell.Name} ({summary.Outcomes.Count(o => o.Run.Cell == cell && o.Status is SweepStatus.Finished or SweepStatus.Skipped)})")).RightAligned());
        foreach (string measure in summary.Cells.Select(c => c.Measure).Distinct())
            table.AddRow([measure, .. cells.Select(cell => summary.Cells.FirstOrDefault(c => c.Cell == cell && c.Measure == measure) is { } found
                ? Invariant($"{found.Summary.Mean:F3}{(found.Summary.StandardDeviation is double d ? Invariant($" ±{d:F3}") : "")}") : "-")]);
        _terminal.OutputConsole.Write(table);
        if (summary.Differences.Count == 0) return;
        var differences = new Table().Border(TableBorder.Simple).AddColumns("paired by seed", "measure").AddColumn(new TableColumn("difference").RightAligned()).AddColumn(new TableColumn("95 % interval (t)").RightAligned()).AddColumn(new TableColumn("pairs").RightAligned());
        foreach (PairedDifference difference in summary.Differences)
            differences.AddRow(Markup.Escape($"{difference.Cell.Name} - {difference.Baseline.Name}"), difference.Measure, Invariant($"{difference.Difference:+0.000;-0.000;0.000}"),
                difference.Interval is { } interval ? Invariant($"{interval.Low:+0.000;-0.000;0.000} .. {interval.High:+0.000;-0.000;0.000}") : "-", Invariant($"{difference.Pairs}"));
        _terminal.OutputConsole.Write(differences);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
