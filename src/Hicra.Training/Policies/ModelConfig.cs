using System.Globalization;
using System.Text.Json;

namespace Hicra.Training.Policies;

/// <summary>
/// The shape of a decoder-only transformer as Hugging Face's <c>config.json</c> gives it for Llama and for Qwen without
/// biases: RMSNorm, rotary positions (halves rotated), grouped-query attention, SwiGLU, tied or untied head.
/// </summary>
public sealed record ModelConfig
{
    /// <summary><c>vocab_size</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary><c>hidden_size</c>: width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary><c>num_hidden_layers</c>.</summary>
    public required int Layers { get; init; }

    /// <summary><c>num_attention_heads</c>.</summary>
    public required int Heads { get; init; }

    /// <summary><c>num_key_value_heads</c>; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary><c>head_dim</c>; <c>hidden_size / num_attention_heads</c> where the file does not say. Even.</summary>
    public required int HeadSize { get; init; }

    /// <summary><c>intermediate_size</c>: width of the SwiGLU.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary><c>max_position_embeddings</c>: the longest sequence in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary><c>rope_theta</c>: the base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary><c>rms_norm_eps</c>.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary><c>tie_word_embeddings</c>: the head is the embedding.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary><c>eos_token_id</c>, if the file has one.</summary>
    public int? EndToken { get; init; }

    /// <summary><c>pad_token_id</c>, if the file has one.</summary>
    public int? PadToken { get; init; }

    /// <summary>The default preset: the puzzle world's model of 103,296 parameters.</summary>
    public static ModelConfig Puzzle(int vocabularySize, int endToken, int padToken) => new()
    {
        VocabularySize = vocabularySize, HiddenSize = 64, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadSize = 16,
        IntermediateSize = 176, MaxPositions = 160, EndToken = endToken, PadToken = padToken,
    };

