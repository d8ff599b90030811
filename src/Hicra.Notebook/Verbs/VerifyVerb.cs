using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Verification;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra verify</c>: compares with reference values; exit code 1 where a tolerance is exceeded.</summary>
internal static class VerifyVerb
{
    private const int MismatchesShown = 20;

    public static Command Create(Terminal terminal) => new("verify", "Compares objective, engine, world, the dynamics of runs or the miner with what is known.")
    {
        Part(terminal, "objective", "FILE", "Advantages, losses and gradients against a file like golden/policy-loss-reference.json.", ObjectiveVerification.Verify),
        EngineVerb.Create(terminal),
        Part(terminal, "world", "FILE", "Verdicts, executed forms and gram spans against a file like golden/engine/batch.json.", WorldVerification.Verify),
        DynamicsVerb.Create(terminal),
        MinerVerb.Create(terminal),
    };

    /// <summary>Prints a report.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Terminal terminal, VerificationReport report, bool asJson)
    {
        if (asJson) Json(terminal, report);
        else Print(terminal, report);
        return report.Passed ? Failure.Ok : Failure.CheckFailed;
    }

    private static Command Part(Terminal terminal, string name, string argument, string description, Func<string, VerificationReport> verify)
    {
        var path = new Argument<string>(argument);
        Option<bool> json = Options.Json();
        var command = new Command(name, description) { path, json };
        command.SetAction(parsed => Report(terminal, verify(parsed.GetRequiredValue(path)), parsed.GetValue(json)));
        return command;
    }

    private static void Print(Terminal terminal, VerificationReport report)
    {
        IAnsiConsole console = terminal.OutputConsole;
        console.WriteLine(report.Title);
        var table = new Table().Border(TableBorder.Simple).AddColumn("function");
        foreach (string column in (string[])["values", "largest error", "tolerance"]) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumns("", "where");
        foreach (VerificationRow row in report.Rows)
        {
            table.AddRow(new Text(row.Name), new Text(FormattableString.Invariant($"{row.Values}")), new Text(FormattableString.Invariant($"{row.LargestError:0.0e+0}")),
                new Text(FormattableString.Invariant($"{row.Tolerance:0e+0}")), new Markup(row.Passed ? "[green]ok[/]" : "[red bold]FAILED[/]"), new Text(row.Where));
        }
        console.Write(table);
        foreach (string mismatch in report.Mismatches.Take(MismatchesShown)) console.WriteLine(mismatch);
        if (report.Mismatches.Count > MismatchesShown) console.WriteLine(FormattableString.Invariant($"... and {report.Mismatches.Count - MismatchesShown} more"));
        console.MarkupLine(report.Passed ? "[green]passed[/]" : "[red bold]failed[/]");
    }

    private static void Json(Terminal terminal, VerificationReport report) => terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("title", report.Title);
        json.WriteBoolean("passed", report.Passed);
        json.WriteStartArray("rows");
        foreach (VerificationRow row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            // JSON has no infinity; a value that is no number is a failure and has no error to state.
            if (double.IsFinite(row.LargestError)) json.WriteNumber("largest_error", row.LargestError);
            json.WriteNumber("tolerance", row.Tolerance);
            json.WriteBoolean("passed", row.Passed);
            json.WriteString("where", row.Where);
            json.WriteNumber("values", row.Values);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("mismatches");
        foreach (string mismatch in report.Mismatches) json.WriteStringValue(mismatch);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
