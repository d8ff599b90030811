using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Divides an answer, in LaTeX or plain text, into signs. What styles and spaces is left out.</summary>
internal sealed partial class Lexer
{
    /// <summary>Answers of more signs are compared as they are written.</summary>
    public const int MaxTokens = 4_000;

    private static readonly char[] Alphabet = [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];

    private readonly string _text;
    private readonly Reading _reading;
    private readonly List<Token> _tokens = [];
    private int _at;
    private bool _space, _ambiguous;

    private Lexer(string text, Reading reading) => (_text, _reading) = (text, reading);

    /// <summary>Divides a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reading">How commas are read.</param>
    /// <param name="ambiguous">Whether a comma or blank within a number might divide numbers.</param>
    /// <returns>Null where the text is no mathematics that we read.</returns>
    public static List<Token>? Read(string text, Reading reading, out bool ambiguous)
    {
        var lexer = new Lexer(text, reading);
        bool read = lexer.Run();
        ambiguous = lexer._ambiguous;
        if (!read) return null;
        lexer._tokens.Add(new Token(TokenKind.End, "", lexer._space));
        return lexer._tokens;
    }

    private bool Run()
    {
        while (_at < _text.Length)
        {
            if (_tokens.Count > MaxTokens) return false;
            char c = _text[_at];
            if (char.IsWhiteSpace(c) || c is '~' or '$' or '\u200b' || (c == '*' && Stands("**")) || (c == '_' && Stands("__"))) Skip();
            else if (NumberReader.Begins(_text, _at))
            {
                int start = _at;
                if (NumberReader.Read(_text, ref _at, _reading, ref _ambiguous) is not { } number) return false;
                Add(TokenKind.Number, _text[start.._at], number);
            }
            else if (c == '\\') { if (!Command()) return false; }
            else if (char.IsAsciiLetter(c)) Letters();
            else if (MathNames.Characters.TryGetValue(c, out string? name)) { _at++; if (!Named(name)) return false; }
            else if (!Sign(c)) return false;
        }
        return true;
    }

    private bool Stands(string sign) => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0;

