using System.Buffers;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Stretches of a text that are no prose: code between backticks, LaTeX (<c>$…$</c>, <c>\(…\)</c>, <c>\[…\]</c>,
/// environments, commands), tags and special tokens such as <c>&lt;|im_end|&gt;</c>. A scan from left to right is linear in the
/// text, however many of them are never closed.
/// </summary>
internal ref struct TextMasks(ReadOnlySpan<char> text, bool latex, bool code)
{
    private const int LongestTag = 40;
    private static readonly SearchValues<char> EndsTag = SearchValues.Create(" \t\r\n<>");
    private readonly ReadOnlySpan<char> _text = text;

    // The next place of each closing mark, looked up again only when the scan has passed it.
    private int _fence = -1, _tick = -1, _dollar = -1, _dollars = -1, _round = -1, _square = -1, _environment = -1, _paragraph = -1;

    /// <summary>Whether a stretch may start with this character.</summary>
    public static bool MayStart(char c) => c is '$' or '\\' or '`' or '<';

    /// <summary>Where the stretch ends that starts at <paramref name="at"/>; <paramref name="at"/> itself if none does.</summary>
    public int End(int at) => _text[at] switch
    {
        '`' when code => Code(at),
        '$' when latex => Dollars(at),
        '\\' when latex => Backslash(at),
        '<' => Tag(at),
        _ => at,
    };

    private int Code(int at)
    {
        // A fence that is never closed (a text that was cut off) holds code to the end.
        if (Has(at, "```")) return Next(ref _fence, at + 3, "```") is int fence && fence < int.MaxValue ? fence + 3 : _text.Length;
        int close = Next(ref _tick, at + 1, "`");
        return close < int.MaxValue && !_text[at..close].Contains('\n') ? close + 1 : at;
    }

    // Pandoc's rule tells formulas from prices: no blank behind the opening sign or before the closing one, no digit behind that.
    private int Dollars(int at)
    {
        if (Has(at, "$$")) return Math(at, Next(ref _dollars, at + 2, "$$"), 2);
        if (at + 1 >= _text.Length || char.IsWhiteSpace(_text[at + 1])) return at;
        if (_dollar <= at + 1)
        {
            _dollar = at + 2;
            while (_dollar < _text.Length && !IsClosingDollar(_dollar)) _dollar++;
            if (_dollar >= _text.Length) _dollar = int.MaxValue;
        }
        return Math(at, _dollar, 1);
    }

    private readonly bool IsClosingDollar(int i) =>
        _text[i] == '$' && !char.IsWhiteSpace(_text[i - 1]) && _text[i - 1] != '\\' && !(i + 1 < _text.Length && char.IsAsciiDigit(_text[i + 1]));

    private int Backslash(int at)
    {
        if (Has(at, @"\(")) return Math(at, Next(ref _round, at + 2, @"\)"), 2);
        if (Has(at, @"\[")) return Math(at, Next(ref _square, at + 2, @"\]"), 2);
        if (Has(at, @"\begin{")) return Environment(at);
        int end = at + 1;
        while (end < _text.Length && char.IsAsciiLetter(_text[end])) end++;
        return end;
    }

    // An environment inside another ends the stretch early; the outer end then is a command like others.
    private int Environment(int at)
    {
        int close = Next(ref _environment, at + 7, @"\end{");
        if (close == int.MaxValue) return at + 7;
        int brace = _text[close..].IndexOf('}');
        return brace < 0 ? _text.Length : close + brace + 1;
    }

    /// <summary>A formula does not go on behind an empty line: its opening mark then was none.</summary>
    private int Math(int at, int close, int markLength) => close < Next(ref _paragraph, at + 1, "\n\n") ? close + markLength : at;

    private readonly int Tag(int at)
    {
        if (at + 1 >= _text.Length || !(char.IsAsciiLetter(_text[at + 1]) || _text[at + 1] is '/' or '|')) return at;
        ReadOnlySpan<char> rest = _text.Slice(at + 1, System.Math.Min(LongestTag, _text.Length - at - 1));
        int end = rest.IndexOfAny(EndsTag);
        return end > 0 && rest[end] == '>' ? at + end + 2 : at;
    }

    private readonly bool Has(int at, string mark) => _text[at..].StartsWith(mark, StringComparison.Ordinal);

    private readonly int Next(ref int known, int from, string mark)
    {
        if (known >= from) return known;
        int found = from >= _text.Length ? -1 : _text[from..].IndexOf(mark, StringComparison.Ordinal);
        return known = found < 0 ? int.MaxValue : from + found;
    }
}
