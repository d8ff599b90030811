namespace Hicra.Training.Worlds.Stories;

/// <summary>What can be checked of a story without understanding it. Pure: a function of the text.</summary>
/// <param name="Normal">Its words alone, in small letters, with single blanks between.</param>
/// <param name="Words">How many there are.</param>
/// <param name="IsClosed">Whether every line ends as sentences do, and every quotation that it opens is closed.</param>
/// <param name="Repetition">Sequences of three words that were said before in the same story, among all; 0 for a story of fewer words.</param>
/// <param name="Trigrams">The different sequences of three words.</param>
public sealed record StoryText(string Normal, int Words, bool IsClosed, double Repetition, IReadOnlySet<string> Trigrams)
{
    /// <summary>Looks at a story.</summary>
    public static StoryText Of(string story)
    {
        ArgumentNullException.ThrowIfNull(story);
        string[] words = [.. WordsOf(story)];
        var trigrams = new HashSet<string>(StringComparer.Ordinal);
        int all = Math.Max(0, words.Length - 2);
        for (int i = 0; i < all; i++) trigrams.Add(string.Join(' ', words.AsSpan(i, 3)));
        return new StoryText(string.Join(' ', words), words.Length, Closed(story), all == 0 ? 0 : 1 - trigrams.Count / (double)all, trigrams);
    }

    /// <summary>Whether a story says a word, in any case, also with an s behind it.</summary>
    public static bool Says(string story, string word)
    {
        ArgumentNullException.ThrowIfNull(story);
        ArgumentException.ThrowIfNullOrEmpty(word);
        string wanted = word.ToLowerInvariant();
        return WordsOf(story).Any(said => said == wanted || said == wanted + "s");
    }

    // A line may hold several sentences; the last must end, and what stands before it ended where the next began.
    private static bool Closed(string story)
    {
        string[] lines = story.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 0 && Array.TrueForAll(lines, line => line.Count(c => c == '"') % 2 == 0 && line.TrimEnd('"', '\'') is { Length: > 0 } said && said[^1] is '.' or '!' or '?');
    }

    private static IEnumerable<string> WordsOf(string story)
    {
        for (int i = 0; i < story.Length; i++)
        {
            if (!char.IsLetter(story[i])) continue;
            int begin = i;
            while (i < story.Length && (char.IsLetter(story[i]) || (story[i] == '\'' && i + 1 < story.Length && char.IsLetter(story[i + 1])))) i++;
            yield return story[begin..i].ToLowerInvariant();
        }
    }
}
