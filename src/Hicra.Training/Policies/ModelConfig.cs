using System.Globalization;
using System.Text.Json;

namespace Hicra.Training.Policies;

/// <summary>
/// The shape of a decoder-only transformer as Hugging Face's <c>config.json</c> gives it for Llama, Mistral, Qwen 2 and Qwen 3:
/// RMSNorm, rotary positions (halves rotated), grouped-query attention, SwiGLU, tied or untied head. An engine says what of
/// that it does not compute.
/// </summary>
public sealed record ModelConfig
{
    /// <summary><c>model_type</c>: <c>llama</c>, <c>mistral</c>, <c>qwen2</c> or <c>qwen3</c>.</summary>
    public string Architecture { get; init; } = "llama";

    /// <summary>Whether queries, keys and values have biases: always in Qwen 2, and where <c>attention_bias</c> says so.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the attention's output has a bias: where <c>attention_bias</c> says so, and never in Qwen 2.</summary>
    public bool OutputBias { get; init; }

    /// <summary><c>mlp_bias</c>: whether the three matrices of the SwiGLU have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether each head's queries and keys are normed before they are rotated: in Qwen 3.</summary>
    public bool QueryKeyNorms => Architecture == "qwen3";

    /// <summary><c>rope_scaling</c>; null for positions as they are.</summary>
    public RopeScaling? RopeScaling { get; init; }

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

    /// <summary>
    /// Pixels of a patch (<see cref="PatchToken.Pixels"/>) where the model sees pictures: <c>vision_config</c> of the kind <see cref="PatchKind"/>; else 0.
    /// Its tensor <c>model.patch_embed.weight</c> [pixels, hidden_size] is the linear projection of a patch.
    /// </summary>
    public int PatchPixels { get; init; }

    /// <summary>The only <c>model_type</c> of a <c>vision_config</c> that is computed here.</summary>
    public const string PatchKind = "hicra-patches";

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
        ((long)VocabularySize * (TiedHead ? 1 : 2) + PatchPixels + 1) * HiddenSize
        + Layers * (BiasesAndNorms + 2L * HiddenSize + 2L * HiddenSize * Heads * HeadSize + 2L * HiddenSize * KeyValueHeads * HeadSize + 3L * HiddenSize * IntermediateSize);

