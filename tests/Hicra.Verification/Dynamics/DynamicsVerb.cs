using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hicra.Interactive.Rendering;
using Hicra.Metrics.Statistics;

namespace Hicra.Verification.Dynamics;

/// <summary><c>dynamics</c>: the curves of runs beside the reference program's, window by window.</summary>
internal static class DynamicsVerb
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUNS") { Arity = ArgumentArity.OneOrMore, Description = "run folders, or the folder of a sweep" };
        Option<string?> reference = Options.Text("--reference", "FILE", "the reference program's windows per seed (reference-runs.csv)"), beside = Options.Text("--beside", "DIR", "runs in the reference program's place, of another engine for example: a folder that holds them");
        Option<bool> json = Options.Json();
        var command = new Command("dynamics", "Metrics of runs over seeds beside the reference program's or other runs'; exit code 1 where a window's means differ by more than two standard errors.") { runs, reference, beside, json };
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(reference), other = parsed.GetValue(beside);
            if (file is not null && other is not null) throw new HicraException("--reference and --beside: runs are compared with one of them; leave out either");
            IReadOnlyList<DynamicsRow> rows = other is not null ? DynamicsVerification.Beside(parsed.GetRequiredValue(runs), [other])
                : DynamicsVerification.Compare(parsed.GetRequiredValue(runs), file ?? throw new HicraException("no reference table; give one with --reference FILE, or other runs with --beside DIR"));
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(writer => Write(writer, rows)) : Text(rows, other is null ? "the reference program's" : "those of " + PlainTable.Clean(other)));
            return rows.All(row => row.Agrees) ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static string Text(IReadOnlyList<DynamicsRow> rows, string others)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, DynamicsRow> group in rows.GroupBy(row => row.Group))
        {
            DynamicsRow first = group.First();
            text.Append(CultureInfo.InvariantCulture, $"{PlainTable.Clean(group.Key)}: ours ({first.Ours.Count} seeds) above {others} ({first.Reference.Count} seeds), mean and deviation over seeds; * beyond two standard errors of the difference\n\n");
            text.Append(Table([.. group])).Append("\n\n");
        }
        DynamicsRow[] beyond = [.. rows.Where(row => !row.Agrees)];
        text.Append(CultureInfo.InvariantCulture, $"{rows.Count - beyond.Length} of {rows.Count} agree within two standard errors; by chance alone about {0.06 * rows.Count:F0} would not");
        foreach (DynamicsRow row in beyond.OrderByDescending(row => Math.Abs(row.StandardErrors ?? double.MaxValue)))
            text.Append(CultureInfo.InvariantCulture, $"\n  {PlainTable.Clean(row.Group)}, {row.Metric}, steps {row.From}-{row.To}: {row.Ours.Mean:0.0000} and {row.Reference.Mean:0.0000}, {row.StandardErrors:+0.0;-0.0} standard errors");
        return text.ToString();
    }

    // Two lines a metric: ours, and below it those that they are compared with.
    private static string Table(DynamicsRow[] rows)
    {
        (int From, int To)[] windows = [.. rows.Select(row => (row.From, row.To)).Distinct()];
        var lines = new List<IReadOnlyList<string>>();
        foreach (IGrouping<string, DynamicsRow> metric in rows.GroupBy(row => row.Metric))
        {
            DynamicsRow?[] cells = [.. windows.Select(w => metric.FirstOrDefault(row => (row.From, row.To) == w))];
            lines.Add([metric.Key, .. cells.Select(cell => Cell(cell?.Ours, cell is { Agrees: false } ? "*" : " "))]);
            lines.Add(["", .. cells.Select(cell => Cell(cell?.Reference, " "))]);
        }
        return PlainTable.Render(["metric", .. windows.Select(w => FormattableString.Invariant($"{w.From}-{w.To}"))], lines);
    }

    private static string Cell(Summary? summary, string mark) =>
        summary is { Mean: double mean } s ? string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(Format(mean), CultureInfo.InvariantCulture)} ±{(s.StandardDeviation ?? 0).ToString(Format(mean), CultureInfo.InvariantCulture)}{mark}") : "";

    private static string Format(double value) => Math.Abs(value) >= 10 ? "0.0" : Math.Abs(value) >= 1 ? "0.00" : "0.000";

    private static void Write(Utf8JsonWriter json, IReadOnlyList<DynamicsRow> rows)
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
    }
}
