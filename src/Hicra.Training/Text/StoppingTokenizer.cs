using System.Text;

namespace Hicra.Training.Text;

/// <summary>A tokenizer for which certain texts end a response too, as soon as it says one of them.</summary>
public sealed class StoppingTokenizer : ISubwordTokenizer
{
    private readonly ISubwordTokenizer _inner;
    private readonly int _tail;

    /// <summary>Makes one.</summary>
    /// <param name="inner">Does everything else.</param>
    /// <param name="stops">The texts, at least one.</param>
    /// <exception cref="HicraException">A text is empty.</exception>
    public StoppingTokenizer(ISubwordTokenizer inner, IReadOnlyList<string> stops)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(stops);
        if (stops.Any(string.IsNullOrEmpty)) throw new HicraException("--stop is empty; give the text that ends a response, or leave it out");
        (_inner, StopTexts) = (inner, [.. stops]);
        // A token has a byte at least, save a leading blank and characters that are not complete yet.
        _tail = stops.Max(Encoding.UTF8.GetByteCount) + 4;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> StopTexts { get; }

    /// <inheritdoc/>
    public int VocabularySize => _inner.VocabularySize;

    /// <inheritdoc/>
    public IReadOnlyList<int> EndTokens => _inner.EndTokens;

    /// <inheritdoc/>
    public IReadOnlyList<int> BeginTokens => _inner.BeginTokens;

    /// <inheritdoc/>
    public int[] Encode(string text) => _inner.Encode(text);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => _inner.Decode(ids);

    /// <inheritdoc/>
    public string[] Pieces(ReadOnlySpan<int> ids) => _inner.Pieces(ids);

    /// <inheritdoc/>
    public TokenizedText Tokenize(string text) => _inner.Tokenize(text);

    /// <inheritdoc/>
    public bool Stops(ReadOnlySpan<int> response)
    {
        string[] pieces = Pieces(response[Math.Max(0, response.Length - _tail)..]);
        if (pieces is not [.., { Length: > 0 } last]) return false;
        string tail = string.Concat(pieces);
        // A text that ended before the last token ended the response then.
        return StopTexts.Any(stop => tail.LastIndexOf(stop, StringComparison.Ordinal) is >= 0 and var at && at + stop.Length > tail.Length - last.Length);
    }
}
