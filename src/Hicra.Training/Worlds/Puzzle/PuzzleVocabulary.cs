using Hicra.Training.Text;

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
    public const int Foreign = WordTokenizer.Foreign;

    private static readonly string[] Markers =
        ["<pad>", "<eos>", "numbers", "target", ":", "*", "+", "-", "=", ",", "hit", "miss", "answer"];

    /// <summary>Token id to text.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Enumerable.Range(0, NumberCount).Select(number => $"{number}"),
        .. Markers.Concat(PuzzleGrams.Texts.SelectMany(gram => gram.Split(' '))).Distinct(),
    ];

    /// <summary>The world's tokenizer: each of <see cref="Words"/> is a token.</summary>
    public static WordTokenizer Tokenizer { get; } = new("puzzle", Words, Words[End]);

    /// <inheritdoc cref="WordTokenizer.Encode"/>
    public static int[] Encode(string text) => Tokenizer.Encode(text);

    /// <inheritdoc cref="WordTokenizer.EncodeLenient"/>
    public static int[] EncodeLenient(string text) => Tokenizer.EncodeLenient(text);

    /// <inheritdoc cref="WordTokenizer.Decode"/>
    public static string Decode(ReadOnlySpan<int> ids) => Tokenizer.Decode(ids);
}
