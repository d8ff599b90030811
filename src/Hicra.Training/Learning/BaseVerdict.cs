using System.Globalization;
using System.Text.Json;

namespace Hicra.Training.Learning;

/// <summary>One thing that a base model must show before RL begins.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">What was found; null where there was nothing to measure, which fails.</param>
/// <param name="Low">The least that passes.</param>
/// <param name="High">The most that passes; the least share that does not where <paramref name="Low"/> is 0.</param>
public sealed record BaseCheck(string Name, double? Value, double Low, double High)
{
    /// <summary>Whether the value lies within its bounds.</summary>
    public bool Passes => Value is double value && value >= Low && (Low > 0 ? value <= High : value < High);

    /// <summary>Name, value and bounds, in a line.</summary>
    public override string ToString()
    {
        string bounds = Low > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.#} to {100 * High:0.#} %") : string.Create(CultureInfo.InvariantCulture, $"below {100 * High:0.#} %");
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {(Value is double value ? $"{(100 * value).ToString("0.00", CultureInfo.InvariantCulture)} %" : "none to measure")} ({bounds})");
    }
}

/// <summary>What a world's gate says of a base model: whether RL may begin with it.</summary>
/// <param name="Checks">Everything that was looked at.</param>
public sealed record BaseVerdict(IReadOnlyList<BaseCheck> Checks)
{
    /// <summary>Whether every check passes.</summary>
    public bool Passes => Checks.All(check => check.Passes);

    /// <summary>Writes the verdict as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteBoolean("passes", Passes);
        foreach (BaseCheck check in Checks)
        {
            json.WriteStartObject(check.Name);
            if (check.Value is double value) json.WriteNumber("value", value);
            json.WriteNumber("low", check.Low);
            json.WriteNumber("high", check.High);
            json.WriteBoolean("passes", check.Passes);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The verdict, in a line.</summary>
    public override string ToString() => $"{(Passes ? "passes" : "fails")} the gate: {string.Join("; ", Checks.Select(check => $"{check}{(check.Passes ? "" : " FAILS")}"))}";
}
