namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// The 169 tokens of the puzzle world: 0..99 (a number's id is its value), markers, and the words of the grams in order
/// of first appearance. The order is that of the reference program's checkpoints.
/// </summary>
public static class PuzzleVocabulary
{
    /// <summary>How many numbers are single tokens; ids below are numbers.</summary>
    public const int NumberCount = 100;

    /// <summary>Padding; never part of a well-formed text.</summary>
    public const int Pad = 100;

    /// <summary>Ends a response.</summary>
    public const int End = 101;

    /// <summary>The word <c>numbers</c>, which begins a prompt.</summary>
    public const int Numbers = 102;

    /// <summary>The word <c>target</c>.</summary>
    public const int Target = 103;

    /// <summary>The colon that ends a prompt.</summary>
    public const int Colon = 104;

    /// <summary>The first operator; <c>* + -</c> follow each other in the order of <see cref="PuzzleOperator"/>.</summary>
    public const int FirstOperator = 105;

    /// <summary>The sign <c>=</c>.</summary>
    public const int EqualsSign = 108;

    /// <summary>The comma between the two steps of an attempt.</summary>
    public const int Comma = 109;

    /// <summary>The word <c>hit</c>: the author believes that the target is reached.</summary>
    public const int Hit = 110;

    /// <summary>The word <c>miss</c>.</summary>
    public const int Miss = 111;

    /// <summary>The word <c>answer</c>.</summary>
    public const int Answer = 112;

    /// <summary>What <see cref="EncodeLenient"/> gives for a word outside the vocabulary.</summary>
    public const int Foreign = -1;

    private static readonly string[] Markers =
        ["<pad>", "<eos>", "numbers", "target", ":", "*", "+", "-", "=", ",", "hit", "miss", "answer"];

    /// <summary>Token id to text.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Enumerable.Range(0, NumberCount).Select(number => $"{number}"),
        .. Markers.Concat(PuzzleGrams.Texts.SelectMany(gram => gram.Split(' '))).Distinct(),
    ];

    private static readonly Dictionary<string, int> Ids = Words.Index().ToDictionary(word => word.Item, word => word.Index);

    /// <summary>The ids of a text whose words are separated by single blanks; the empty text has none.</summary>
    /// <exception cref="HicraException">A word is not in the vocabulary.</exception>
    public static int[] Encode(string text)
    {
        int[] ids = EncodeLenient(text);
        int at = Array.IndexOf(ids, Foreign);
        if (at < 0) return ids;
        throw new HicraException(
            $"Word {at + 1} of the text, '{text.Split(' ')[at]}', is not in the puzzle vocabulary: use its {Words.Count} words, separated by single blanks.");
    }

    /// <summary>As <see cref="Encode"/>, but a word outside the vocabulary (an empty one between two blanks, too) becomes <see cref="Foreign"/>.</summary>
    public static int[] EncodeLenient(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : Array.ConvertAll(text.Split(' '), word => Ids.GetValueOrDefault(word, Foreign));
    }

    /// <summary>The text of token ids; an id outside the vocabulary becomes <c>&lt;id&gt;</c>, for example <c>&lt;500&gt;</c>.</summary>
    public static string Decode(ReadOnlySpan<int> ids)
    {
        var words = new string[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            words[i] = (uint)ids[i] < (uint)Words.Count ? Words[ids[i]] : $"<{ids[i]}>";
        return string.Join(' ', words);
    }
}
