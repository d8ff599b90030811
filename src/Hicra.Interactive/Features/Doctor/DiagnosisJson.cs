using System.Text.Json;
using Hicra.Training.Health;

namespace Hicra.Interactive.Features.Doctor;

/// <summary>A diagnosis for machines.</summary>
internal static class DiagnosisJson
{
    /// <summary>Writes a diagnosis as an object.</summary>
    public static void Write(Utf8JsonWriter json, string name, Diagnosis diagnosis)
    {
        json.WriteStartObject();
        json.WriteString("run", name);
        json.WriteBoolean("healthy", !diagnosis.Alarms.Any());
        json.WriteNumber("rows", diagnosis.Rows);
        json.WriteNumber("steps_with_rollouts", diagnosis.Steps);
        json.WriteNumber("rollouts", diagnosis.Rollouts);
        FindingJson.Write(json, diagnosis.Findings);
        json.WriteStartArray("not_looked_at");
        foreach (IHealthRule rule in diagnosis.NotLookedAt)
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Name);
            json.WriteString("needs", rule.Needs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
