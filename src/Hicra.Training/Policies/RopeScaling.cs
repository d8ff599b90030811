using System.Text.Json;

namespace Hicra.Training.Policies;

/// <summary><c>rope_scaling</c>: how the rotary frequencies of a model are stretched for longer texts.</summary>
/// <param name="Type"><c>linear</c>, or <c>llama3</c> (low frequencies alone are stretched, Llama 3.1 and later).</param>
/// <param name="Factor"><c>factor</c>: how far.</param>
/// <param name="LowFrequencyFactor"><c>low_freq_factor</c> of llama3.</param>
/// <param name="HighFrequencyFactor"><c>high_freq_factor</c> of llama3.</param>
/// <param name="OriginalPositions"><c>original_max_position_embeddings</c> of llama3.</param>
public sealed record RopeScaling(string Type, double Factor, double LowFrequencyFactor = 1, double HighFrequencyFactor = 4, double OriginalPositions = 8192)
{
    /// <summary>A frequency (radians a position) after scaling, as transformers' <c>modeling_rope_utils</c> has it.</summary>
    public double Apply(double frequency)
    {
        if (Type == "linear") return frequency / Factor;
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength > OriginalPositions / LowFrequencyFactor) return frequency / Factor;
        if (wavelength < OriginalPositions / HighFrequencyFactor) return frequency;
        double smooth = (OriginalPositions / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - smooth) * frequency / Factor + smooth * frequency;
    }

    /// <summary>Writes the entry.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", Type);
        json.WriteNumber("factor", Factor);
        if (Type == "llama3")
        {
            json.WriteNumber("low_freq_factor", LowFrequencyFactor);
            json.WriteNumber("high_freq_factor", HighFrequencyFactor);
            json.WriteNumber("original_max_position_embeddings", OriginalPositions);
        }
        json.WriteEndObject();
    }

    /// <summary>Reads the entry; null where positions are as they are.</summary>
    internal static RopeScaling? Read(string path, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object) return null;
        string? type = entry.TryGetProperty("rope_type", out JsonElement name) || entry.TryGetProperty("type", out name) ? name.GetString() : "";
        if (type == "default") return null;
        if (type is not ("linear" or "llama3")) throw new HicraException($"{path}: rope_scaling of the type '{type}' is not computed here; linear and llama3 are");
        var scaling = new RopeScaling(type, Number("factor", null), Number("low_freq_factor", 1), Number("high_freq_factor", 4), Number("original_max_position_embeddings", 8192));
        return scaling.Factor > 0 && scaling.HighFrequencyFactor > scaling.LowFrequencyFactor && scaling.LowFrequencyFactor > 0 && scaling.OriginalPositions > 0 ? scaling
            : throw new HicraException($"{path}: rope_scaling needs a positive factor and original_max_position_embeddings, and high_freq_factor above a positive low_freq_factor");

        double Number(string key, double? fallback) => entry.TryGetProperty(key, out JsonElement value) ? value.GetDouble()
            : fallback ?? throw new HicraException($"{path}: rope_scaling has no {key}; it must be a number");
    }
}
