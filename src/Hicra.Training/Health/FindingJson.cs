using System.Text.Json;

namespace Hicra.Training.Health;

/// <summary>Findings for machines.</summary>
public static class FindingJson
{
    /// <summary>Writes the member <c>findings</c> of the current object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(findings);
        json.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("rule", finding.Rule);
            json.WriteString("severity", finding.Severity switch { Severity.Fault => "fault", Severity.Warning => "warning", _ => "note" });
            json.WriteString("title", finding.Title);
            json.WriteString("evidence", finding.Evidence);
            if (finding.FirstStep is int first) json.WriteNumber("first_step", first);
            if (finding.LastStep is int last) json.WriteNumber("last_step", last);
            json.WriteString("cause", finding.Cause);
            json.WriteString("knob", finding.Knob);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
