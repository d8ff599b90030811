using Hicra.Strategy;

namespace Hicra.Training.Text;

/// <summary>Finds grams as sequences of token ids, where every token is a word: exactly those words, in their spelling.</summary>
public sealed class WordGrams : IGramFinder
{
    private readonly GramMatcher _matcher;
    private readonly bool[] _canOccur;

    /// <summary>Makes a finder. A gram with a word that the vocabulary does not have cannot occur; it keeps its number.</summary>
    public WordGrams(WordTokenizer tokenizer, StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(library);
        // A symbol that is no token stands for such a gram.
        int[][] grams = [.. library.Grams.Select(tokenizer.EncodeLenient).Select(ids => ids.Contains(WordTokenizer.Foreign) ? [int.MinValue] : ids)];
        (_matcher, _canOccur) = (new GramMatcher(grams), Array.ConvertAll(grams, ids => ids is not [int.MinValue]));
    }

    /// <inheritdoc/>
    public void Spans(ReadOnlySpan<int> response, List<GramSpan> into) => _matcher.LeftmostLongest(response, into);

    /// <inheritdoc/>
    public void Mark(ReadOnlySpan<int> response, Span<bool> mask, MatchPolicy policy) => _matcher.Mark(response, mask, policy);

    /// <inheritdoc/>
    public bool CanOccur(int gram) => _canOccur[gram];
}
