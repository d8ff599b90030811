using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>A value on display. <see cref="Update"/> replaces it in place, also from a background task after the cell has ended.</summary>
public sealed class DisplayedValue
{
    private readonly CSharpSession _session;
    private readonly ICellOutput _output;
    private readonly IReadOnlyList<string> _mimeTypes;

    private DisplayedValue(CellContext cell, IReadOnlyList<string> mimeTypes, string displayId) => (_session, _output, _mimeTypes, DisplayId) = (cell.Session, cell.Output, mimeTypes, displayId);

    /// <summary>The identifier under which the client knows it.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in its place, as the same types.</summary>
    public void Update(object? value) => _output.Update(_session.Format(value, _mimeTypes), DisplayId);

    internal static DisplayedValue Show(CellContext cell, IReadOnlyList<string> mimeTypes, Func<CSharpSession, MimeBundle> format)
    {
        var shown = new DisplayedValue(cell, mimeTypes, Guid.NewGuid().ToString("N"));
        cell.Output.Display(format(cell.Session), shown.DisplayId);
        return shown;
    }

    /// <summary>Whether it is what the cell has just shown: as the cell's value it says nothing new.</summary>
    internal bool IsIn(ICellOutput output) => ReferenceEquals(_output, output);
}
