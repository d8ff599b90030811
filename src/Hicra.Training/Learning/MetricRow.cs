using System.Text.Json;

namespace Hicra.Training.Learning;

/// <summary>
/// One step's metrics: names as verl and TRL use them, ours under <c>hicra/</c>; wall-clock time under <c>timing_s/</c>
/// and memory and rates under <c>perf/</c> and nowhere else. An undefined value is left out, so that no row has NaN.
/// </summary>
public sealed class MetricRow(int step)
{
    private readonly OrderedDictionary<string, double> _values = [];

    /// <summary>The training step, from 0; the row describes the rollouts before that step's update and the update itself.</summary>
    public int Step { get; } = step;

    /// <summary>The metrics in the order in which they were set.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>The metrics in that order, without an allocation: logs have millions of them.</summary>
    public OrderedDictionary<string, double>.Enumerator GetEnumerator() => _values.GetEnumerator();

    /// <summary>A metric by name; null where it is undefined in this step.</summary>
    public double? this[string name] => _values.TryGetValue(name, out double value) ? value : null;

    /// <summary>Adds or replaces a metric; null, NaN and infinities mean "undefined" and are left out.</summary>
    public void Set(string name, double? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is double number && double.IsFinite(number)) _values[name] = number;
    }

    /// <summary>Whether a name stands for wall-clock time or machine load, which two equal runs need not share.</summary>
    public static bool IsMachineDependent(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith("timing_s/", StringComparison.Ordinal) || name.StartsWith("perf/", StringComparison.Ordinal);
    }

    /// <summary>Writes the row as one flat JSON object, <c>step</c> first.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("step", Step);
        foreach ((string name, double value) in _values) json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    /// <summary>Reads a row; null if the text is not a whole row (for example one that a crash cut off).</summary>
    public static MetricRow? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            MetricRow? row = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number) return null;
                if (name == "step") row = new MetricRow(reader.GetInt32());
                else if (row is null) return null;
                else row.Set(name, reader.GetDouble());
            }
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? row : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
