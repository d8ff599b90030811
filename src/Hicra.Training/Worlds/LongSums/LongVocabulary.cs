using Hicra.Training.Text;

namespace Hicra.Training.Worlds.LongSums;

/// <summary>The tokens of the long world: the digits (a digit's id is its value), the numbers 10 to 99, markers, kinds, and the words of the grams.</summary>
public static class LongVocabulary
{
    /// <summary>How many digits are tokens; ids below are digits.</summary>
    public const int DigitCount = 10;

    /// <summary>How many ids are digits or numbers; a number's id is its value too.</summary>
    public const int NumberCount = 100;

    /// <summary>Padding; never part of a well-formed text.</summary>
    public const int Pad = 100;

    /// <summary>Ends a response.</summary>
    public const int End = 101;

    /// <summary>The letter a; b and c follow.</summary>
    public const int LetterA = 102;

    /// <summary>The word <c>target</c>.</summary>
    public const int Target = 105;

    /// <summary>The colon that ends a prompt.</summary>
    public const int Colon = 106;

    /// <summary>The sign <c>+</c>, which begins an addition.</summary>
    public const int Plus = 107;

    /// <summary>The sign <c>=</c>, before the sum of an addition.</summary>
    public const int EqualsSign = 108;

    /// <summary>The word <c>vs</c>, which begins the comparison with the target.</summary>
    public const int Versus = 109;

    /// <summary>The word <c>same</c>, of two digits.</summary>
    public const int Same = 110;

    /// <summary>The word <c>diff</c>.</summary>
    public const int Different = 111;

    /// <summary>The word <c>hit</c>: the author believes that the target is reached.</summary>
    public const int Hit = 112;

    /// <summary>The word <c>miss</c>.</summary>
    public const int Miss = 113;

    /// <summary>The word <c>answer</c>.</summary>
    public const int Answer = 114;

    /// <summary>The first kind of problem, in the order of <see cref="LongKind.All"/>.</summary>
    public const int FirstKind = 115;

    private static readonly string[] Markers = ["<pad>", "<eos>", "a", "b", "c", "target", ":", "+", "=", "vs", "same", "diff", "hit", "miss", "answer"];

    /// <summary>Token id to text.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Enumerable.Range(0, NumberCount).Select(number => $"{number}"),
        .. Markers.Concat(LongKind.All.Select(kind => kind.Name)).Concat(LongGrams.Texts.SelectMany(gram => gram.Split(' '))).Distinct(),
    ];

    /// <summary>The world's tokenizer: each of <see cref="Words"/> is a token.</summary>
    public static WordTokenizer Tokenizer { get; } = new("long", Words, Words[End]);

    /// <summary>[grams] the ids of each gram of <see cref="LongGrams.Texts"/>.</summary>
    public static IReadOnlyList<int[]> GramTokens { get; } = [.. LongGrams.Texts.Select(Tokenizer.Encode)];

    /// <summary>Appends the three digits of a number.</summary>
    public static void Write(int number, List<int> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Add(number / 100 % 10);
        into.Add(number / 10 % 10);
        into.Add(number % 10);
    }
}
