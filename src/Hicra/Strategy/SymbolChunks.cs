namespace Hicra.Strategy;

/// <summary>
/// The symbols of a text, some thousands at a time, so that a text of any length takes little memory. A chunk ends where a
/// symbol stands that is in no gram: what is found in the chunks one by one is what is found in the text.
/// </summary>
internal ref struct SymbolChunks(GramText grams, ReadOnlySpan<char> text)
{
    private const int First = 4096;

    private readonly ReadOnlySpan<char> _text = text;
    private Pooled<int> _symbols = new(First), _starts = new(First + 1);
    private int _count, _position;

    /// <summary>[symbols] of the chunk.</summary>
    public readonly ReadOnlySpan<int> Symbols => _symbols.Span[.._count];

    /// <summary>[symbols + 1] where each starts in the text, and where the last one ends.</summary>
    public readonly ReadOnlySpan<int> Starts => _starts.Span[..(_count + 1)];

    /// <summary>Goes on to the next chunk; false at the end of the text.</summary>
    public bool Next()
    {
        while (_position < _text.Length)
        {
            int start = _position;
            _count = grams.Scan(_text, ref _position, _symbols.Span, _starts.Span);
            if (_position > start) return true;
            // A stretch of known words longer than the chunk, as the text of a hostile library may have.
            int length = 2 * _symbols.Span.Length;
            Dispose();
            _symbols = new(length);
            _starts = new(length + 1);
        }
        return false;
    }

    /// <summary>Gives the room back. Not by a using declaration: that would make the variable read-only.</summary>
    public readonly void Dispose()
    {
        _symbols.Dispose();
        _starts.Dispose();
    }
}
