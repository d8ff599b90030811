using System.Text.Json;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>A log's report for machines.</summary>
internal static class LogReportJson
{
    public static void Write(Utf8JsonWriter json, LogReport report)
    {
        json.WriteStartObject();
        json.WriteString("log", report.Name);
        json.WriteString("format", report.Log.Format);
        json.WriteNumber("rollouts", report.Log.Rollouts);
        json.WriteString("tokens", report.Log.Tokens);
        json.WriteString("grams", report.Log.Grams);
        json.WriteNumber("alpha", report.Alpha);
        List("lacks", report.Log.Lacks);
        List("notes", report.Log.Notes);
        json.WriteStartArray("steps");
        foreach (MetricRow row in report.Rows) row.Write(json);
        json.WriteEndArray();
        json.WriteStartObject("conclusions");
        foreach ((string heading, string text) in LogFindings.Conclusions(report)) json.WriteString(heading, text);
        json.WriteEndObject();
        json.WriteStartArray("paper");
        foreach ((string item, bool feeds, string why) in LogFindings.Items(report))
        {
            json.WriteStartObject();
            json.WriteString("item", item);
            json.WriteBoolean("feeds", feeds);
            json.WriteString("why", why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        void List(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (string value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }
}
