using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hicra.Training.Text.Subwords;

/// <summary>A <c>tokenizer.json</c> with byte-level byte-pair encoding. What it asks for and this reader does not do is refused by name.</summary>
internal sealed class BytePairFile
{
    // Far more than any vocabulary has; tables are as long as the highest id.
    private const int HighestId = 1 << 24;

    private readonly JsonText _json;
    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);
    private readonly List<(string Text, int Id)> _added = [];

    private BytePairFile(JsonText json)
    {
        _json = json;
        ReadModel(json.Root.Member("model"));
        (Verbatim, Normalised) = ReadAdded();
        TokenCount = _vocabulary.Values.Concat(_added.Select(token => token.Id)).Max() + 1;
        ComposeFirst = ReadNormaliser(json.Root.Member("normalizer"));
        PreTokenizer = ReadPreTokenizer();
        BeginTokens = ReadPostProcessor();
        if (!Parts("decoder", "decoders").Any(part => part.Type == "ByteLevel")) throw json.Refused("decoder", "is not ByteLevel");
    }

    /// <summary>Token to id, in the byte alphabet.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    /// <summary>The tokens that stand in a text as they are written.</summary>
    public IReadOnlyList<(string Text, int Id)> Added => _added;

    /// <summary>Ids are below it.</summary>
    public int TokenCount { get; }

    /// <summary>The merges, as the file orders them.</summary>
    public PairMerges Merges { get; } = new();

    /// <summary><c>ignore_merges</c>: a word that is a token is that token, whatever merges would give.</summary>
    public bool WholeWordsFirst { get; private set; }

    /// <summary>Added tokens that are looked for in the text as it is given.</summary>
    public AddedTokens Verbatim { get; }

    /// <summary>Added tokens that are looked for in the normalised text.</summary>
    public AddedTokens Normalised { get; }

    /// <summary>Whether text is brought to normal form C.</summary>
    public bool ComposeFirst { get; }

    /// <summary>Cuts text into words.</summary>
    public PreTokenizer PreTokenizer { get; }

    /// <summary>What a model expects before a text.</summary>
    public IReadOnlyList<int> BeginTokens { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="HicraException">It is missing or broken, or asks for what is not known here.</exception>
    public static BytePairFile Read(string path)
    {
        using JsonText json = JsonText.Read(path, "fetch the model's tokenizer files again");
        return new BytePairFile(json);
    }

    private void ReadModel(JsonElement model)
    {
        if (model.Text("type") is { } type && type != "BPE") throw _json.Refused("model", $"is of type {type}, and only BPE is read");
        foreach (string name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
            if (model.Text(name) is { Length: > 0 } value) throw _json.Refused("model." + name, $"is '{value}', which byte-level models do not have");
        if (model.Flag("byte_fallback")) throw _json.Refused("model.byte_fallback", "is set, which byte-level models do not have");
        if (model.Member("dropout") is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() != 0) throw _json.Refused("model.dropout", "is set: tokens would be drawn by chance");
        WholeWordsFirst = model.Flag("ignore_merges");
        foreach (JsonProperty token in _json.Object(model.Member("vocab"), "model.vocab"))
            if (!token.Value.TryGetInt32(out int id) || id is < 0 or > HighestId || !_vocabulary.TryAdd(token.Name, id)) throw _json.Refused("model.vocab", $"has a token '{token.Name}' with a bad id, or twice");
        for (int value = 0; value < 256; value++)
            if (!_vocabulary.ContainsKey(ByteAlphabet.Of((byte)value).ToString())) throw _json.Refused("model.vocab", $"has no token for the byte 0x{value:X2}");
        int rank = 0;
        foreach (JsonElement merge in _json.Array(model.Member("merges"), "model.merges"))
        {
            // Two forms: "a b", and since 2024 ["a", "b"].
            string[] pair = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [.. _json.Array(merge, "model.merges").Select(part => part.GetString() ?? "")];
            if (pair.Length != 2 || !_vocabulary.TryGetValue(pair[0], out int left) || !_vocabulary.TryGetValue(pair[1], out int right) || !_vocabulary.TryGetValue(pair[0] + pair[1], out int whole))
                throw _json.Refused("model.merges", $"has at place {rank + 1} a merge whose tokens are not all in the vocabulary");
            Merges.Add(left, right, rank++, whole);
        }
    }

    private (AddedTokens Verbatim, AddedTokens Normalised) ReadAdded()
    {
        List<(string Text, int Id)> verbatim = [], normalised = [];
        foreach (JsonElement token in _json.Array(_json.Root.Member("added_tokens"), "added_tokens"))
        {
            if (token.Text("content") is not { Length: > 0 } content || token.Member("id") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out int id) || id is < 0 or > HighestId)
                throw _json.Refused("added_tokens", "has a token without content or id");
            foreach (string name in new[] { "single_word", "lstrip", "rstrip" })
                if (token.Flag(name)) throw _json.Refused("added_tokens", $"asks for {name} at '{content}'");
            _added.Add((content, id));
            (token.Flag("normalized") ? normalised : verbatim).Add((content, id));
        }
        return (new AddedTokens(verbatim), new AddedTokens(normalised));
    }

    private bool ReadNormaliser(JsonElement normaliser)
    {
        bool composes = false;
        foreach ((string type, _) in Parts(normaliser, "normalizers"))
            composes = type == "NFC" ? true : throw _json.Refused("normalizer", $"is of type {type}, and only NFC is known");
        return composes;
    }

    private PreTokenizer ReadPreTokenizer()
    {
        List<Regex> patterns = [];
        bool byteLevel = false, leadingBlank = false;
        foreach ((string type, JsonElement part) in Parts("pre_tokenizer", "pretokenizers"))
        {
            switch (type)
            {
                case "Split":
                    if (part.Text("behavior") is not "Isolated" and var behavior) throw _json.Refused("pre_tokenizer", $"splits with the behavior {behavior}, and only Isolated is known");
                    JsonElement pattern = part.Member("pattern");
                    patterns.Add(Compile(pattern.Text("Regex") ?? Regex.Escape(pattern.Text("String") ?? throw _json.Refused("pre_tokenizer", "has a Split without a pattern"))));
                    break;
                case "Digits":
                    patterns.Add(Compile(part.Flag("individual_digits") ? @"\p{N}" : @"\p{N}+"));
                    break;
                case "ByteLevel":
                    byteLevel = true;
                    if (part.Flag("add_prefix_space", missing: true) && patterns.Count > 0) throw _json.Refused("pre_tokenizer", "adds a blank before every piece of a split");
                    leadingBlank |= part.Flag("add_prefix_space", missing: true);
                    if (part.Flag("use_regex", missing: true)) patterns.Add(Compile(PreTokenizer.Gpt2));
                    break;
                default: throw _json.Refused("pre_tokenizer", $"is of type {type}, and only Split, Digits and ByteLevel are known");
            }
        }
        return byteLevel ? new PreTokenizer(patterns, leadingBlank) : throw _json.Refused("pre_tokenizer", "is not ByteLevel");
    }

    private Regex Compile(string pattern)
    {
        try
        {
            return SplitPattern.Compile(pattern);
        }
        catch (HicraException error)
        {
            throw _json.Refused("pre_tokenizer", error.Message);
        }
    }

    private int[] ReadPostProcessor()
    {
        List<int> begin = [];
        foreach ((string type, JsonElement part) in Parts("post_processor", "processors"))
        {
            if (type == "ByteLevel") continue;
            if (type != "TemplateProcessing") throw _json.Refused("post_processor", $"is of type {type}, and only ByteLevel and TemplateProcessing are known");
            foreach (JsonElement piece in _json.Array(part.Member("single"), "post_processor.single"))
            {
                if (piece.Member("SpecialToken").Text("id") is not { } name) break;
                foreach (JsonElement id in _json.Array(part.Member("special_tokens").Member(name).Member("ids"), "post_processor.special_tokens")) begin.Add(id.GetInt32());
            }
        }
        return [.. begin];
    }

    private IEnumerable<(string Type, JsonElement Part)> Parts(string member, string list) => Parts(_json.Root.Member(member), list);

    // A part, or the parts of a Sequence, in order; none where there is none.
    private IEnumerable<(string Type, JsonElement Part)> Parts(JsonElement part, string list)
    {
        if (part.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        string type = part.Text("type") ?? throw _json.Refused(list, "has a part without a type");
        return type == "Sequence" ? _json.Array(part.Member(list), list).SelectMany(inner => Parts(inner, list)) : [(type, part)];
    }
}