    /// <summary>The number of parameters; a tied head counts once.</summary>
    public long ParameterCount =>
        (long)VocabularySize * HiddenSize * (TiedHead ? 1 : 2) + HiddenSize
        + Layers * (2L * HiddenSize + 2L * HiddenSize * Heads * HeadSize + 2L * HiddenSize * KeyValueHeads * HeadSize + 3L * HiddenSize * IntermediateSize);

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="HicraException">The file is missing or broken, or describes a model that this engine does not compute.</exception>
    public static ModelConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new HicraException($"{path}: no such file; a base model is a folder with config.json and model.safetensors");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(path, document.RootElement);
        }
        catch (JsonException error)
        {
            throw new HicraException($"{path}: not valid JSON (line {error.LineNumber + 1}); write the model's config.json again", error);
        }
    }

    /// <summary>Writes <c>config.json</c> so that Hugging Face's Llama loads it.</summary>
    public void Write(string path)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue("LlamaForCausalLM");
        json.WriteEndArray();
        json.WriteString("model_type", "llama");
        json.WriteNumber("vocab_size", VocabularySize);
        json.WriteNumber("hidden_size", HiddenSize);
        json.WriteNumber("num_hidden_layers", Layers);
        json.WriteNumber("num_attention_heads", Heads);
        json.WriteNumber("num_key_value_heads", KeyValueHeads);
        json.WriteNumber("head_dim", HeadSize);
        json.WriteNumber("intermediate_size", IntermediateSize);
        json.WriteNumber("max_position_embeddings", MaxPositions);
        json.WriteNumber("rope_theta", RopeTheta);
        json.WriteNumber("rms_norm_eps", NormEpsilon);
        json.WriteBoolean("tie_word_embeddings", TiedHead);
        json.WriteBoolean("attention_bias", false);
        json.WriteString("hidden_act", "silu");
        if (EndToken is int end) json.WriteNumber("eos_token_id", end);
        if (PadToken is int pad) json.WriteNumber("pad_token_id", pad);
        json.WriteString("torch_dtype", "float32");
        json.WriteEndObject();
    }

    /// <summary>Checks that the sizes fit together.</summary>
    /// <param name="source">Named in the error, for example the file.</param>
    /// <exception cref="HicraException">A size is not positive, or the heads do not divide.</exception>
    public ModelConfig Validate(string source)
    {
        foreach ((string name, int value) in new[]
        {
            ("vocab_size", VocabularySize), ("hidden_size", HiddenSize), ("num_hidden_layers", Layers), ("num_attention_heads", Heads),
            ("num_key_value_heads", KeyValueHeads), ("head_dim", HeadSize), ("intermediate_size", IntermediateSize), ("max_position_embeddings", MaxPositions),
        })
            if (value < 1) throw new HicraException($"{source}: {name} is {value}; it must be at least 1");
        if (Heads % KeyValueHeads != 0) throw new HicraException($"{source}: num_key_value_heads {KeyValueHeads} does not divide num_attention_heads {Heads}");
        if (HeadSize % 2 != 0) throw new HicraException($"{source}: head_dim {HeadSize} is odd; rotary positions need an even one");
        if (!(RopeTheta > 0) || !(NormEpsilon >= 0)) throw new HicraException($"{source}: rope_theta must be positive and rms_norm_eps must not be negative");
        return this;
    }

    private static ModelConfig Parse(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new HicraException($"{path}: not a JSON object; write the model's config.json again");
        Refuse(path, root, "attention_bias", x => x.ValueKind == JsonValueKind.True, "biases");
        Refuse(path, root, "mlp_bias", x => x.ValueKind == JsonValueKind.True, "biases");
        Refuse(path, root, "rope_scaling", x => x.ValueKind == JsonValueKind.Object, "scaled rotary positions");
        Refuse(path, root, "hidden_act", x => x.GetString() is not ("silu" or "swish"), "an activation other than silu");
        if (root.TryGetProperty("model_type", out JsonElement type) && type.GetString() is string model && model is not ("llama" or "mistral"))
            throw new HicraException($"{path}: model_type {model} is not computed by the embedded engine; it computes llama (no biases, no query and key norms)");
        int hidden = Integer(path, root, "hidden_size"), heads = Integer(path, root, "num_attention_heads");
        return new ModelConfig
        {
            VocabularySize = Integer(path, root, "vocab_size"),
            HiddenSize = hidden,
            Layers = Integer(path, root, "num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = Integer(path, root, "num_key_value_heads", heads),
            HeadSize = Integer(path, root, "head_dim", heads > 0 ? hidden / heads : 0),
            IntermediateSize = Integer(path, root, "intermediate_size"),
            MaxPositions = Integer(path, root, "max_position_embeddings"),
            RopeTheta = Number(path, root, "rope_theta", 10000),
            NormEpsilon = Number(path, root, "rms_norm_eps", 1e-6),
            TiedHead = root.TryGetProperty("tie_word_embeddings", out JsonElement tied) && tied.ValueKind == JsonValueKind.True,
            EndToken = Optional(root, "eos_token_id"),
            PadToken = Optional(root, "pad_token_id"),
        }.Validate(path);
    }

    private static void Refuse(string path, JsonElement root, string key, Func<JsonElement, bool> refused, string what)
    {
        if (root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null && refused(value))
            throw new HicraException($"{path}: {key} asks for {what}, which the embedded engine does not compute; use a Llama-shaped checkpoint without");
    }

    private static int Integer(string path, JsonElement root, string key, int? fallback = null)
    {
        if (!root.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return fallback ?? throw new HicraException($"{path}: {key} is missing; it must be a whole number");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
            : throw new HicraException($"{path}: {key} is {value.GetRawText()}; it must be a whole number");
    }

    private static double Number(string path, JsonElement root, string key, double fallback)
    {
        if (!root.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return fallback;
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : throw new HicraException(string.Create(CultureInfo.InvariantCulture, $"{path}: {key} is {value.GetRawText()}; it must be a number"));
    }

    private static int? Optional(JsonElement root, string key) =>
        root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
}
