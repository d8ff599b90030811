using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Values;

/// <summary>Any value in all its representations: the kit's own views first, then what <see cref="ValueReader"/> reads of it.</summary>
/// <param name="kit">The kit's views.</param>
/// <param name="isStopping">Whether the cell has been told to stop: then what its code throws while a value is read is its end.</param>
/// <param name="cancellation">Given to asynchronous sequences.</param>
internal sealed class ValueFormatter(IMimeFormatter kit, Func<bool> isStopping, CancellationToken cancellation)
{
    /// <summary>Shows a value.</summary>
    public MimeBundle Format(object? value) => value is MimeBundle bundle ? bundle : Draw(Reader().Read(value), asTable: false);

    /// <summary>Shows a sequence, or a table of data, as a table.</summary>
    /// <param name="items">The sequence.</param>
    /// <param name="rows">The most rows.</param>
    public MimeBundle FormatTable(object items, int rows) => Draw(Reader().ReadTable(items, rows), asTable: true);

    private ValueReader Reader() => new(kit, isStopping, cancellation);

    private static MimeBundle Draw(ValueNode node, bool asTable)
    {
        if (node is ViewNode { Rest.IsCut: false } view) return view.Bundle;
        return MimeBundle.Of(ValueText.Draw(node, asTable), ValueHtml.Draw(node, asTable));
    }
}
