using Hicra.Strategy;

namespace Hicra.Rollouts;

/// <summary>Marks rollouts with the grams of any library.</summary>
public static class RolloutMarks
{
    /// <summary>A copy whose planning spans are those of a library: in its tokens where their texts are known, else in words, which it then has as token texts.</summary>
    /// <param name="rollout">A rollout with a response, token texts, or both.</param>
    /// <param name="matcher">Finds the library's grams, leftmost and longest first, without overlap.</param>
    public static Rollout MarkedBy(this Rollout rollout, PlanningMatcher matcher)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(matcher);
        string[] words = (rollout.Response ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // A world of whole words saves ids and the response: as many words as ids are their texts.
        bool wordsAreTokens = rollout.TokenTexts is null && rollout.TokenIds?.Length == words.Length;
        string[] pieces = rollout.TokenTexts ?? (wordsAreTokens ? TokenPieces.FromWords(words) : TokenPieces.FromText(rollout.Response ?? ""));
        var spans = new List<GramSpan>();
        matcher.Spans(pieces, spans);
        return rollout.TokenTexts is not null || wordsAreTokens ? rollout with { PlanningSpans = [.. spans] }
            : rollout with { PlanningSpans = [.. spans], TokenTexts = pieces, TokenIds = null, LogProbs = null, Entropies = null, TokenAdvantages = null };
    }
}
