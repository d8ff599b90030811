using System.Globalization;
using System.Text;

namespace Hicra.Training.Text.Templates;

/// <summary>
/// Cuts a template into pieces, with the blanks that Hugging Face's setting takes away: a line's blanks before a statement
/// (<c>lstrip_blocks</c>), the line's end behind it (<c>trim_blocks</c>), and all of them at a <c>-</c>.
/// </summary>
internal sealed class JinjaLexer
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "//", "**", "<", ">", "=", "+", "-", "*", "/", "%", "~", "|", ".", ",", ":", "(", ")", "[", "]", "{", "}"];

    private readonly string _name, _source;
    private readonly List<JinjaToken> _tokens = [];
    private int _at, _line = 1;

    private JinjaLexer(string name, string source) => (_name, _source) = (name, source);

    /// <summary>Cuts a template.</summary>
    /// <exception cref="HicraException">A tag or a text in quotes has no end, or a character belongs to nothing.</exception>
    public static IReadOnlyList<JinjaToken> Read(string name, string source)
    {
        // Jinja drops one line's end at the template's end.
        source = source.ReplaceLineEndings("\n");
        var lexer = new JinjaLexer(name, source.EndsWith('\n') ? source[..^1] : source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        // What a tag that ended just before takes from the text behind it.
        bool takeAll = false, takeLineEnd = false;
        while (true)
        {
            int open = NextTag();
            ReadOnlySpan<char> text = _source.AsSpan(_at, (open < 0 ? _source.Length : open) - _at);
            int begin = takeAll ? text.Length - text.TrimStart().Length : takeLineEnd && text.StartsWith("\n") ? 1 : 0;
            int end = text.Length;
            if (open >= 0)
            {
                char mark = _source[open + 1], control = open + 2 < _source.Length ? _source[open + 2] : ' ';
                if (control == '-') end = Math.Max(begin, text.TrimEnd().Length);
                else if (mark != '{' && control != '+')
                {
                    int blanks = text.Length - text.TrimEnd(" \t").Length, before = text.Length - blanks;
                    // Blanks alone on the line; a tag before them on the same line is not nothing.
                    if (before > 0 ? text[before - 1] == '\n' : _at == 0) end = Math.Max(begin, before);
                }
            }
            if (end > begin) _tokens.Add(new JinjaToken(JinjaTokenKind.Text, text[begin..end].ToString(), _line));
            if (open < 0) break;
            Advance(open);
            (takeAll, takeLineEnd) = Tag();
        }
        _tokens.Add(new JinjaToken(JinjaTokenKind.End, "the template's end", _line));
    }

    private int NextTag()
    {
        for (int i = _at; i + 1 < _source.Length; i++)
            if (_source[i] == '{' && _source[i + 1] is '{' or '%' or '#') return i;
        return -1;
    }

    private (bool TakeAll, bool TakeLineEnd) Tag()
    {
        char mark = _source[_at + 1];
        int first = _line;
        if (mark == '#')
        {
            int close = _source.IndexOf("#}", _at + 2, StringComparison.Ordinal);
            if (close < 0) throw Bad(first, "a comment {# has no end #}");
            bool all = _source[close - 1] == '-' && close > _at + 2;
            Advance(close + 2);
            return (all, true);
        }
        bool print = mark == '{';
        string end = print ? "}}" : "%}";
        _tokens.Add(new JinjaToken(print ? JinjaTokenKind.PrintBegin : JinjaTokenKind.BlockBegin, _source.Substring(_at, 2), _line));
        Advance(_at + 2);
        if (_at < _source.Length && _source[_at] is '-' or '+') Advance(_at + 1);
        int braces = 0;
        while (true)
        {
            while (_at < _source.Length && char.IsWhiteSpace(_source[_at])) Advance(_at + 1);
            if (_at >= _source.Length) throw Bad(first, $"a tag has no end {end}");
            bool control = _source[_at] is '-' or '+';
            int closing = control ? _at + 1 : _at;
            // A dictionary's own brace is none of the tag's.
            if (braces == 0 && string.CompareOrdinal(_source, closing, end, 0, 2) == 0)
            {
                bool takeAll = _source[_at] == '-', keep = _source[_at] == '+';
                _tokens.Add(new JinjaToken(print ? JinjaTokenKind.PrintEnd : JinjaTokenKind.BlockEnd, end, _line));
                Advance(closing + 2);
                return (takeAll, !print && !keep);
            }
            JinjaToken token = Piece();
            if (token.Is("{")) braces++;
            if (token.Is("}")) braces--;
            _tokens.Add(token);
        }
    }

    private JinjaToken Piece()
    {
        char c = _source[_at];
        int begin = _at, line = _line;
        if (c is '\'' or '"') return new JinjaToken(JinjaTokenKind.String, Quoted(c), line);
        if (char.IsAsciiDigit(c))
        {
            int end = _at;
            while (end < _source.Length && (char.IsAsciiDigit(_source[end]) || _source[end] == '.' && end + 1 < _source.Length && char.IsAsciiDigit(_source[end + 1]))) end++;
            Advance(end);
            return new JinjaToken(JinjaTokenKind.Number, _source[begin..end], line);
        }
        if (char.IsLetter(c) || c == '_')
        {
            int end = _at;
            while (end < _source.Length && (char.IsLetterOrDigit(_source[end]) || _source[end] == '_')) end++;
            Advance(end);
            return new JinjaToken(JinjaTokenKind.Name, _source[begin..end], line);
        }
        string symbol = Symbols.FirstOrDefault(s => string.CompareOrdinal(_source, begin, s, 0, s.Length) == 0) ?? throw Bad(line, $"'{c}' belongs to no expression");
        Advance(_at + symbol.Length);
        return new JinjaToken(JinjaTokenKind.Symbol, symbol, line);
    }

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        int first = _line;
        for (Advance(_at + 1); ; Advance(_at + 1))
        {
            if (_at >= _source.Length) throw Bad(first, $"a text has no closing {quote}");
            char c = _source[_at];
            if (c == quote) break;
            if (c != '\\' || _at + 1 >= _source.Length)
            {
                text.Append(c);
                continue;
            }
            Advance(_at + 1);
            switch (_source[_at])
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'r': text.Append('\r'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'v': text.Append('\v'); break;
                case '\n': break;
                case '\\' or '\'' or '"': text.Append(_source[_at]); break;
                case 'u' when _at + 4 < _source.Length && ushort.TryParse(_source.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                    text.Append((char)code);
                    Advance(_at + 4);
                    break;
                // As Python has it.
                default: text.Append('\\').Append(_source[_at]); break;
            }
        }
        Advance(_at + 1);
        return text.ToString();
    }

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private HicraException Bad(int line, string what) => JinjaError.At(_name, line, what);
}
