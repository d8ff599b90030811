namespace Hicra.Kernel.Session;

/// <summary>A value on display. <see cref="Update"/> replaces it in place, also from a background task after the cell has ended.</summary>
public sealed class DisplayedValue
{
    private readonly CSharpSession _session;
    private readonly ICellOutput _output;

    internal DisplayedValue(CSharpSession session, ICellOutput output, string displayId) => (_session, _output, DisplayId) = (session, output, displayId);

    /// <summary>The identifier under which the client knows it.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in its place.</summary>
    public void Update(object? value) => _output.Update(_session.Format(value), DisplayId);
}
