using System.Text.Json;
using Hicra.Training.Policies;

namespace Hicra.Training.Runs;

/// <summary>What a run asks of its engine, in <c>config.json</c> and in the words of the commands.</summary>
internal static class EngineOptionsJson
{
    /// <summary>Writes members of the current object; what is not set is left out, so that runs that ask for nothing have files as before.</summary>
    public static void Write(Utf8JsonWriter json, EngineOptions options)
    {
        if (options.Device is { } device) json.WriteString("device", device);
        if (options.Dtype is { } dtype) json.WriteString("dtype", dtype);
        if (options.TokenBudget > 0) json.WriteNumber("token-budget", options.TokenBudget);
        if (options.Checkpointing is bool checkpointing) json.WriteBoolean("checkpointing", checkpointing);
        if (options.OffloadOptimizer) json.WriteBoolean("offload", true);
        if (options.Lora is not { } lora) return;
        json.WriteStartObject("lora");
        json.WriteNumber("rank", lora.Rank);
        if (lora.Alpha is double alpha) json.WriteNumber("alpha", alpha);
        json.WriteStartArray("targets");
        foreach (string target in lora.Targets) json.WriteStringValue(target);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="Exception">Those of a damaged file, which the reader of <c>config.json</c> turns into a line.</exception>
    public static EngineOptions Read(JsonElement root) => new()
    {
        Device = root.TryGetProperty("device", out JsonElement device) ? device.GetString() : null,
        Dtype = root.TryGetProperty("dtype", out JsonElement dtype) ? dtype.GetString() : null,
        TokenBudget = root.TryGetProperty("token-budget", out JsonElement budget) ? budget.GetInt32() : 0,
        Checkpointing = root.TryGetProperty("checkpointing", out JsonElement checkpointing) ? checkpointing.GetBoolean() : null,
        OffloadOptimizer = root.TryGetProperty("offload", out JsonElement offload) && offload.GetBoolean(),
        Lora = root.TryGetProperty("lora", out JsonElement lora)
            ? new LoraOptions
            {
                Rank = lora.GetProperty("rank").GetInt32(),
                Alpha = lora.TryGetProperty("alpha", out JsonElement alpha) ? alpha.GetDouble() : null,
                Targets = [.. lora.GetProperty("targets").EnumerateArray().Select(target => target.GetString()!)],
            }
            : null,
    };

    /// <summary>What two runs differ in, as options are called: what changes their numbers. The device does so by rounding alone, and a run may go on on another.</summary>
    public static IEnumerable<string> Differences(EngineOptions a, EngineOptions b)
    {
        if ((a.Dtype ?? "fp32") != (b.Dtype ?? "fp32")) yield return "dtype";
        if (a.TokenBudget != b.TokenBudget) yield return "token-budget";
        if (a.Lora?.Rank != b.Lora?.Rank || a.Lora?.Scale != b.Lora?.Scale || !(a.Lora?.Targets ?? []).SequenceEqual(b.Lora?.Targets ?? [])) yield return "lora";
    }
}
