using Hicra.Strategy;

namespace Hicra.Training.Text;

/// <summary>Finds grams in the text of the tokens, by the rules of <see cref="PlanningMatcher"/>: however a tokenizer splits a phrase, it is found.</summary>
public sealed class TextGrams : IGramFinder
{
    private readonly ITokenizer _tokenizer;
    private readonly PlanningMatcher _matcher;

    /// <summary>Makes a finder.</summary>
    public TextGrams(ITokenizer tokenizer, StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_tokenizer, _matcher) = (tokenizer, new PlanningMatcher(library));
    }

    /// <inheritdoc/>
    public void Spans(ReadOnlySpan<int> response, List<GramSpan> into) => _matcher.Spans(_tokenizer.Pieces(response), into);

    /// <inheritdoc/>
    public void Mark(ReadOnlySpan<int> response, Span<bool> mask, MatchPolicy policy) => _matcher.Mark(_tokenizer.Pieces(response), mask, policy);

    /// <inheritdoc/>
    public bool CanOccur(int gram)
    {
        // A vocabulary of pieces can spell anything; one of whole words has those words, in whatever case.
        if (_tokenizer is not WordTokenizer words) return true;
        return _matcher.Library.Grams[gram].Split(' ').All(word => words.Words.Contains(word, StringComparer.OrdinalIgnoreCase));
    }
}
