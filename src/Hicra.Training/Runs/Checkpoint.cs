using System.Text.Json;
using Hicra.Strategy;
using Hicra.Tensors;
using Hicra.Training.Learning;
using Hicra.Training.Policies;

namespace Hicra.Training.Runs;

/// <summary>
/// A checkpoint: a folder that other programs can read as a model (<c>config.json</c>, <c>model.safetensors</c> or shards), with
/// the optimiser's state and <c>state.json</c> beside. The folder appears whole or not at all.
/// </summary>
public static class Checkpoint
{
    private const string Optimizer = "optimizer.safetensors", State = "state.json", Grams = "grams.json";

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(string directory, IPolicy policy, TrainerState state)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        WholeFolder.Write(directory, folder =>
        {
            policy.SavePretrained(folder);
            Safetensors.Write(Path.Combine(folder, Optimizer), state.Optimizer ?? policy.OptimizerState());
            if (state.Grams is { } grams) GramLibraryFile.Save(grams.Library, Path.Combine(folder, Grams));
            using FileStream stream = File.Create(Path.Combine(folder, State));
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            WriteState(json, folder, state);
        });
    }

    /// <summary>Whether a folder is a checkpoint, and no bare model.</summary>
    public static bool IsThere(string directory) => File.Exists(Path.Combine(directory, State));

    /// <summary>Reads a checkpoint; every file is held to its digest. The tensors are read when they are restored.</summary>
    /// <returns>The state, to be disposed: it keeps the files open.</returns>
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
            return ReadState(directory, root);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw Damaged(directory, $"{State} cannot be read");
        }
    }

    private static TrainerState ReadState(string directory, JsonElement root)
    {
        TensorSource? weights = null;
        SafetensorsFile? optimizer = null;
        try
        {
            return new TrainerState
            {
                Step = root.GetProperty("step").GetInt32(),
                Weights = weights = ModelFolder.OpenTensors(directory),
                Optimizer = optimizer = SafetensorsFile.Open(Path.Combine(directory, Optimizer)),
                Credit = CreditStateJson.Read(root),
                Grams = root.TryGetProperty("grams", out JsonElement grams)
                    ? new GramState(GramLibraryFile.Load(Path.Combine(directory, Grams)), grams.GetProperty("mined_at").GetInt32(), TokenSequences.Read(grams.GetProperty("recent"))) : null,
            };
        }
        catch
        {
            (weights as IDisposable)?.Dispose();
            optimizer?.Dispose();
            throw;
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
        CreditStateJson.Write(json, state.Credit);
        if (state.Grams is not null)
        {
            json.WriteStartObject("grams");
            json.WriteNumber("mined_at", state.Grams.MinedAt);
            TokenSequences.Write(json, "recent", state.Grams.Recent);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static string Digest(string path) => Convert.ToHexStringLower(FileDigest.Sha256(path));

    private static HicraException Damaged(string directory, string defect) =>
        new($"{directory}: the checkpoint is damaged ({defect}); remove that folder to go on from the checkpoint before it");
}
