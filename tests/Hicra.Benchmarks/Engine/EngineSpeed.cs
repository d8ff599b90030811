using System.Globalization;
using System.Text.Json;

namespace Hicra.Benchmarks.Engine;

/// <summary>The engine's speed; the JSON keys are those of the reference program's <c>bench</c>.</summary>
public sealed record EngineSpeed
{
    /// <summary>Threads used.</summary>
    public required int Threads { get; init; }

    /// <summary>Response tokens sampled per second.</summary>
    public required double SampleTokensPerSecond { get; init; }

    /// <summary>Response tokens trained on per second (forward, backward, update).</summary>
    public required double TrainTokensPerSecond { get; init; }

    /// <summary>Steps (256 rollouts sampled and one update) per second.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Arithmetic rate of sampling: 2 operations a parameter a sampled token, attention not counted; 1e9 per second.</summary>
    public required double SampleGflops { get; init; }

    /// <summary>Arithmetic rate of training: 6 operations a parameter a response token; 1e9 per second.</summary>
    public required double TrainGflops { get; init; }

    /// <summary>The engine's own rate on a square product of 1,024, all threads; 1e9 per second.</summary>
    public required double SgemmGflops { get; init; }

    /// <summary>Trained parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>One JSON object with the reference program's keys.</summary>
    public string ToJson() => string.Create(CultureInfo.InvariantCulture,
        $$"""{"threads": {{Threads}}, "sample_tokens_per_s": {{SampleTokensPerSecond:F0}}, "train_tokens_per_s": {{TrainTokensPerSecond:F0}}, "steps_per_s": {{StepsPerSecond:F3}}, "sample_gflops": {{SampleGflops:F1}}, "train_gflops": {{TrainGflops:F1}}, "sgemm_gflops": {{SgemmGflops:F1}}, "parameters": {{Parameters}}}""");

    /// <summary>Reads what <see cref="ToJson"/> or the reference program wrote.</summary>
    /// <exception cref="JsonException">Not such an object.</exception>
    public static EngineSpeed FromJson(string json)
    {
        JsonElement root = JsonDocument.Parse(json).RootElement;
        double Get(string key) => root.GetProperty(key).GetDouble();
        return new EngineSpeed
        {
            Threads = (int)Get("threads"), SampleTokensPerSecond = Get("sample_tokens_per_s"), TrainTokensPerSecond = Get("train_tokens_per_s"),
            StepsPerSecond = Get("steps_per_s"), SampleGflops = Get("sample_gflops"), TrainGflops = Get("train_gflops"), SgemmGflops = Get("sgemm_gflops"), Parameters = (long)Get("parameters"),
        };
    }
}
