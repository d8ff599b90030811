using Hicra.Answers.Parsing;
using Hicra.Answers.Values;

namespace Hicra.Answers.Extraction;

/// <summary>Tells answers from sentences about them.</summary>
internal static class Prose
{
    private const int Looked = 4_000;

    /// <summary>Whether a text is an answer and nothing around it.</summary>
    public static bool IsAnswer(string text)
    {
        List<Formula> formulas = Formula.Of(text);
        if (formulas.Count == 0)
        {
            int words = Words(text);
            if (words > 0 && text.Any(char.IsDigit)) return words <= 4 && !Announced(text) && ParsedAnswer.Reads(text) && (words <= 1 || !char.IsLetter(text[0]));
            return words <= 3;
        }
        if (Words(text) == 0 && ParsedAnswer.Reads(text)) return true;
        int at = 0;
        for (int i = 0; i <= formulas.Count; i++)
        {
            ReadOnlySpan<char> between = text.AsSpan(at, (i < formulas.Count ? formulas[i].Start : text.Length) - at);
            if (i > 0 && between.TrimStart(", ").StartsWith("where", StringComparison.OrdinalIgnoreCase)) return true; // "f(x) = a x + b, where b is any integer"
            if (!IsQuiet(between, last: i == formulas.Count)) return false;
            if (i < formulas.Count) at = formulas[i].End;
        }
        return true;
    }

    /// <summary>An answer without the "where b is any integer" behind it.</summary>
    public static string WithoutCondition(string text)
    {
        int at = text.IndexOf(" where ", StringComparison.OrdinalIgnoreCase);
        return at > 0 && ParsedAnswer.Reads(text[..at].TrimEnd(' ', ',')) ? text[..at].TrimEnd(' ', ',') : text;
    }

    /// <summary>The answer of a short text: itself, or the last formula or number in it.</summary>
    public static string Answer(string text)
    {
        string trimmed = text.Trim().Trim('*', '"', '“', '”', '`', ' ').TrimEnd('.', ',', ';').Trim();
        return trimmed.Length == 0 || IsAnswer(trimmed) ? trimmed : Last(trimmed)?.Text ?? trimmed;
    }

    /// <summary>The last formula of a text, with those that belong to it, or the last number; null where there is neither.</summary>
    public static ExtractedAnswer? Last(string text)
    {
        if (text.Length > Looked) text = text[^Looked..];
        List<Formula> formulas = Formula.Of(text);
        int end = formulas.Count > 0 ? formulas[^1].End : 0;
        if (Number(text[end..]) is { } number) return new(number, AnswerSource.LastNumber);
        if (formulas.Count == 0) return null;
        int first = formulas.Count - 1;
        while (first > 0 && Joins(text.AsSpan(formulas[first - 1].End, formulas[first].Start - formulas[first - 1].End))) first--;
        string joined = string.Join(", ", formulas.Skip(first).Select(formula => formula.Content.Trim()));
        return new(Percent(text, end) ? joined + "\\%" : joined, AnswerSource.LastFormula);
    }

    /// <summary>Whether what stands between two parts of an answer only joins them.</summary>
    public static bool Joins(ReadOnlySpan<char> between)
    {
        if (between.Length > 60) return false;
        string bare = between.ToString();
        foreach (string sign in (ReadOnlySpan<string>)["$", "\\(", "\\)", "\\[", "\\]", "\\quad", "\\qquad", "\\text{", "\\,", "\\;", "\\ ", "}", "**"]) bare = bare.Replace(sign, " ", StringComparison.Ordinal);
        bare = bare.Trim().ToLowerInvariant();
        if (bare.Length == 0) return !between.Contains('\n') || between.Length < 12;
        if (bare is "," or ";" or "&" or "/") return true;
        if (bare.Length > 32 || bare.Contains('.', StringComparison.Ordinal) || bare.Contains('\n', StringComparison.Ordinal)) return false;
        string[] words = bare.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // "and hence" goes on to another number.
        return words.Length <= 8 && Array.Exists(words, word => word.Trim(',') is "and" or "or") && !Array.Exists(words, word => word.Trim(',') is "hence" or "thus" or "so" or "therefore" or "then" or "finally" or "get" or "gives");
    }

