using System.Text.Json;

namespace Hicra.Strategy.Mining.Model2Vec;

/// <summary>WordPiece: the longest token that begins the rest of the word, again and again; a word that does not come out is unknown.</summary>
internal sealed class WordPiece : Tokenizer
{
    private readonly Dictionary<string, int> _tokens;
    private readonly string _prefix;
    private readonly int _longest, _unknown;

    public WordPiece(JsonElement model)
    {
        _tokens = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        _prefix = model.TryGetProperty("continuing_subword_prefix", out JsonElement prefix) ? prefix.GetString() ?? "" : "##";
        _longest = model.TryGetProperty("max_input_chars_per_word", out JsonElement longest) ? longest.GetInt32() : 100;
        _unknown = model.TryGetProperty("unk_token", out JsonElement unknown) && unknown.GetString() is { } name && _tokens.TryGetValue(name, out int id) ? id : -1;
    }

    public override int Count => _tokens.Values.Max() + 1;

    protected override IEnumerable<int> Split(string word)
    {
        var pieces = new List<int>();
        if (word.Length > _longest) return pieces;
        for (int start = 0; start < word.Length;)
        {
            int end = word.Length, token = -1;
            for (; end > start && !_tokens.TryGetValue((start > 0 ? _prefix : "") + word[start..end], out token); end--) { }
            if (end == start) return [];
            if (token != _unknown) pieces.Add(token);
            start = end;
        }
        return pieces;
    }
}
