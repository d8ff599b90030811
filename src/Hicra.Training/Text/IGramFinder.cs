using Hicra.Strategy;

namespace Hicra.Training.Text;

/// <summary>Finds the grams of one library in responses. Immutable, so any number of threads may share one.</summary>
public interface IGramFinder
{
    /// <summary>Appends the occurrences in a response (leftmost and longest first), in tokens; grams are numbered as in the library.</summary>
    /// <param name="response">[tokens] ids.</param>
    /// <param name="into">Receives the spans in order; not cleared.</param>
    void Spans(ReadOnlySpan<int> response, List<GramSpan> into);

    /// <summary>Sets, for each token, whether an occurrence covers it.</summary>
    /// <param name="response">[tokens] ids.</param>
    /// <param name="mask">[tokens], overwritten.</param>
    /// <param name="policy">Which occurrences count where they overlap.</param>
    void Mark(ReadOnlySpan<int> response, Span<bool> mask, MatchPolicy policy);

    /// <summary>Whether a gram can occur at all, in a vocabulary that does not have every word.</summary>
    /// <param name="gram">Its number in the library.</param>
    bool CanOccur(int gram) => true;
}
