using System.Text;
using System.Text.Json;

namespace Hicra.Strategy.Mining.Model2Vec;

/// <summary>Byte-pair encoding: the pair that was merged first in training is merged first, until no known pair is left.</summary>
internal sealed class BytePair : Tokenizer
{
    private static readonly string[] Endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];
    private readonly Dictionary<string, int> _tokens;
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly bool _byteLevel;

    public BytePair(JsonElement model, bool byteLevel)
    {
        _byteLevel = byteLevel;
        _tokens = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        foreach (JsonElement merge in model.GetProperty("merges").EnumerateArray())
        {
            // Old files write a merge as "left right", new ones as ["left", "right"].
            string[] pair = merge.ValueKind == JsonValueKind.Array ? [merge[0].GetString()!, merge[1].GetString()!] : merge.GetString()!.Split(' ');
            _ranks.TryAdd((pair[0], pair[1]), _ranks.Count);
        }
    }

    public override int Count => _tokens.Values.Max() + 1;

    // GPT-2's pattern on words between blanks: a contraction's ending stands alone; the blank belongs to the word behind it.
    protected override IEnumerable<string> Words(string phrase)
    {
        if (!_byteLevel) return base.Words(phrase);
        return phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany((word, i) =>
        {
            string blank = i == 0 ? "" : " ";
            int quote = word.IndexOf('\'', StringComparison.Ordinal);
            string? ending = quote <= 0 ? null : Endings.FirstOrDefault(e => word[quote..] == e);
            return ending is null ? (string[])[blank + word] : [blank + word[..quote], ending];
        });
    }

    protected override IEnumerable<int> Split(string word)
    {
        List<string> pieces = _byteLevel
            ? [.. Encoding.UTF8.GetBytes(word).Select(b => TokenPieces.ByteLevelCharacter(b).ToString())]
            : [.. word.EnumerateRunes().Select(rune => rune.ToString())];
        while (pieces.Count > 1)
        {
            int at = -1, least = int.MaxValue;
            for (int i = 0; i + 1 < pieces.Count; i++)
            {
                if (_ranks.TryGetValue((pieces[i], pieces[i + 1]), out int rank) && rank < least) (at, least) = (i, rank);
            }
            if (at < 0) break;
            pieces[at] += pieces[at + 1];
            pieces.RemoveAt(at + 1);
        }
        return pieces.Where(_tokens.ContainsKey).Select(piece => _tokens[piece]);
    }
}
