using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Training.Text.Subwords;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Small byte-level models in the form of public ones: 256 bytes and some merges.</summary>
internal static class SmallModel
{
    public const string Qwen = "qwen", Llama = "llama", Gpt2 = "gpt2", Digits = "digits";

    private const string Split = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static readonly string[] Merges =
        ["t h", "th e", "Ġ the", "i n", "in g", "Ġ Ġ", "ĠĠ ĠĠ", "1 2", "12 3", "3 4", "' s", "e r", "Ġ r", "r e", "Ġr e", "a s", "o n", "as on", "Ġre as", "Ċ Ċ", "Ã ©", "å Ń", "ð Ł", "ðŁ ĺ", "\\ f", "\\f r"];

    /// <summary>The file's value, to be changed before it is written.</summary>
    public static JsonObject Json(string kind)
    {
        var vocabulary = new JsonObject();
        for (int i = 0; i < 256; i++) vocabulary[ByteAlphabet.Of((byte)i).ToString()] = i;
        // A merge of é would hide which byte is whose; a token without a merge shows that whole words go first.
        foreach (string merge in kind == Qwen ? Merges.Where(m => m != "Ã ©" && !m.StartsWith('ð')) : Merges) vocabulary[merge.Replace(" ", "", StringComparison.Ordinal)] = vocabulary.Count;
        vocabulary["reason"] = vocabulary.Count;
        JsonNode[] merges = [.. (kind == Qwen ? Merges.Where(m => m != "Ã ©" && !m.StartsWith('ð')) : Merges).Select(m => kind == Qwen ? (JsonNode)new JsonArray([.. m.Split(' ').Select(x => (JsonNode)x)]) : m)];
        JsonObject Part(string type, bool regex) => new() { ["type"] = type, ["add_prefix_space"] = kind == Gpt2, ["trim_offsets"] = false, ["use_regex"] = regex };
        JsonNode pre = kind switch
        {
            Gpt2 => Part("ByteLevel", regex: true),
            Digits => new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(new JsonObject { ["type"] = "Digits", ["individual_digits"] = true }, Part("ByteLevel", regex: true)) },
            _ => new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Split }, ["behavior"] = "Isolated", ["invert"] = false }, Part("ByteLevel", regex: false)),
            },
        };
        var added = new JsonArray();
        foreach (string token in new[] { "<|im_end|>", "<|im_start|>", "<|endoftext|>", "<think>" })
            added.Add(new JsonObject { ["id"] = vocabulary.Count + added.Count, ["content"] = token, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = token == "<think>", ["special"] = token != "<think>" });
        return new JsonObject
        {
            ["version"] = "1.0", ["truncation"] = null, ["padding"] = null, ["added_tokens"] = added,
            ["normalizer"] = kind == Qwen ? new JsonObject { ["type"] = "NFC" } : null,
            ["pre_tokenizer"] = pre, ["post_processor"] = null, ["decoder"] = Part("ByteLevel", regex: false),
            ["model"] = new JsonObject { ["type"] = "BPE", ["dropout"] = null, ["unk_token"] = null, ["continuing_subword_prefix"] = null, ["end_of_word_suffix"] = null, ["fuse_unk"] = false, ["byte_fallback"] = false, ["ignore_merges"] = kind == Llama, ["vocab"] = vocabulary, ["merges"] = new JsonArray(merges) },
        };
    }

    /// <summary>Writes a folder with <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
    public static void Write(string folder, string kind) => Write(folder, Json(kind));

    /// <summary>Writes a folder with this <c>tokenizer.json</c>.</summary>
    public static void Write(string folder, JsonObject json)
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"eos_token": {"content": "<|im_end|>"}}""");
    }
}
