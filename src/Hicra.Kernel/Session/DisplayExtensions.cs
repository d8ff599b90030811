using System.Collections;
using System.Data;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Values;

namespace Hicra.Kernel.Session;

/// <summary>Showing a value from within a cell, as .NET Interactive has it: <c>value.Display()</c>.</summary>
public static class DisplayExtensions
{
    // More would drown a page; a file is the place for them.
    private const int MostRows = 1000;

    /// <summary>Shows a value below the cell; the result replaces it later.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">As what it is shown; none for all that it has. A string, or bytes, are taken for what the type says: <c>"&lt;b&gt;x&lt;/b&gt;".Display("text/html")</c>, <c>File.ReadAllBytes("a.png").Display("image/png")</c>.</param>
    /// <exception cref="HicraException">Called outside a cell, or the value has no such representation.</exception>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        return DisplayedValue.Show(CellContext.Required(), mimeTypes, session => session.Format(value, mimeTypes));
    }

    /// <summary>Shows a text as what it is: HTML, Markdown, SVG, JSON.</summary>
    /// <param name="value">The text; another value shows itself as the type.</param>
    /// <param name="mimeType">The type.</param>
    /// <exception cref="HicraException">Called outside a cell, or the value has no such representation.</exception>
    public static DisplayedValue DisplayAs(this object? value, string mimeType) => value.Display(mimeType);

    /// <summary>Shows a sequence as a table, a column a member, whatever its items say of themselves.</summary>
    /// <param name="items">The sequence; what is more than the rows is not read.</param>
    /// <param name="rows">The most rows, up to 1,000.</param>
    /// <exception cref="HicraException">Called outside a cell, or with other numbers of rows.</exception>
    public static DisplayedValue DisplayTable(this IEnumerable items, int rows = ValueLimits.Items) => Table(items, rows);

    /// <summary>Shows a table of data.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The most rows, up to 1,000.</param>
    /// <exception cref="HicraException">Called outside a cell, or with other numbers of rows.</exception>
    public static DisplayedValue DisplayTable(this DataTable table, int rows = ValueLimits.Items) => Table(table, rows);

    /// <summary>One of a value's representations, as text.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeType">Which.</param>
    /// <exception cref="HicraException">Called outside a cell, or the value has no such representation.</exception>
    public static string ToDisplayString(this object? value, string mimeType = "text/plain")
    {
        MimeBundle bundle = CellContext.Required().Session.Format(value, [mimeType]);
        return bundle.Text(mimeType) ?? bundle.Data[mimeType].ToJsonString();
    }

    private static DisplayedValue Table(object items, int rows)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (rows is < 1 or > MostRows) throw new HicraException(FormattableString.Invariant($"DisplayTable({rows}): a table has 1 to {MostRows} rows"));
        return DisplayedValue.Show(CellContext.Required(), [], session => session.FormatTable(items, rows));
    }
}
