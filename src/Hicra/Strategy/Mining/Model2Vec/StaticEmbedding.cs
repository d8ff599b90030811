using Hicra.Tensors;

namespace Hicra.Strategy.Mining.Model2Vec;

/// <summary>
/// Static token embeddings as model2vec makes them (potion models): a folder with <c>model.safetensors</c> (tensor
/// <c>embeddings</c>, and <c>weights</c> and <c>mapping</c> where the vocabulary is quantised) and <c>tokenizer.json</c>. A phrase is the
/// mean of its tokens; unknown tokens are left out (model2vec, <c>StaticModel.encode</c>).
/// </summary>
public sealed class StaticEmbedding : IPhraseEmbedding
{
    private readonly Tokenizer _tokenizer;
    private readonly NamedTensor _embeddings; // [rows, dimensions]
    private readonly float[]? _weights, _rowOf; // [tokens]

    private StaticEmbedding(string name, Tokenizer tokenizer, NamedTensor embeddings, float[]? weights, float[]? rowOf) =>
        (Name, _tokenizer, _embeddings, _weights, _rowOf) = (name, tokenizer, embeddings, weights, rowOf);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="HicraException">A file is missing, cannot be read, or is of a kind that is not known; the message says which.</exception>
    public static StaticEmbedding Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string model = Path.Combine(folder, "model.safetensors"), tokens = Path.Combine(folder, "tokenizer.json");
        foreach (string file in (string[])[model, tokens])
            if (!File.Exists(file)) throw new HicraException($"{folder}: no static embedding, {Path.GetFileName(file)} is missing; give a folder with model.safetensors and tokenizer.json, such as a potion model's");
        IReadOnlyList<NamedTensor> tensors = Safetensors.Read(model);
        NamedTensor embeddings = tensors.FirstOrDefault(t => t is { Name: "embeddings" or "embedding.weight", Shape.Length: 2 })
            ?? throw new HicraException($"{model}: there is no matrix 'embeddings' in it; give a model2vec model");
        Tokenizer tokenizer = Tokenizer.Load(tokens);
        float[]? weights = tensors.FirstOrDefault(t => t.Name == "weights")?.Values, rowOf = tensors.FirstOrDefault(t => t.Name == "mapping")?.Values;
        int rows = embeddings.Shape[0];
        bool fits = rowOf is null ? rows >= tokenizer.Count : rowOf.Length >= tokenizer.Count && rowOf.All(row => row >= 0 && row < rows);
        if (!fits || (weights is not null && weights.Length < tokenizer.Count)) throw new HicraException($"{folder}: the tokenizer has {tokenizer.Count} tokens and the embedding {rows} rows; take both files from one model");
        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), tokenizer, embeddings, weights, rowOf);
    }

    /// <inheritdoc/>
    public PhraseVectors Embed(IReadOnlyList<string> phrases, MiningCorpus corpus, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        int dimensions = _embeddings.Shape[1];
        float[] values = new float[phrases.Count * dimensions];
        for (int p = 0; p < phrases.Count; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<float> sum = values.AsSpan(p * dimensions, dimensions);
            foreach (int token in _tokenizer.Encode(phrases[p]))
            {
                ReadOnlySpan<float> row = _embeddings.Values.AsSpan((_rowOf is null ? token : (int)_rowOf[token]) * dimensions, dimensions);
                float weight = _weights?[token] ?? 1;
                for (int k = 0; k < dimensions; k++) sum[k] += weight * row[k];
            }
        }
        return new PhraseVectors(values, dimensions);
    }
}
