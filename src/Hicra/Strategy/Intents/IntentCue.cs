namespace Hicra.Strategy.Intents;

/// <summary>
/// Words that stand in a gram one after the other. Case and punctuation do not matter, hyphens part words; a * stands for any
/// ending of its word, ^ for the gram's beginning, $ for its end.
/// </summary>
public sealed class IntentCue
{
    private readonly string[] _words;
    private readonly bool _first, _last;

    private IntentCue(string text, string[] words, bool first, bool last) => (Text, _words, _first, _last) = (text, words, first, last);

    /// <summary>The cue as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a cue.</summary>
    /// <exception cref="FormatException">It has no word.</exception>
    public static IntentCue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = Words(text.TrimStart('^').TrimEnd('$'), keep: '*');
        if (words.Length == 0 || words.Any(word => word.TrimEnd('*').Length == 0 || word.TrimEnd('*').Contains('*', StringComparison.Ordinal)))
            throw new FormatException($"the cue '{text}' is not words, of which * may be the end");
        return new IntentCue(text, words, text.StartsWith('^'), text.EndsWith('$'));
    }

    /// <summary>Whether the cue stands in a gram, given as words.</summary>
    internal bool IsIn(string[] gram)
    {
        for (int start = 0; start + _words.Length <= gram.Length; start++)
        {
            if ((_first && start > 0) || (_last && start + _words.Length < gram.Length)) continue;
            int i = 0;
            while (i < _words.Length && Fits(_words[i], gram[start + i])) i++;
            if (i == _words.Length) return true;
        }
        return false;
    }

    /// <summary>The words of a text in lower case; an apostrophe inside a word, curly or straight, belongs to it.</summary>
    internal static string[] Words(string text, char keep = '\0')
    {
        char[] folded = text.ToCharArray();
        GramText.Fold(folded);
        for (int i = 0; i < folded.Length; i++)
            if (!char.IsLetterOrDigit(folded[i]) && folded[i] != '\'' && folded[i] != keep) folded[i] = ' ';
        return [.. new string(folded).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'')).Where(word => word.Length > 0)];
    }

    private static bool Fits(string cue, string word) => cue[^1] == '*' ? word.AsSpan().StartsWith(cue.AsSpan(0, cue.Length - 1)) : word == cue;
}
