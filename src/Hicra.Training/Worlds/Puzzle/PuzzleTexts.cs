using Hicra.Strategy;
using Hicra.Strategy.Judging;

namespace Hicra.Training.Worlds.Puzzle;

/// <summary>Puzzle texts for judging miners: words, each with whether it plans, in either spelling. Pure functions of the tokens.</summary>
public static class PuzzleTexts
{
    private const int
        Times = PuzzleVocabulary.FirstOperator + (int)PuzzleOperator.Times, Plus = PuzzleVocabulary.FirstOperator + (int)PuzzleOperator.Plus, Minus = PuzzleVocabulary.FirstOperator + (int)PuzzleOperator.Minus;

    private static readonly string[] Units =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly GramMatcher Grams = new([.. PuzzleGrams.Texts.Select(PuzzleVocabulary.Encode)]);

    /// <summary>The words of a response. End and padding tokens are no words; a planning token's words plan, and no others.</summary>
    /// <param name="tokens">[tokens] ids, as sampled.</param>
    /// <param name="spelling">How to write numbers and signs; each becomes one to two words.</param>
    public static LabelledText Label(ReadOnlySpan<int> tokens, PuzzleSpelling spelling)
    {
        var mask = new bool[tokens.Length];
        Grams.Mark(tokens, mask, MatchPolicy.LeftmostLongest);
        var words = new List<string>();
        var planning = new List<bool>();
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] is PuzzleVocabulary.End or PuzzleVocabulary.Pad) continue;
            int before = words.Count;
            if (spelling == PuzzleSpelling.Words) words.AddRange(Spell(tokens[i]));
            else words.Add(PuzzleVocabulary.Decode([tokens[i]]));
            planning.AddRange(Enumerable.Repeat(mask[i], words.Count - before));
        }
        return new LabelledText(words, [.. planning]);
    }

    /// <summary>The word or words of a token: numbers and signs spelt, words as they are.</summary>
    public static IReadOnlyList<string> Spell(int token) => token switch
    {
        >= 0 and < 20 => [Units[token]],
        >= 20 and < PuzzleVocabulary.NumberCount => token % 10 == 0 ? [Tens[token / 10]] : [Tens[token / 10], Units[token % 10]],
        Times => ["times"],
        Plus => ["plus"],
        Minus => ["minus"],
        PuzzleVocabulary.EqualsSign => ["gives"],
        PuzzleVocabulary.Comma => ["then"],
        _ => [PuzzleVocabulary.Decode([token])],
    };
}
