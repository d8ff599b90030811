using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Tensors;

namespace Hicra.Training.Policies;

/// <summary>A model's folder as Hugging Face has it: <c>config.json</c>, the tensors, and beside them what the tokenizer and generation need.</summary>
public static class ModelFolder
{
    /// <summary>The file of a LoRA's tensors, as PEFT names it; a folder with it is a LoRA's.</summary>
    public const string AdapterFile = "adapter_model.safetensors";

    /// <summary>The file of a LoRA's settings, as PEFT names it.</summary>
    public const string AdapterSettings = "adapter_config.json";

    private const string Generation = "generation_config.json";

    // What Hugging Face's tokenizers and this kit's read, and write beside a model.
    private static readonly string[] Companions =
    [
        Generation, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model", "chat_template.jinja", "chat_template.json",
    ];

    /// <summary>Makes a policy of a folder's shape and loads its tensors.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="make">Makes the policy; is given the shape and the file that it is from.</param>
    /// <exception cref="HicraException">A file is missing or corrupt, or the model is not one that is computed here.</exception>
    public static TPolicy Load<TPolicy>(string directory, Func<ModelConfig, string, TPolicy> make) where TPolicy : IPolicy
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(make);
        if (!Directory.Exists(directory)) throw new HicraException($"{directory}: no such folder; a base model is a folder with config.json and model.safetensors");
        string file = Path.Combine(directory, "config.json");
        ModelConfig config = ModelConfig.Read(file);
        using SafetensorsFolder model = SafetensorsFolder.Open(directory);
        TPolicy policy = make(config, file);
        try
        {
            policy.Load(model);
            return policy;
        }
        catch (HicraException error)
        {
            policy.Dispose();
            if (error.Message.StartsWith(directory, StringComparison.Ordinal)) throw;
            throw new HicraException($"{model.Name}: {error.Message}", error);
        }
    }

    /// <summary>Opens the tensors that were saved in a folder: the model's, or those of a LoRA alone.</summary>
    /// <returns>The tensors, to be disposed: files stay open.</returns>
    /// <exception cref="HicraException">There are none, or a file cannot be used.</exception>
    public static TensorSource OpenTensors(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string adapter = Path.Combine(directory, AdapterFile);
        return File.Exists(adapter) ? SafetensorsFile.Open(adapter) : SafetensorsFolder.Open(directory);
    }

    /// <summary>Writes a folder that Hugging Face loads: shape, tensors (one file, or shards and their index), and the companions of the folder from which the model came.</summary>
    /// <param name="directory">The folder; made where there is none.</param>
    /// <param name="config">The shape.</param>
    /// <param name="weights">The tensors, in the type in which they are written.</param>
    /// <param name="origin">The folder from which the model came, whose <c>config.json</c> is kept but for the type; null for a model that was made here.</param>
    /// <param name="dtype">What <c>config.json</c> calls that type.</param>
    public static void Save(string directory, ModelConfig config, TensorSource weights, string? origin = null, string dtype = "float32")
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(config);
        Directory.CreateDirectory(directory);
        WriteShape(directory, config, origin, dtype);
        SafetensorsFolder.Write(directory, weights, keepTypes: true);
        CopyCompanions(origin, directory);
        string generation = Path.Combine(directory, Generation);
        if (config.EndToken is int end && !File.Exists(generation)) WriteGeneration(generation, end, config.PadToken);
    }

    /// <summary>Copies the files of the tokenizer and of generation, where there are any.</summary>
    /// <param name="origin">The folder that has them; null for none.</param>
    /// <param name="directory">The folder that gets them.</param>
    public static void CopyCompanions(string? origin, string directory)
    {
        if (origin is null || Path.GetFullPath(origin) == Path.GetFullPath(directory)) return;
        foreach (string name in Companions)
        {
            string file = Path.Combine(origin, name);
            if (File.Exists(file)) File.Copy(file, Path.Combine(directory, name), overwrite: true);
        }
    }

    // Training changes no entry but the type, and a model's file has more than is read of it here.
    private static void WriteShape(string directory, ModelConfig config, string? origin, string dtype)
    {
        string path = Path.Combine(directory, "config.json"), old = Path.Combine(origin ?? directory, "config.json");
        if (origin is null || !File.Exists(old) || JsonNode.Parse(File.ReadAllBytes(old)) is not JsonObject entries)
        {
            config.Write(path, dtype);
            return;
        }
        // Transformers 5 calls it dtype.
        entries[entries.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = dtype;
        File.WriteAllText(path, entries.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    // Without it, Hugging Face's generation would not know where a text ends.
    private static void WriteGeneration(string path, int end, int? pad)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("eos_token_id", end);
        if (pad is int number) json.WriteNumber("pad_token_id", number);
        json.WriteEndObject();
    }
}
