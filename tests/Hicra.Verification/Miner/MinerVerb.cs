using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hicra.Rollouts;
using Hicra.Strategy.Judging;
using Hicra.Testing;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Verification.Miner;

/// <summary><c>miner</c>: precision and recall of mined planning masks in a world of the kit, beside a random control.</summary>
internal static class MinerVerb
{
    public static Command Create()
    {
        Option<string?> solutions = Options.Text("--solutions", "n", "texts by imperfect authors, for each seed [2000]"), seeds = Options.Text("--seeds", "list", "seeds: 0..4, or 0,3 [0..2]");
        Option<string?> draws = Options.Text("--draws", "n", "controls for each seed [5]");
        Option<string[]> traces = new("--traces") { HelpName = "FILE", Description = "rollouts of runs in that world [those of demo; none in the long world]", AllowMultipleArgumentsPerToken = true };
        Option<string?> world = Options.World(WorldCatalog.Puzzle);
        Option<bool> json = Options.Json();
        var command = new Command("miner", "Judges the miner where planning words are known; exit code 1 where precision (in the puzzle world) or recall is below 0.9, or the control is not below half.") { solutions, seeds, draws, traces, world, json };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            string name = parsed.GetValue(world) ?? WorldCatalog.Puzzle;
            string[] files = parsed.GetValue(traces) is { Length: > 0 } given ? given : name != WorldCatalog.Puzzle ? [] : [Path.Combine(RunReference.DemoDirectory, "grpo"), Path.Combine(RunReference.DemoDirectory, "hicra")];
            Rollout[] rollouts = files.Length == 0 ? [] : [.. RolloutFiles.Read(files, new RolloutFileOptions { AllowTornLastLine = true })];
            MinerReport report = MinerVerification.Verify(parsed.WholeNumber(solutions, 1) ?? 2000, NumberLists.Seeds(parsed.GetValue(seeds) ?? "0..2"), parsed.WholeNumber(draws, 1) ?? 5, rollouts, world: name, cancellation: interruption.Token);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(writer => Write(writer, report)) : Text(report));
            return report.Passed ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static string Text(MinerReport report)
    {
        string[] head = ["texts", "numbers", "library", "mined from", "grams", "precision", "recall", "F1", "words marked"];
        string table = MarkdownTable.Render(head, report.Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Corpus, Name(row.Spelling), row.Library, row.Solutions.ToString("F0", CultureInfo.InvariantCulture), row.Grams.ToString("F0", CultureInfo.InvariantCulture),
            Range(row, s => s.Precision), Range(row, s => s.Recall), Range(row, s => s.F1), Range(row, s => s.Share),
        ]), texts: 3);
        return string.Join('\n', ["Words that a mined library marks, against the words that plan: mean (least to largest) over seeds and draws", "", table, "", .. report.Failures, report.Passed ? "passed" : "failed"]);
    }

    private static string Name(PuzzleSpelling spelling) => spelling.ToString().ToLowerInvariant();

    private static string Range(MinerRow row, Func<MaskScore, double> measure) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Scores.Average(measure):F3} ({row.Scores.Min(measure):F3} to {row.Scores.Max(measure):F3})");

    private static void Write(Utf8JsonWriter json, MinerReport report)
    {
        json.WriteStartObject();
        json.WriteBoolean("passed", report.Passed);
        json.WriteStartArray("rows");
        foreach (MinerRow row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("texts", row.Corpus);
            json.WriteString("numbers", Name(row.Spelling));
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
    }
}
