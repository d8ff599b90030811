namespace Hicra.Strategy.Mining;

/// <summary>A user's own embedding, for example an ONNX model or a service, as a function of the phrases.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="embed">[phrases] -> [phrases][dimensions], every phrase at once; lengths need not be 1.</param>
public sealed class DelegateEmbedding(string name, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed) : IPhraseEmbedding
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    /// <exception cref="HicraException">The function returns another number of vectors, or vectors of different lengths.</exception>
    public PhraseVectors Embed(IReadOnlyList<string> phrases, MiningCorpus corpus, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<float[]> vectors = embed(phrases);
        if (vectors.Count != phrases.Count) throw new HicraException($"embedding '{name}' returned {vectors.Count} vectors for {phrases.Count} phrases; return one for each");
        int dimensions = vectors.Count == 0 ? 1 : vectors[0].Length;
        int odd = vectors.TakeWhile(vector => vector.Length == dimensions).Count();
        if (dimensions == 0 || odd < vectors.Count) throw new HicraException($"embedding '{name}' returned vectors of different lengths ('{phrases[Math.Min(odd, phrases.Count - 1)]}' has {vectors[Math.Min(odd, vectors.Count - 1)].Length} dimensions, the first {dimensions}); return vectors of one length");
        return new PhraseVectors([.. vectors.SelectMany(vector => vector)], dimensions);
    }
}
