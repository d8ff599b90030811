using System.Buffers;

namespace Hicra.Training.Text.Subwords;

/// <summary>Tokens that stand in a text as they are written, outside of all merges: the leftmost first, and of those the longest.</summary>
internal sealed class AddedTokens
{
    private readonly ILookup<char, (string Text, int Id)> _byFirst;
    private readonly SearchValues<char> _firsts;

    /// <summary>These tokens, none of them empty.</summary>
    public AddedTokens(IEnumerable<(string Text, int Id)> tokens)
    {
        _byFirst = tokens.OrderByDescending(token => token.Text.Length).ToLookup(token => token.Text[0]);
        _firsts = SearchValues.Create([.. _byFirst.Select(group => group.Key)]);
    }

    /// <summary>The parts of a text in order, none of them empty: added tokens, and with a null id what lies between them.</summary>
    public IEnumerable<(int Begin, int End, int? Id)> Split(string text)
    {
        int between = 0;
        for (int at = 0; at < text.Length;)
        {
            int found = text.AsSpan(at).IndexOfAny(_firsts);
            if (found < 0) break;
            at += found;
            (string word, int id) = _byFirst[text[at]].FirstOrDefault(token => string.CompareOrdinal(text, at, token.Text, 0, token.Text.Length) == 0);
            if (word is null)
            {
                at++;
                continue;
            }
            if (between < at) yield return (between, at, null);
            yield return (at, at + word.Length, id);
            between = at += word.Length;
        }
        if (between < text.Length) yield return (between, text.Length, null);
    }
}