    /// <summary>Whether a percent sign or word stands at a place, behind the delimiter of a formula.</summary>
    public static bool Percent(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at).TrimStart("$ ");
        if (rest.StartsWith("\\)") || rest.StartsWith("\\]")) rest = rest[2..].TrimStart();
        return rest.StartsWith("%") || rest.StartsWith("\\%") || rest.StartsWith("percent", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("pct", StringComparison.OrdinalIgnoreCase);
    }

    // "Total: 5"
    private static bool Announced(string text)
    {
        int at = 0;
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] == ' ')) at++;
        return at > 3 && at < text.Length && text[at] is ':' or '：';
    }

    // Words of two letters and more that are no part of mathematics.
    private static int Words(string text)
    {
        int words = 0, at = 0;
        while (at < text.Length)
        {
            if (!char.IsLetter(text[at])) { at++; continue; }
            int start = at;
            while (at < text.Length && char.IsLetter(text[at])) at++;
            bool command = start > 0 && text[start - 1] == '\\';
            string word = text[start..at];
            if (command && MathNames.Texts.Contains(word) && at < text.Length && text[at] == '{')
            {
                // Words of a formula are part of it.
                int close = text.IndexOf('}', at);
                at = close < 0 ? text.Length : close + 1;
            }
            else if (!command && word.Length > 1 && !(word.Length <= 5 && word.All(char.IsUpper)) && !MathNames.Functions.ContainsKey(word) && !MathNames.Words.ContainsKey(word) && word is not ("and" or "or") && !Unit.IsKnown(word)) words++;
        }
        return words;
    }

    private static bool IsQuiet(ReadOnlySpan<char> between, bool last)
    {
        if (between.Length > 200) return false;
        foreach (string part in between.ToString().Split([' ', ',', ';', '.', '\n', '*', ':', '"', '(', ')', '~', '$'], StringSplitOptions.RemoveEmptyEntries))
            if (part is not ("and" or "or" or "%" or "\\%" or "=" or "+" or "-") && !(last && (Unit.IsKnown(part) || part is "%"))) return false;
        return true;
    }

    // The last word that begins as a number does: what stands within words, as in AZYUK2A, is none.
    private static string? Number(string text)
    {
        int end = text.Length;
        string after = "";
        while (end > 0)
        {
            while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
            int start = end;
            while (start > 0 && !char.IsWhiteSpace(text[start - 1])) start--;
            if (start == end) break;
            string word = text[start..end];
            if (Numeric(word) is { } number) return Unit.IsKnown(after) && after is "percent" or "pct" or "percentage" or "%" ? number + "\\%" : number;
            after = word.TrimEnd('.', ',', ';', '!', '?', '*');
            end = start;
        }
        return null;
    }

    private static string? Numeric(string word)
    {
        int equals = word.LastIndexOf('=');
        if (equals >= 0) word = word[(equals + 1)..];
        word = word.TrimStart('(', '*', '"', '\'', '$', '€', '£', ':', '[', '≈', '~', '“', '\\').TrimEnd('.', ',', ';', ':', '!', '?', '*', '"', '\'', '”', '\\');
        if (word.Length == 0) return null;
        int sign = word[0] is '-' or '−' or '+' ? 1 : 0;
        if (word.Length <= sign || !NumberReader.Begins(word, sign)) return null;
        int at = sign;
        while (at < word.Length && (char.IsAsciiDigit(word[at]) || word[at] is '.' or ',' or '/' or '^' or '*' or '+' or '-' or '%' or ':' or '(' or ')')) at++;
        string number = word[..at].TrimEnd(',', '.', '+', '-', '*', '/', '^', '(', ':');
        if (number.EndsWith(')') && !number.Contains('(', StringComparison.Ordinal)) number = number.TrimEnd(')');
        string rest = word[at..].TrimEnd(')', '$', '€', ']', '}');
        return rest.Length == 0 ? number : char.IsLetter(rest[0]) || rest[0] is '°' ? number + "\\text{ " + rest + "}" : rest[0] is '\\' or '$' or '<' or '€' ? number : null;
    }
}