    private long BiasesAndNorms => (AttentionBias ? (Heads + 2L * KeyValueHeads) * HeadSize : 0) + (OutputBias ? HiddenSize : 0) + (FeedForwardBias ? 2L * IntermediateSize + HiddenSize : 0) + (QueryKeyNorms ? 2L * HeadSize : 0);

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="HicraException">The file is missing or broken, or describes a model that no engine here computes.</exception>
    public static ModelConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new HicraException($"{path}: no such file; a base model is a folder with config.json and model.safetensors");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(path, document.RootElement);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new HicraException($"{path}: an entry is of another kind than its name asks for: {error.Message.ReplaceLineEndings(" ")}; write the model's config.json again", error);
        }
        catch (JsonException error)
        {
            throw new HicraException($"{path}: not valid JSON (line {error.LineNumber + 1}); write the model's config.json again", error);
        }
    }

    /// <summary>Writes <c>config.json</c> so that Hugging Face loads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">The type of the tensors beside it, in PyTorch's words.</param>
    public void Write(string path, string dtype = "float32")
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue(char.ToUpperInvariant(Architecture[0]) + Architecture[1..] + "ForCausalLM");
        json.WriteEndArray();
        json.WriteString("model_type", Architecture);
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
        RopeScaling?.Write(json);
        json.WriteBoolean("attention_bias", AttentionBias && Architecture != "qwen2");
        if (FeedForwardBias) json.WriteBoolean("mlp_bias", true);
        json.WriteString("hidden_act", "silu");
        if (PatchPixels > 0)
        {
            json.WriteStartObject("vision_config");
            json.WriteString("model_type", PatchKind);
            json.WriteNumber("patch_pixels", PatchPixels);
            json.WriteEndObject();
        }
        if (EndToken is int end) json.WriteNumber("eos_token_id", end);
        if (PadToken is int pad) json.WriteNumber("pad_token_id", pad);
        json.WriteString("torch_dtype", dtype);
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
        if (PatchPixels is not (0 or PatchToken.Pixels)) throw new HicraException($"{source}: patch_pixels is {PatchPixels}; patches of pictures have {PatchToken.Pixels} pixels here");
        if (HeadSize % 2 != 0) throw new HicraException($"{source}: head_dim {HeadSize} is odd; rotary positions need an even one");
        if (!(RopeTheta > 0) || !(NormEpsilon >= 0)) throw new HicraException($"{source}: rope_theta must be positive and rms_norm_eps must not be negative");
        return this;
    }

    private static ModelConfig Parse(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new HicraException($"{path}: not a JSON object; write the model's config.json again");
        Refuse(path, root, "hidden_act", x => x.GetString() is not ("silu" or "swish"), "an activation other than silu");
        Refuse(path, root, "vision_config", x => !IsPatches(x), "images");
        Refuse(path, root, "use_sliding_window", x => x.ValueKind == JsonValueKind.True, "a sliding window");
        Refuse(path, root, "layer_types", x => x.ValueKind == JsonValueKind.Array && x.EnumerateArray().Any(layer => layer.GetString() != "full_attention"), "layers other than full_attention");
        Refuse(path, root, "partial_rotary_factor", x => x.GetDouble() != 1, "positions of a part of each head");
        string model = root.TryGetProperty("model_type", out JsonElement type) ? type.GetString() ?? "llama" : "llama";
        if (model is not ("llama" or "mistral" or "qwen2" or "qwen3")) throw new HicraException($"{path}: model_type {model} is not computed here; llama, mistral, qwen2 and qwen3 are");
        if (model == "mistral") Refuse(path, root, "sliding_window", x => x.ValueKind == JsonValueKind.Number && x.GetInt32() < Integer(path, root, "max_position_embeddings"), "a sliding window");
        bool bias = root.TryGetProperty("attention_bias", out JsonElement biased) && biased.ValueKind == JsonValueKind.True;
        // Since version 5 of transformers, base and scaling stand together.
        JsonElement rope = root.TryGetProperty("rope_parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object ? parameters : root;
        JsonElement scaling = rope.ValueKind == JsonValueKind.Object && rope.TryGetProperty("rope_type", out _) ? rope : root.TryGetProperty("rope_scaling", out JsonElement older) ? older : default;
        int hidden = Integer(path, root, "hidden_size"), heads = Integer(path, root, "num_attention_heads");
        return new ModelConfig
        {
            Architecture = model,
            AttentionBias = bias || model == "qwen2",
            OutputBias = bias && model != "qwen2",
            FeedForwardBias = root.TryGetProperty("mlp_bias", out JsonElement gated) && gated.ValueKind == JsonValueKind.True,
            RopeScaling = RopeScaling.Read(path, scaling),
            VocabularySize = Integer(path, root, "vocab_size"),
            HiddenSize = hidden,
            Layers = Integer(path, root, "num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = Integer(path, root, "num_key_value_heads", heads),
            HeadSize = Integer(path, root, "head_dim", heads > 0 ? hidden / heads : 0),
            IntermediateSize = Integer(path, root, "intermediate_size"),
            MaxPositions = Integer(path, root, "max_position_embeddings"),
            RopeTheta = Number(path, rope, "rope_theta", 10000),
            NormEpsilon = Number(path, root, "rms_norm_eps", 1e-6),
            TiedHead = root.TryGetProperty("tie_word_embeddings", out JsonElement tied) && tied.ValueKind == JsonValueKind.True,
            PatchPixels = root.TryGetProperty("vision_config", out JsonElement vision) && IsPatches(vision) ? Integer(path, vision, "patch_pixels") : 0,
            EndToken = Optional(root, "eos_token_id"),
            PadToken = Optional(root, "pad_token_id"),
        }.Validate(path);
    }

    private static bool IsPatches(JsonElement vision) => vision.ValueKind == JsonValueKind.Object && vision.TryGetProperty("model_type", out JsonElement kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == PatchKind;

    private static void Refuse(string path, JsonElement root, string key, Func<JsonElement, bool> refused, string what)
    {
        if (root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null && refused(value))
            throw new HicraException($"{path}: {key} asks for {what}, which no engine here computes; use a checkpoint without");
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
