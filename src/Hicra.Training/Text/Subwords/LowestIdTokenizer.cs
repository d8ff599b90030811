using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hicra.Training.Text.Subwords;

/// <summary>
/// The SentencePiece-like tokenizer of small models (llama2.c): a vocabulary in the order of its merges, so that of all pairs
/// that make a token the one with the lowest id is merged first; a character that is no token becomes its UTF-8 bytes,
/// <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>. A blank is put before every text.
/// </summary>
internal sealed partial class LowestIdTokenizer : SubwordTokenizer
{
    private readonly PairMerges _merges = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly int[] _byteTokens = new int[256];

    /// <summary>Reads <c>vocab.json</c>, a list of token texts by id, and the files beside it.</summary>
    /// <exception cref="HicraException">A file is missing or broken, or a byte has no token.</exception>
    public LowestIdTokenizer(string folder)
    {
        string path = Path.Combine(folder, "vocab.json");
        using JsonText json = JsonText.Read(path, "fetch the model's tokenizer files again");
        string[] texts = [.. json.Array(json.Root, "the file").Select(text => text.GetString() ?? "")];
        ModelTokens model = ModelTokens.Read(folder, text => Array.IndexOf(texts, text) is >= 0 and var id ? id : null);
        Array.Fill(_byteTokens, -1);
        var bytes = new byte[texts.Length][];
        Bytes = bytes;
        // Tokens before and among those of bytes are a model's own marks, not text.
        int lastByte = Array.FindLastIndex(texts, text => ByteToken().IsMatch(text));
        foreach ((int id, string text) in texts.Index())
        {
            bool isByte = ByteToken().IsMatch(text);
            bytes[id] = isByte ? [byte.Parse(text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)] : Encoding.UTF8.GetBytes(text);
            if (isByte) _byteTokens[bytes[id][0]] = id;
            else if (id > lastByte && text.Length > 0) _ids.TryAdd(text, id);
        }
        if (Array.IndexOf(_byteTokens, -1) is >= 0 and var missing) throw json.Refused("the list", $"has no token <0x{missing:X2}> for that byte");
        foreach ((string text, int id) in _ids)
            for (int cut = 1; cut < text.Length; cut++)
                if (_ids.TryGetValue(text[..cut], out int left) && _ids.TryGetValue(text[cut..], out int right)) _merges.Add(left, right, id, id);
        VocabularySize = Math.Max(texts.Length, model.VocabularySize ?? 0);
        EndTokens = model.EndTokens;
        BeginTokens = model.BeginToken is int begin ? [begin] : [];
    }

    /// <inheritdoc/>
    public override TokenizedText Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return new TokenizedText([], [0]);
        List<int> ids = [], lengths = [];
        Add(" ", 0);
        foreach (Rune rune in text.EnumerateRunes()) Add(rune.ToString(), rune.Utf8SequenceLength);
        _merges.Apply(ids, lengths);
        var offsets = new int[ids.Count + 1];
        for (int i = 0; i < ids.Count; i++) offsets[i + 1] = offsets[i] + lengths[i];
        return new TokenizedText([.. ids], offsets);

        void Add(string character, int length)
        {
            if (_ids.TryGetValue(character, out int id))
            {
                ids.Add(id);
                lengths.Add(length);
                return;
            }
            foreach (byte value in Encoding.UTF8.GetBytes(character))
            {
                ids.Add(_byteTokens[value]);
                lengths.Add(Math.Min(length, 1));
            }
        }
    }

    [GeneratedRegex("^<0x[0-9A-F]{2}>\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ByteToken();
}
