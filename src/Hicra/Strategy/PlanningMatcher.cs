namespace Hicra.Strategy;

/// <summary>
/// Finds planning tokens (paper, section 2.1: tokens that are part of a strategic gram) in a text that is given as token
/// pieces. The grams are looked up in the text, which is the pieces joined, so the same characters are found whatever
/// the split; a token is a planning token if at least one of its characters belongs to an occurrence.
/// </summary>
/// <remarks>
/// The paper does not say how grams are matched; these are this kit's rules. Case is ignored. A run of white space counts
/// as one blank. Curly and straight apostrophes are equal. Words match whole: the gram <c>so</c> is neither in
/// <c>also</c> nor in <c>some</c>, and <c>we can</c> is not in <c>we can't</c>. Punctuation inside a gram must stand in the
/// text, and no other may stand there. Time is linear in the text. Immutable, so any number of threads may share one.
/// </remarks>
public sealed class PlanningMatcher
{
    private readonly GramText _text = new();
    private readonly GramMatcher _matcher;

    /// <summary>Builds the matcher of a library; spans refer to the grams by their index in it.</summary>
    public PlanningMatcher(StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        Library = library;
        _matcher = new GramMatcher([.. library.Grams.Select(_text.Learn)]);
    }

    /// <summary>The library whose grams are matched.</summary>
    public StrategicGramLibrary Library { get; }

    /// <summary>Appends the occurrences in a text (leftmost and longest first, without overlap), in characters.</summary>
    public void Spans(ReadOnlySpan<char> text, List<GramSpan> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        FindSpans(text, into);
    }

    /// <summary>Sets, for each character of a text, whether an occurrence covers it.</summary>
    /// <param name="text">[characters]</param>
    /// <param name="mask">[characters], overwritten.</param>
    /// <param name="policy">Which occurrences count where they overlap.</param>
    /// <exception cref="ArgumentException">The mask is not as long as the text.</exception>
    public void Mark(ReadOnlySpan<char> text, Span<bool> mask, MatchPolicy policy = MatchPolicy.AllOccurrences)
    {
        if (mask.Length != text.Length) throw new ArgumentException("The mask must be as long as the text.", nameof(mask));
        MarkCharacters(text, mask, policy);
    }

    /// <summary>Both at once, in half of the time: appends the occurrences as <see cref="Spans(ReadOnlySpan{char}, List{GramSpan})"/> does, and marks all as <see cref="Mark(ReadOnlySpan{char}, Span{bool}, MatchPolicy)"/> does.</summary>
    /// <param name="text">[characters]</param>
    /// <param name="into">Receives the spans in order; not cleared.</param>
    /// <param name="mask">[characters], overwritten where an occurrence is found and cleared elsewhere.</param>
    /// <exception cref="ArgumentException">The mask is not as long as the text.</exception>
    public void Find(ReadOnlySpan<char> text, List<GramSpan> into, Span<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (mask.Length != text.Length) throw new ArgumentException("The mask must be as long as the text.", nameof(mask));
        mask.Clear();
        var chunks = new SymbolChunks(_text, text);
        try
        {
            while (chunks.Next())
            {
                int first = into.Count;
                _matcher.LeftmostLongest(chunks.Symbols, into);
                if (into.Count == first) continue; // nothing found, nothing to mark
                using var covered = new Pooled<bool>(chunks.Symbols.Length);
                _matcher.Mark(chunks.Symbols, covered.Span);
                for (int i = covered.Span.IndexOf(true); i >= 0 && i < covered.Span.Length; i++)
                    if (covered.Span[i]) mask[chunks.Starts[i]..chunks.Starts[i + 1]].Fill(true);
                for (int i = first; i < into.Count; i++)
                {
                    (int start, int end) = (chunks.Starts[into[i].Start], chunks.Starts[into[i].End]);
                    into[i] = new(start, end - start, into[i].Gram);
                }
            }
        }
        finally
        {
            chunks.Dispose();
        }
    }

