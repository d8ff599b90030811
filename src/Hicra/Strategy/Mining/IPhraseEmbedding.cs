namespace Hicra.Strategy.Mining;

/// <summary>Turns phrases into vectors whose cosine says how alike they mean.</summary>
public interface IPhraseEmbedding
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>The vectors of phrases; the same for the same input, whatever the number of threads.</summary>
    /// <param name="phrases">[phrases] words separated by one blank.</param>
    /// <param name="corpus">The corpus that the phrases come from, for embeddings that learn from it.</param>
    /// <param name="settings">Dimensions, seed, threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="HicraException">The phrases cannot be embedded.</exception>
    PhraseVectors Embed(IReadOnlyList<string> phrases, MiningCorpus corpus, MiningSettings settings, CancellationToken cancellation);
}
