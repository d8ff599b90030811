using System.Text;
using System.Text.RegularExpressions;

namespace Hicra.Training.Text.Subwords;

/// <summary>
/// A pattern of tokenizer.json (Oniguruma's syntax) as a <see cref="Regex"/> that means the same on <see cref="StandIns"/>. What the two read differently,
/// or what no known tokenizer uses, is refused by name.
/// </summary>
internal sealed class SplitPattern
{
    private static readonly HashSet<string> Categories =
        ["L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp"];

    private readonly string _pattern;
    private readonly StringBuilder _translated = new();
    private readonly Stack<bool> _ignoreCase = new([false]);
    private int _at;

    private SplitPattern(string pattern) => _pattern = pattern;

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="HicraException">A construct is not known; the message names it and the pattern, and no file.</exception>
    public static Regex Compile(string pattern) => new(new SplitPattern(pattern).Translate(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private string Translate()
    {
        while (_at < _pattern.Length)
        {
            char c = _pattern[_at++];
            switch (c)
            {
                case '\\': _translated.Append(Escape()); break;
                case '[': Class(); break;
                case '(': Open(); break;
                case ')':
                    if (_ignoreCase.Count == 1) throw Unknown(")");
                    _ignoreCase.Pop();
                    _translated.Append(c);
                    break;
                case '?' or '*' or '+':
                    _translated.Append(c);
                    Greed();
                    break;
                case '{':
                    int close = _pattern.IndexOf('}', _at);
                    if (close < 0 || !Regex.IsMatch(_pattern[_at..close], "^[0-9]+(,[0-9]*)?\\z")) throw Unknown("{");
                    _translated.Append(_pattern, _at - 1, close + 2 - _at);
                    _at = close + 1;
                    Greed();
                    break;
                case '|' or '.': _translated.Append(c); break;
                case '^' or '$' or ']' or '}': throw Unknown(c.ToString());
                default: Literal(c); break;
            }
        }
        if (_ignoreCase.Count > 1) throw Unknown("(");
        return _translated.ToString();
    }

    // A second mark after a quantifier: '?' takes as little as possible in both syntaxes; '+' never gives back in one of them alone.
    private void Greed()
    {
        if (_at >= _pattern.Length || _pattern[_at] is not ('?' or '+' or '*')) return;
        if (_pattern[_at] != '?') throw Unknown(_pattern[(_at - 1)..(_at + 1)]);
        _translated.Append(_pattern[_at++]);
    }

    private void Open()
    {
        foreach (string kind in new[] { "?:", "?=", "?!", "?i:" })
        {
            if (!_pattern.AsSpan(_at).StartsWith(kind, StringComparison.Ordinal)) continue;
            _at += kind.Length;
            // The letters themselves say it: what folds together is Oniguruma's choice.
            _translated.Append('(').Append(kind == "?i:" ? "?:" : kind);
            _ignoreCase.Push(kind == "?i:" || _ignoreCase.Peek());
            return;
        }
        if (_at < _pattern.Length && _pattern[_at] == '?') throw Unknown($"({_pattern[_at..Math.Min(_at + 2, _pattern.Length)]}");
        _translated.Append('(');
        _ignoreCase.Push(_ignoreCase.Peek());
    }

    private void Literal(char c)
    {
        if (char.IsSurrogate(c)) throw Unknown("a character beyond U+FFFF");
        if (!_ignoreCase.Peek())
        {
            _translated.Append(Regex.Escape(c.ToString()));
            return;
        }
        if (!char.IsAscii(c)) throw Unknown($"(?i:{c})");
        if (!char.IsAsciiLetter(c))
        {
            _translated.Append(Regex.Escape(c.ToString()));
            return;
        }
        char lower = char.ToLowerInvariant(c);
        // The long s and the Kelvin sign are the only other characters that fold to a Latin letter.
        string more = lower switch { 's' => "\u017F", 'k' => "\u212A", _ => "" };
        _translated.Append('[').Append(lower).Append(char.ToUpperInvariant(c)).Append(more).Append(']');
    }

    private void Class()
    {
        _translated.Append('[');
        if (_at < _pattern.Length && _pattern[_at] == '^') _translated.Append(_pattern[_at++]);
        for (bool first = true; ; first = false)
        {
            if (_at >= _pattern.Length) throw Unknown("[");
            char c = _pattern[_at++];
            if (c == ']' && !first) break;
            if (c is '[' or ']' || c == '&' && _at < _pattern.Length && _pattern[_at] == '&' || char.IsSurrogate(c)) throw Unknown($"'{c}' within []");
            if (_ignoreCase.Peek() && char.IsLetter(c)) throw Unknown("[] within (?i:)");
            _translated.Append(c == '\\' ? Escape() : c == '^' ? "\\^" : c.ToString());
        }
        _translated.Append(']');
    }

    private string Escape()
    {
        if (_at >= _pattern.Length) throw Unknown("\\");
        char c = _pattern[_at++];
        if (c is 'p' or 'P')
        {
            int close = _pattern.IndexOf('}', _at);
            string name = close > _at && _pattern[_at] == '{' ? _pattern[(_at + 1)..close] : "";
            if (!Categories.Contains(name)) throw Unknown(close < 0 ? "\\" + c : "\\" + c + _pattern[_at..(close + 1)]);
            _at = close + 1;
            return $"\\{c}{{{name}}}";
        }
        if (c is 'r' or 'n' or 't' or 's' or 'S' or 'd' or 'D' || char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c) || c == ' ')) return "\\" + c;
        throw Unknown("\\" + c);
    }

    private HicraException Unknown(string construct) => new($"the pattern {_pattern} has {construct}, which is not known here");
}
