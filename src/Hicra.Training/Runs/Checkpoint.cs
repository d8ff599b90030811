using System.Security.Cryptography;
using System.Text.Json;
using Hicra.Credit;
using Hicra.Training.Learning;
using Hicra.Training.Policies;

namespace Hicra.Training.Runs;

/// <summary>
/// A checkpoint: a folder that other programs can read as a model (<c>config.json</c>, <c>model.safetensors</c>), with the
/// optimiser's state and <c>state.json</c> beside. The folder appears whole or not at all.
/// </summary>
public static class Checkpoint
{
    private const string Model = "model.safetensors", Optimizer = "optimizer.safetensors", State = "state.json";

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(string directory, IPolicy policy, TrainerState state)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        WholeFolder.Write(directory, folder =>
        {
            policy.SavePretrained(folder);
            Safetensors.Write(Path.Combine(folder, Optimizer), state.Optimizer ?? policy.OptimizerState());
            using FileStream stream = File.Create(Path.Combine(folder, State));
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            WriteState(json, folder, state);
        });
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="HicraException">A file is missing, truncated or altered; the message names it and the remedy.</exception>
    public static TrainerState Read(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string path = Path.Combine(directory, State);
        try
        {
            if (!File.Exists(path)) throw Damaged(directory, $"{State} is missing");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            foreach (JsonProperty file in root.GetProperty("sha256").EnumerateObject())
            {
                string content = Path.Combine(directory, file.Name);
                if (!File.Exists(content)) throw Damaged(directory, $"{file.Name} is missing");
                if (Digest(content) != file.Value.GetString()) throw Damaged(directory, $"{file.Name} is truncated or was altered");
            }
            return new TrainerState
            {
                Step = root.GetProperty("step").GetInt32(),
                Weights = Safetensors.Read(Path.Combine(directory, Model)),
                Optimizer = Safetensors.Read(Path.Combine(directory, Optimizer)),
                PlaceboGrams = root.TryGetProperty("placebo", out JsonElement placebo) ? [.. placebo.EnumerateArray().Select(g => g.EnumerateArray().Select(x => x.GetInt32()).ToArray())] : null,
                Alpha = root.TryGetProperty("alpha", out JsonElement alpha)
                    ? new AlphaState(alpha.GetProperty("step").GetInt32(), alpha.GetProperty("alpha").GetDouble(), alpha.GetProperty("integral").GetDouble()) : null,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(directory, $"{State} cannot be read");
        }
    }

    private static void WriteState(Utf8JsonWriter json, string folder, TrainerState state)
    {
        json.WriteStartObject();
        json.WriteNumber("step", state.Step);
        json.WriteStartObject("sha256");
        foreach (string file in Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Where(f => f != State).Order(StringComparer.Ordinal))
            json.WriteString(file, Digest(Path.Combine(folder, file)));
        json.WriteEndObject();
        if (state.PlaceboGrams is not null)
        {
            json.WriteStartArray("placebo");
            foreach (int[] gram in state.PlaceboGrams)
            {
                json.WriteStartArray();
                foreach (int id in gram) json.WriteNumberValue(id);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        if (state.Alpha is not null)
        {
            json.WriteStartObject("alpha");
            json.WriteNumber("step", state.Alpha.Step);
            json.WriteNumber("alpha", state.Alpha.Alpha);
            json.WriteNumber("integral", state.Alpha.Integral);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static HicraException Damaged(string directory, string defect) =>
        new($"{directory}: the checkpoint is damaged ({defect}); remove that folder to go on from the checkpoint before it");
}