    /// <summary>
    /// Appends the occurrences (leftmost and longest first, without overlap in the text), in tokens. Where one token holds
    /// parts of two occurrences, both spans include it.
    /// </summary>
    /// <param name="pieces">[tokens] the text of each token; joined without separator they are the text (see <see cref="TokenPieces"/>).</param>
    /// <param name="into">Receives the spans in order; not cleared.</param>
    public void Spans(IReadOnlyList<string> pieces, List<GramSpan> into)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        TokenSpans(new PieceList(pieces), into);
    }

    /// <summary>Sets, for each token, whether it is a planning token.</summary>
    /// <param name="pieces">[tokens] the text of each token; joined without separator they are the text (see <see cref="TokenPieces"/>).</param>
    /// <param name="mask">[tokens], overwritten. A token without text is an execution token.</param>
    /// <param name="policy">Which occurrences count where they overlap.</param>
    /// <exception cref="ArgumentException">The mask is not as long as the tokens.</exception>
    public void Mark(IReadOnlyList<string> pieces, Span<bool> mask, MatchPolicy policy = MatchPolicy.AllOccurrences)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        MarkTokens(new PieceList(pieces), mask, policy);
    }

    /// <summary>As <see cref="Spans(IReadOnlyList{string}, List{GramSpan})"/>, for token ids whose texts stand in a table.</summary>
    /// <exception cref="ArgumentException">An id is not in the table.</exception>
    public void Spans(ReadOnlySpan<int> ids, IReadOnlyList<string> vocabulary, List<GramSpan> into)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        TokenSpans(new PieceList(vocabulary, ids), into);
    }

    /// <summary>As <see cref="Mark(IReadOnlyList{string}, Span{bool}, MatchPolicy)"/>, for token ids whose texts stand in a table.</summary>
    /// <exception cref="ArgumentException">An id is not in the table, or the mask is not as long as the tokens.</exception>
    public void Mark(ReadOnlySpan<int> ids, IReadOnlyList<string> vocabulary, Span<bool> mask, MatchPolicy policy = MatchPolicy.AllOccurrences)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        MarkTokens(new PieceList(vocabulary, ids), mask, policy);
    }

    private void TokenSpans(PieceList pieces, List<GramSpan> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        int length = pieces.TextLength();
        using var text = new Pooled<char>(length);
        using var tokenOf = new Pooled<int>(length);
        pieces.Join(text.Span, tokenOf.Span);
        int first = into.Count;
        FindSpans(text.Span, into);
        for (int i = first; i < into.Count; i++)
        {
            (int start, int end) = (tokenOf.Span[into[i].Start], tokenOf.Span[into[i].End - 1] + 1);
            into[i] = new(start, end - start, into[i].Gram);
        }
    }

    private void MarkTokens(PieceList pieces, Span<bool> mask, MatchPolicy policy)
    {
        if (mask.Length != pieces.Count) throw new ArgumentException("The mask must be as long as the tokens.", nameof(mask));
        int length = pieces.TextLength();
        using var text = new Pooled<char>(length);
        using var tokenOf = new Pooled<int>(length);
        using var covered = new Pooled<bool>(length);
        pieces.Join(text.Span, tokenOf.Span);
        MarkCharacters(text.Span, covered.Span, policy);
        mask.Clear();
        for (int i = 0; i < length; i++) mask[tokenOf.Span[i]] |= covered.Span[i];
    }

    private void FindSpans(ReadOnlySpan<char> text, List<GramSpan> into)
    {
        var chunks = new SymbolChunks(_text, text);
        try
        {
            while (chunks.Next())
            {
                int first = into.Count;
                _matcher.LeftmostLongest(chunks.Symbols, into);
                for (int i = first; i < into.Count; i++)
                {
                    (int start, int end) = (chunks.Starts[into[i].Start], chunks.Starts[into[i].End]);
                    into[i] = new(start, end - start, into[i].Gram);
                }
            }
        }
        finally
        {
            chunks.Dispose();
        }
    }

    private void MarkCharacters(ReadOnlySpan<char> text, Span<bool> mask, MatchPolicy policy)
    {
        var chunks = new SymbolChunks(_text, text);
        try
        {
            while (chunks.Next())
            {
                using var covered = new Pooled<bool>(chunks.Symbols.Length);
                _matcher.Mark(chunks.Symbols, covered.Span, policy);
                for (int i = 0; i < covered.Span.Length; i++) mask[chunks.Starts[i]..chunks.Starts[i + 1]].Fill(covered.Span[i]);
            }
        }
        finally
        {
            chunks.Dispose();
        }
    }

    /// <summary>The texts of a token sequence: given one by one, or through ids into a table.</summary>
    private readonly ref struct PieceList
    {
        private readonly IReadOnlyList<string> _texts;
        private readonly ReadOnlySpan<int> _ids;
        private readonly bool _byId;

        public PieceList(IReadOnlyList<string> texts) => (_texts, Count) = (texts, texts.Count);

        public PieceList(IReadOnlyList<string> table, ReadOnlySpan<int> ids)
        {
            _texts = table;
            _ids = ids;
            _byId = true;
            Count = ids.Length;
            foreach (int id in ids)
            {
                if ((uint)id >= (uint)table.Count) throw new ArgumentException($"Token id {id} is not in the vocabulary of {table.Count} entries.", nameof(ids));
            }
        }

        public int Count { get; }

        private string this[int i] => _byId ? _texts[_ids[i]] : _texts[i];

        public int TextLength()
        {
            int length = 0;
            for (int i = 0; i < Count; i++) length += this[i].Length;
            return length;
        }

        public void Join(Span<char> text, Span<int> tokenOf)
        {
            int at = 0;
            for (int i = 0; i < Count; i++)
            {
                string piece = this[i];
                piece.CopyTo(text[at..]);
                tokenOf.Slice(at, piece.Length).Fill(i);
                at += piece.Length;
            }
        }
    }
}
