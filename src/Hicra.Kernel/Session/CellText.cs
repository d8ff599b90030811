using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>A cell as the compiler gets it, and the way back to the text that its reader wrote.</summary>
/// <remarks>No change has a line break in it, so the compiler's line numbers are the reader's; columns are found by <see cref="Back"/>.</remarks>
internal sealed class CellText
{
    private readonly IReadOnlyList<TextChange> _changes;

    private CellText(SourceText original, string text, IReadOnlyList<TextChange> changes) => (Original, Text, _changes) = (original, text, changes);

    /// <summary>What the reader wrote.</summary>
    public SourceText Original { get; }

    /// <summary>What is compiled.</summary>
    public string Text { get; }

    /// <summary>The cell with changes, which must not overlap.</summary>
    public static CellText Of(string original, IEnumerable<TextChange> changes)
    {
        SourceText source = SourceText.From(original, Encoding.UTF8);
        TextChange[] sorted = [.. changes.OrderBy(c => c.Span.Start)];
        return new(source, source.WithChanges(sorted).ToString(), sorted);
    }

    /// <summary>Where a place of <see cref="Text"/> stands in <see cref="Original"/>.</summary>
    public int Back(int position)
    {
        int shift = 0;
        foreach (TextChange change in _changes)
        {
            int start = change.Span.Start + shift, added = change.NewText?.Length ?? 0;
            if (position < start) break;
            // Within text that is not the reader's, the place where it was put in.
            if (position < start + added) return Math.Min(change.Span.Start + (position - start), change.Span.End);
            shift += added - change.Span.Length;
        }
        return Math.Clamp(position - shift, 0, Original.Length);
    }

    /// <summary>A change that makes a part blank and keeps its lines.</summary>
    public static TextChange Blank(string text, TextSpan span) => new(span, string.Concat(text.AsSpan(span.Start, span.Length).ToArray().Select(c => c is '\n' or '\r' ? c : ' ')));
}
