using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Metrics.Statistics;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Verification;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra verify dynamics</c>: the curves of runs beside the reference program's, window by window.</summary>
internal static class DynamicsVerb
{
    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUNS") { Arity = ArgumentArity.OneOrMore, Description = "run folders, or the folder of a sweep" };
        Option<string?> reference = Options.Text("--reference", "FILE", "the reference program's windows per seed (reference-runs.csv)");
        Option<bool> json = Options.Json();
        var command = new Command("dynamics", "Metrics of runs over seeds beside the reference program's; exit code 1 where a window's means differ by more than two standard errors.") { runs, reference, json };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(reference) ?? throw new HicraException("no reference table; give one with --reference FILE");
            IReadOnlyList<DynamicsRow> rows = DynamicsVerification.Compare(parsed.GetRequiredValue(runs), file);
            if (parsed.GetValue(json)) Json(terminal, rows);
            else Print(terminal, rows);
            return rows.All(row => row.Agrees) ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<DynamicsRow> rows)
    {
        foreach (IGrouping<string, DynamicsRow> group in rows.GroupBy(row => row.Group))
        {
            DynamicsRow first = group.First();
            terminal.Output.WriteLine($"{group.Key}: ours ({first.Ours.Count} seeds) above the reference program's ({first.Reference.Count} seeds), mean and deviation over seeds; * beyond two standard errors of the difference");
            (int From, int To)[] windows = [.. group.Select(row => (row.From, row.To)).Distinct()];
            var table = new Table().Border(TableBorder.Simple).AddColumn("metric");
            foreach ((int from, int to) in windows) table.AddColumn(new TableColumn(FormattableString.Invariant($"{from}-{to}")).RightAligned());
            foreach (IGrouping<string, DynamicsRow> metric in group.GroupBy(row => row.Metric))
            {
                DynamicsRow?[] cells = [.. windows.Select(w => metric.FirstOrDefault(row => (row.From, row.To) == w))];
                table.AddRow([metric.Key, .. cells.Select(cell => Cell(cell?.Ours, cell is { Agrees: false } ? "*" : " "))]);
                table.AddRow(["", .. cells.Select(cell => Cell(cell?.Reference, " "))]);
            }
            terminal.OutputConsole.Write(table);
        }
        DynamicsRow[] beyond = [.. rows.Where(row => !row.Agrees)];
        terminal.Output.WriteLine(FormattableString.Invariant($"{rows.Count - beyond.Length} of {rows.Count} agree within two standard errors; by chance alone about {0.06 * rows.Count:F0} would not"));
        foreach (DynamicsRow row in beyond.OrderByDescending(row => Math.Abs(row.StandardErrors ?? double.MaxValue)))
            terminal.Output.WriteLine(FormattableString.Invariant($"  {row.Group}, {row.Metric}, steps {row.From}-{row.To}: {row.Ours.Mean:0.0000} and {row.Reference.Mean:0.0000}, {row.StandardErrors:+0.0;-0.0} standard errors"));
    }

    private static string Cell(Summary? summary, string mark) =>
        summary is { Mean: double mean } s ? string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(Format(mean), CultureInfo.InvariantCulture)} ±{(s.StandardDeviation ?? 0).ToString(Format(mean), CultureInfo.InvariantCulture)}{mark}") : "";

    private static string Format(double value) => Math.Abs(value) >= 10 ? "0.0" : Math.Abs(value) >= 1 ? "0.00" : "0.000";

    private static void Json(Terminal terminal, IReadOnlyList<DynamicsRow> rows) => terminal.Json(json =>
    {
        json.WriteStartArray();
        foreach (DynamicsRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("method", row.Group);
            json.WriteString("metric", row.Metric);
            json.WriteNumber("from_step", row.From);
            json.WriteNumber("to_step", row.To);
            Side("ours", row.Ours);
            Side("reference", row.Reference);
            if (row.StandardErrors is double t) json.WriteNumber("standard_errors", t);
            json.WriteBoolean("agrees", row.Agrees);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        void Side(string name, Summary summary)
        {
            json.WriteStartObject(name);
            json.WriteNumber("seeds", summary.Count);
            if (summary.Mean is double mean) json.WriteNumber("mean", mean);
            if (summary.StandardDeviation is double deviation) json.WriteNumber("deviation", deviation);
            json.WriteEndObject();
        }
    });
}
