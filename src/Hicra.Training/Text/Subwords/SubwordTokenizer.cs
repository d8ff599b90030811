namespace Hicra.Training.Text.Subwords;

/// <summary>What tokenizers have alike whose tokens are bytes: how ids become text, and which of them begin and end one.</summary>
internal abstract class SubwordTokenizer : ISubwordTokenizer
{
    /// <inheritdoc/>
    public int VocabularySize { get; protected init; }

    /// <inheritdoc/>
    public IReadOnlyList<int> EndTokens { get; protected init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<int> BeginTokens { get; protected init; } = [];

    /// <summary>[ids] the bytes that each token stands for; null for an id without any.</summary>
    protected IReadOnlyList<byte[]?> Bytes { get; init; } = [];

    /// <inheritdoc/>
    public int[] Encode(string text) => Tokenize(text).Ids;

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => string.Concat(Pieces(ids));

    /// <inheritdoc/>
    public string[] Pieces(ReadOnlySpan<int> ids) => PieceDecoder.Pieces(ids, id => (uint)id < (uint)Bytes.Count ? Bytes[id] : null);

    /// <inheritdoc/>
    public abstract TokenizedText Tokenize(string text);
}
