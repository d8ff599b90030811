using System.Text.Json;
using Hicra.Tensors;
using Hicra.Training.Policies;

namespace Hicra.Torch;

/// <summary>A LoRA's folder as PEFT has it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
/// <param name="Lora">Rank, alpha and targets.</param>
/// <param name="Base">The folder of the model beside which it was learnt.</param>
internal sealed record LoraFolder(LoraOptions Lora, string Base)
{
    /// <summary>Whether a folder is one.</summary>
    public static bool Is(string directory) => File.Exists(Path.Combine(directory, ModelFolder.AdapterSettings));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HicraException">The file is broken, asks for something that is not computed here, or its base model is not on this machine.</exception>
    public static LoraFolder Read(string directory)
    {
        string path = Path.Combine(directory, ModelFolder.AdapterSettings);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(directory, path, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HicraException($"{path}: cannot be read as PEFT's settings of a LoRA; save the adapter again", error);
        }
    }

    /// <summary>Writes settings and tensors.</summary>
    /// <param name="directory">The folder; made where there is none.</param>
    /// <param name="lora">Rank, alpha and targets.</param>
    /// <param name="origin">The base model's folder; null for a model that was made here.</param>
    /// <param name="tensors">A and B of every target.</param>
    public static void Write(string directory, LoraOptions lora, string? origin, TensorSource tensors)
    {
        Directory.CreateDirectory(directory);
        Safetensors.Write(Path.Combine(directory, ModelFolder.AdapterFile), tensors);
        using (FileStream stream = File.Create(Path.Combine(directory, ModelFolder.AdapterSettings)))
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("peft_type", "LORA");
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteString("base_model_name_or_path", origin is null ? null : Path.GetFullPath(origin));
            json.WriteNumber("r", lora.Rank);
            json.WriteNumber("lora_alpha", lora.Alpha ?? 2.0 * lora.Rank);
            json.WriteNumber("lora_dropout", 0.0);
            json.WriteStartArray("target_modules");
            foreach (string target in lora.Targets) json.WriteStringValue(target);
            json.WriteEndArray();
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("use_rslora", false);
            json.WriteBoolean("use_dora", false);
            json.WriteBoolean("init_lora_weights", true);
            json.WriteBoolean("inference_mode", true);
            json.WriteEndObject();
        }
        ModelFolder.CopyCompanions(origin, directory);
    }

    private static LoraFolder Parse(string directory, string path, JsonElement root)
    {
        if (Text(root, "peft_type") is not "LORA" and var type) throw Refused($"peft_type is '{type}'", "a LoRA");
        foreach (string flag in new[] { "use_dora", "use_rslora", "fan_in_fan_out", "lora_bias" })
            if (root.TryGetProperty(flag, out JsonElement on) && on.ValueKind == JsonValueKind.True) throw Refused($"{flag} is true", "a plain LoRA");
        foreach (string part in new[] { "rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform", "target_parameters", "trainable_token_indices" })
            if (root.TryGetProperty(part, out JsonElement some) && some.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && some.GetRawText() is not ("{}" or "[]")) throw Refused($"{part} is given", "a plain LoRA");
        if (Text(root, "bias") is not (null or "none")) throw Refused($"bias is '{Text(root, "bias")}'", "none");
        // These change the base model's own matrices when they begin.
        if (root.TryGetProperty("init_lora_weights", out JsonElement init) && init.ValueKind == JsonValueKind.String && init.GetString() != "gaussian") throw Refused($"init_lora_weights is '{init.GetString()}'", "true or gaussian");
        JsonElement targets = root.GetProperty("target_modules");
        if (targets.ValueKind == JsonValueKind.String && targets.GetString() != "all-linear") throw Refused("target_modules is a pattern", "a list of names");
        var lora = new LoraOptions
        {
            Rank = root.GetProperty("r").GetInt32(),
            Alpha = root.GetProperty("lora_alpha").GetDouble(),
            Targets = targets.ValueKind == JsonValueKind.String ? LoraOptions.AllTargets : [.. LoraOptions.AllTargets.Intersect(targets.EnumerateArray().Select(x => Known(x.GetString() ?? "")))],
        };
        string name = Text(root, "base_model_name_or_path") ?? throw Refused("base_model_name_or_path is missing", "the folder of the base model");
        string found = new[] { name, Path.Combine(directory, name) }.FirstOrDefault(Directory.Exists) ?? throw Refused($"base_model_name_or_path '{name}' is no folder on this machine", "the folder of the base model");
        return new LoraFolder(lora.Validate(), found);

        string Known(string target) => LoraOptions.AllTargets.Contains(target) ? target : throw Refused($"target_modules has '{target}'", string.Join(", ", LoraOptions.AllTargets));

        HicraException Refused(string what, string wanted) => new($"{path}: {what}; what is computed here: {wanted}");
    }

    private static string? Text(JsonElement root, string key) => root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