    private void Skip()
    {
        // Two stars are emphasis at the edge of an answer and a power within it.
        if (_text[_at] == '*')
        {
            _at += 2;
            if (_tokens.Count > 0 && _at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '(' or '-')) Add(TokenKind.Caret, "^");
            return;
        }
        if (_text[_at] == '_') _at++;
        _at++;
        _space = true;
    }

    private void Add(TokenKind kind, string text, NumberNode? number = null)
    {
        _tokens.Add(new Token(kind, text, _space, number));
        _space = false;
    }

    private bool Sign(char c)
    {
        _at++;
        switch (c)
        {
            case '+': Add(TokenKind.Plus, "+"); break;
            case '-' or '−' or '–' or '﹣' or '－': Add(TokenKind.Minus, "-"); break;
            case '*' or '∗' or '•': Add(TokenKind.Times, "*"); break;
            case '/' or '⁄' or '∕': Add(TokenKind.Divide, "/"); break;
            case '^': Add(TokenKind.Caret, "^"); break;
            case '_': Add(TokenKind.Underscore, "_"); break;
            case '(' or '[' or '（': Add(TokenKind.Open, c == '（' ? "(" : c.ToString()); break;
            case ')' or ']' or '）': Add(TokenKind.Close, c == '）' ? ")" : c.ToString()); break;
            case '{': Add(TokenKind.Open, "{"); break;
            case '}': Add(TokenKind.Close, "}"); break;
            case ',' or '，' or '、': Add(TokenKind.Comma, ","); break;
            case ';' or '；': Add(TokenKind.Semicolon, ";"); break;
            case ':' or '：': Add(TokenKind.Colon, ":"); break;
            case '|': Add(TokenKind.Bar, "|"); break;
            case '!': if (_at < _text.Length && _text[_at] == '=') { _at++; Add(TokenKind.Relation, "≠"); } else Add(TokenKind.Factorial, "!"); break;
            case '%' or '％': Add(TokenKind.Percent, "%"); break;
            case '\'': Add(TokenKind.Prime, "'"); break;
            case '&': Add(TokenKind.Ampersand, "&"); break;
            case '=': if (_at < _text.Length && _text[_at] is '=' or '>' or '<') _at++; Add(TokenKind.Relation, "="); break;
            case '<' or '>': Compared(c); break;
            case '€' or '£' or '¥' or '₹': Add(TokenKind.Text, c.ToString()); break;
            case '.' or '?' or '"' or '“' or '”' or '`': _space = true; break;
            case '²' or '³' or '¹': High(c == '²' ? 2 : c == '³' ? 3 : 1); break;
            default:
                int high = MathNames.Superscripts.IndexOf(c, StringComparison.Ordinal), low = MathNames.Subscripts.IndexOf(c, StringComparison.Ordinal);
                if (high >= 0) High(high);
                else if (low >= 0) { Add(TokenKind.Underscore, "_"); Add(TokenKind.Number, low.ToString(System.Globalization.CultureInfo.InvariantCulture), NumberNode.Whole(low)); }
                else if (char.IsLetter(c)) Add(TokenKind.Symbol, c.ToString());
                else if (!Vulgar(c)) return false;
                break;
        }
        return true;

        void High(int digit) { Add(TokenKind.Caret, "^"); Add(TokenKind.Number, digit.ToString(System.Globalization.CultureInfo.InvariantCulture), NumberNode.Whole(digit)); }
    }

    private void Compared(char c)
    {
        bool equal = _at < _text.Length && _text[_at] is '=';
        if (equal) _at++;
        else if (c == '<' && _at < _text.Length && _text[_at] == '>') { _at++; Add(TokenKind.Relation, "≠"); return; }
        Add(TokenKind.Relation, (c, equal) switch { ('<', true) => "≤", ('>', true) => "≥", _ => c.ToString() });
    }

    private void Letters()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        string run = _text[start.._at];
        // "(11,7)or(7,11)" and "W(x)=1orW(x)=-1"
        foreach (string word in (ReadOnlySpan<string>)["and", "or"])
        {
            if (!run.StartsWith(word, StringComparison.OrdinalIgnoreCase) || (run.Length > word.Length && !char.IsUpper(run[word.Length]))) continue;
            Add(TokenKind.Connective, word);
            _at = start + word.Length;
            return;
        }
        if (run is "a" or "p" && Stands(".m."))
        {
            _at += 3;
            Add(TokenKind.Text, run + "m");
            return;
        }
        if (run is "np" or "math" && _at < _text.Length && _text[_at] == '.') { _at++; return; }
        if (MathNames.Words.TryGetValue(run, out string? name)) _ = Named(name);
        else if (run == "inf" && _tokens.Count > 0 && _tokens[^1].Kind is TokenKind.Minus or TokenKind.Plus or TokenKind.Comma) _ = Named("infty");
        else if (run == "U" && _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Close) Add(TokenKind.SetOperator, "∪");
        else if (run == "in" && _tokens.Count == 1) Add(TokenKind.Relation, "∈");
        else if (run == "x" && _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Number && _text.AsSpan(_at).TrimStart().StartsWith("10^")) Add(TokenKind.Times, "*");
        else if (run.Length > 1 && MathNames.Functions.ContainsKey(run)) Add(TokenKind.Command, run);
        else Add(TokenKind.Letters, run);
    }

    private bool Command()
    {
        int start = ++_at;
        if (_at >= _text.Length) return true;
        char c = _text[_at];
        if (c == '\\')
        {
            int behind = _at + 1;
            int end = behind;
            while (end < _text.Length && char.IsAsciiLetter(_text[end])) end++;
            if (end > behind && MathNames.IsCommand(_text.AsSpan(behind, end - behind))) { _at = behind - 1; return true; }
            _at++;
            if (_at < _text.Length && _text[_at] == '[' && _text.IndexOf(']', _at) is > 0 and int close && close - _at < 12 && _text.AsSpan(_at, close - _at).IndexOfAny("pemx") > 0) _at = close + 1;
            Add(TokenKind.NewRow, "\\\\");
            return true;
        }
        if (!char.IsAsciiLetter(c))
        {
            _at++;
            switch (c)
            {
                case '{': Add(TokenKind.Open, "\\{"); break;
                case '}': Add(TokenKind.Close, "\\}"); break;
                case '%': Add(TokenKind.Percent, "%"); break;
                case '$': Add(TokenKind.Text, "$"); break;
                case '|': Add(TokenKind.Bar, "‖"); break;
                case '&': Add(TokenKind.Connective, ","); break;
                case '(' or ')' or '[' or ']' or ',' or ';' or ':' or '!' or ' ' or '>' or '/' or '\n' or '\r' or '"' or '\'': _space = true; break;
                case '_': Add(TokenKind.Underscore, "_"); break;
                case >= '0' and <= '9': _at--; break;
                default: return false;
            }
            return true;
        }
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        return Named(_text[start.._at]);
    }

    private bool Named(string name)
    {
        if (name.StartsWith("quad", StringComparison.Ordinal) && name.Length > 4) { _at -= name.Length - 4; name = "quad"; }
        if (MathNames.Silent.Contains(name))
        {
            if (name is "left" or "right" && _at < _text.Length && _text[_at] == '.') _at++;
            _space = true;
        }
        else if (MathNames.Texts.Contains(name) || MathNames.Faces.Contains(name)) return Words(name);
        else if (MathNames.Heavy.Contains(name)) Heavy(name);
        else if (MathNames.Signs.TryGetValue(name, out (TokenKind Kind, string Text) sign)) Add(sign.Kind, sign.Text);
        else if (MathNames.Letters.TryGetValue(name, out string? letter)) Add(TokenKind.Symbol, letter);
        else if (name is "begin" or "end")
        {
            if (Group() is not { } environment) return false;
            Add(name == "begin" ? TokenKind.Begin : TokenKind.EndOf, environment.Trim().TrimEnd('*'));
        }
        else if (name == "mathbb") Add(TokenKind.Command, (Group() ?? "").Trim() switch { "R" => "Reals", "Z" => "Integers", "N" => "Naturals", "Q" => "Rationals", "C" => "Complexes", _ => "Set" });
        else Add(TokenKind.Command, name switch { "dfrac" or "tfrac" or "cfrac" => "frac", "dbinom" or "tbinom" => "binom", "varnothing" => "emptyset", "bar" => "overline", _ => name });
        return true;
    }

    // Bold or arrowed i, j, k are unit vectors, not the square root of minus one; other letters lose their face.
    private void Heavy(string name)
    {
        int at = _at;
        string inner = Group()?.Trim().Trim('\\') ?? "";
        if (inner is "i" or "j" or "k" or "imath" or "jmath") Add(TokenKind.Symbol, "vec " + inner[0]);
        else { _at = at; _space |= name.Length == 0; }
    }

    private bool Words(string name)
    {
        bool after = _tokens.Count > 0 && _tokens[^1].Kind is TokenKind.Number;
        if (_at < _text.Length && _text[_at] == '*') _at++;
        if (Group() is not { } words) return false;
        bool spaced = words.StartsWith('~') || words.StartsWith('\\');
        string inner = words.Replace('~', ' ').Replace("\\,", " ", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal).Trim();
        if (inner.Length == 0) { _space = true; return true; }
        string bare = inner.Trim(',', '.', ';', ' ').ToLowerInvariant();
        if (bare is "and" or "or" or "" || bare.EndsWith(" and", StringComparison.Ordinal) || bare.EndsWith(" or", StringComparison.Ordinal) || bare.StartsWith("and ", StringComparison.Ordinal) || bare.StartsWith("or ", StringComparison.Ordinal)) Add(TokenKind.Connective, bare);
        else if (MathNames.Functions.ContainsKey(inner)) Add(TokenKind.Command, inner);
        else if (MathNames.Faces.Contains(name) && !spaced && !(after && inner is not ("e" or "i" or "d")) && !Unit.IsKnown(inner)) return Inner(inner);
        else if (inner.Length == 1 && char.IsAsciiLetter(inner[0]) && !(after && inner is not ("e" or "i"))) Add(TokenKind.Letters, inner);
        else if (!HasWord(inner) && !(after && char.IsLetter(inner[0]) && inner is not ("e" or "i"))) return Inner(inner);
        else if (!after && (char.IsAsciiDigit(inner[0]) || inner[0] == '-') && inner.IndexOfAny(Alphabet) is > 0 and var letters)
        {
            // \text{60 miles per hour}
            if (!Inner(inner[..letters])) return false;
            Add(TokenKind.Text, inner[letters..]);
        }
        else Add(TokenKind.Text, inner);
        return true;
    }

    private bool Inner(string inner)
    {
        var lexer = new Lexer(inner.Replace('\\', ' '), _reading) { _space = _space };
        if (!lexer.Run()) { Add(TokenKind.Text, inner); return true; }
        _tokens.AddRange(lexer._tokens);
        _ambiguous |= lexer._ambiguous;
        _space = false;
        return true;
    }

    private static bool HasWord(string text)
    {
        for (int i = 1; i < text.Length; i++)
            if (char.IsLetter(text[i]) && char.IsLetter(text[i - 1])) return true;
        return false;
    }

    // The text of the group, or the sign, that follows.
    private string? Group()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
        if (_at >= _text.Length) return null;
        if (_text[_at] != '{') return _text[_at] == '\\' ? null : _text[_at++].ToString();
        int depth = 0;
        for (int i = _at; i < _text.Length; i++)
        {
            if (_text[i] == '{') depth++;
            else if (_text[i] == '}' && --depth == 0)
            {
                string group = _text[(_at + 1)..i];
                _at = i + 1;
                return group;
            }
        }
        return null;
    }
}
