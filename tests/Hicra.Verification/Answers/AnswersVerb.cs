using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hicra.Answers;
using Hicra.Interactive.Rendering;

namespace Hicra.Verification.Answers;

/// <summary><c>answers</c>: how often the judge of answers agrees with recorded verdicts, and where it does not.</summary>
internal static class AnswersVerb
{
    private const int Shown = 40;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "lines with gold (an answer, or a solution that ends in one), answer (an answer or a response) and equal (true or false)" };
        Option<bool> json = Options.Json(), strict = new("--strict") { Description = "only \\boxed{} is an answer" };
        Option<string?> least = Options.Text("--least", "x", "exit code 1 where less than this share agrees, for example 0.99 [0]"), tolerance = Options.Text("--tolerance", "x", "numbers within this share of the reference are equal [0]");
        var command = new Command("answers", "Answers against recorded verdicts: agreement, and every disagreement with what was read.") { file, json, strict, least, tolerance };
        command.SetAction(parsed =>
        {
            double near = parsed.Number(tolerance, 0) ?? 0;
            var options = new AnswerOptions { Strict = parsed.GetValue(strict), RelativeTolerance = near < 1 ? near : throw new HicraException(FormattableString.Invariant($"--tolerance is {near}; give less than 1")) };
            AnswersReport report = AnswersVerification.Verify(AnswerPair.Read(parsed.GetRequiredValue(file)), options);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(writer => Write(writer, report)) : Text(report));
            return report.Agreement >= (parsed.Number(least, 0) ?? 0) ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static string Text(AnswersReport report)
    {
        string table = PlainTable.Render(["recorded as", "pairs", "agreed", "share"],
        [
            ["equal", Count(report.Equal), Count(report.EqualAgreed), Share(report.EqualAgreed, report.Equal)],
            ["different", Count(report.Different), Count(report.DifferentAgreed), Share(report.DifferentAgreed, report.Different)],
            ["all", Count(report.Equal + report.Different), Count(report.EqualAgreed + report.DifferentAgreed), Share(report.EqualAgreed + report.DifferentAgreed, report.Equal + report.Different)],
        ]);
        IEnumerable<string> lines = report.Disagreements.Take(Shown).Select(d => PlainTable.Clean(string.Create(CultureInfo.InvariantCulture,
            $"line {d.Pair.Line}: recorded as {(d.Pair.IsEqual ? "equal" : "different")}; reference {Cut(d.Reference)}, answer {(d.Found is null ? "none found" : Cut(d.Found.Text))}{(d.Found is null ? "" : $" ({d.Found.Source})")}")));
        IEnumerable<string> more = report.Disagreements.Count > Shown ? [string.Create(CultureInfo.InvariantCulture, $"... and {report.Disagreements.Count - Shown} more; --json has all")] : [];
        return string.Join('\n', [table, .. report.Disagreements.Count > 0 ? new[] { "" } : [], .. lines, .. more]);
    }

    private static void Write(Utf8JsonWriter json, AnswersReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("agreement", report.Agreement);
        json.WriteNumber("pairs", report.Equal + report.Different);
        json.WriteNumber("agreed", report.EqualAgreed + report.DifferentAgreed);
        Class("equal", report.Equal, report.EqualAgreed);
        Class("different", report.Different, report.DifferentAgreed);
        json.WriteStartArray("disagreements");
        foreach (AnswerDisagreement disagreement in report.Disagreements)
        {
            json.WriteStartObject();
            json.WriteNumber("line", disagreement.Pair.Line);
            json.WriteBoolean("equal", disagreement.Pair.IsEqual);
            json.WriteString("gold", disagreement.Reference);
            json.WriteString("answer", disagreement.Found?.Text);
            json.WriteString("source", disagreement.Found?.Source.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        void Class(string name, int pairs, int agreed)
        {
            json.WriteStartObject(name);
            json.WriteNumber("pairs", pairs);
            json.WriteNumber("agreed", agreed);
            if (pairs > 0) json.WriteNumber("agreement", (double)agreed / pairs);
            json.WriteEndObject();
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Share(int some, int all) => all == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{(double)some / all:P2}").Replace(" ", "", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
