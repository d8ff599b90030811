using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Verification;
using Hicra.Rollouts;
using Hicra.Strategy.Judging;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra verify miner</c>: precision and recall of mined planning masks in the puzzle world, beside a random control.</summary>
internal static class MinerVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> solutions = Options.Text("--solutions", "n", "texts by imperfect authors, for each seed [2000]"), seeds = Options.Text("--seeds", "list", "seeds: 0..4, or 0,3 [0..2]");
        Option<string?> draws = Options.Text("--draws", "n", "controls for each seed [5]");
        Option<string[]> traces = new("--traces") { HelpName = "FILE", Description = "rollouts of runs in the puzzle world [those of demo]", AllowMultipleArgumentsPerToken = true };
        Option<bool> json = Options.Json();
        var command = new Command("miner", "Judges the miner where planning words are known; exit code 1 where precision or recall is below 0.9, or the control is not below half.") { solutions, seeds, draws, traces, json };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(terminal);
            string[] files = parsed.GetValue(traces) is { Length: > 0 } given ? given : [Path.Combine(RunReference.DemoDirectory, "grpo"), Path.Combine(RunReference.DemoDirectory, "hicra")];
            Rollout[] rollouts = [.. RolloutFiles.Read(files, new RolloutFileOptions { AllowTornLastLine = true })];
            MinerReport report = MinerVerification.Verify(parsed.WholeNumber(solutions, 1) ?? 2000, NumberLists.Seeds(parsed.GetValue(seeds) ?? "0..2"), parsed.WholeNumber(draws, 1) ?? 5, rollouts, cancellation: interruption.Token);
            if (parsed.GetValue(json)) Json(terminal, report);
            else Print(terminal, report);
            return report.Passed ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static void Print(Terminal terminal, MinerReport report)
    {
        IAnsiConsole console = terminal.OutputConsole;
        console.WriteLine("Words that a mined library marks, against the words that plan: mean (least to largest) over seeds and draws");
        var table = new Table().Border(TableBorder.Markdown).AddColumns("texts", "numbers", "library");
        foreach (string column in (string[])["mined from", "grams", "precision", "recall", "F1", "words marked"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (MinerRow row in report.Rows)
            table.AddRow(row.Corpus, row.Spelling.ToString().ToLowerInvariant(), row.Library, row.Solutions.ToString("F0", CultureInfo.InvariantCulture), row.Grams.ToString("F0", CultureInfo.InvariantCulture),
                Range(row, s => s.Precision), Range(row, s => s.Recall), Range(row, s => s.F1), Range(row, s => s.Share));
        console.Write(table);
        foreach (string failure in report.Failures) console.WriteLine(failure);
        console.MarkupLine(report.Passed ? "[green]passed[/]" : "[red bold]failed[/]");
    }

    private static string Range(MinerRow row, Func<MaskScore, double> measure) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Scores.Average(measure):F3} ({row.Scores.Min(measure):F3} to {row.Scores.Max(measure):F3})");

    private static void Json(Terminal terminal, MinerReport report) => terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("passed", report.Passed);
        json.WriteStartArray("rows");
        foreach (MinerRow row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("texts", row.Corpus);
            json.WriteString("numbers", row.Spelling.ToString().ToLowerInvariant());
            json.WriteString("library", row.Library);
            json.WriteNumber("solutions", row.Solutions);
            json.WriteNumber("grams", row.Grams);
            json.WriteStartArray("scores");
            foreach (MaskScore score in row.Scores)
            {
                json.WriteStartObject();
                json.WriteNumber("both", score.Both);
                json.WriteNumber("found", score.Found);
                json.WriteNumber("true", score.True);
                json.WriteNumber("words", score.Words);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("failures");
        foreach (string failure in report.Failures) json.WriteStringValue(failure);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
