using System.CommandLine;
using System.Text.Json;
using Hicra.Interactive.Rendering;

namespace Hicra.Verification.Reports;

/// <summary>A report as a table for people or as JSON for machines.</summary>
internal static class ReportWriter
{
    private const int MismatchesShown = 20;

    /// <summary>Writes a report to the output of a command.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ParseResult parsed, VerificationReport report, bool asJson)
    {
        parsed.InvocationConfiguration.Output.WriteLine(asJson ? JsonText.Of(json => Write(json, report)) : Text(report));
        return report.Passed ? Failure.Ok : Failure.CheckFailed;
    }

    private static string Text(VerificationReport report)
    {
        string table = PlainTable.Render(["function", "values", "largest error", "tolerance", "", "where"], report.Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Name, FormattableString.Invariant($"{row.Values}"), FormattableString.Invariant($"{row.LargestError:0.0e+0}"), FormattableString.Invariant($"{row.Tolerance:0e+0}"), row.Passed ? "ok" : "FAILED", row.Where,
        ]), leftColumns: [4, 5]);
        IEnumerable<string> more = report.Mismatches.Count > MismatchesShown ? [FormattableString.Invariant($"... and {report.Mismatches.Count - MismatchesShown} more")] : [];
        return string.Join('\n', [PlainTable.Clean(report.Title), "", table, "", .. report.Mismatches.Take(MismatchesShown).Select(PlainTable.Clean), .. more, report.Passed ? "passed" : "failed"]);
    }

    private static void Write(Utf8JsonWriter json, VerificationReport report)
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
    }
}
