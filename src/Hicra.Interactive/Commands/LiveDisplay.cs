using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Commands;

/// <summary>
/// Shows a picture of work in progress and redraws it in place, at most every 0.2 s. Where the host cannot update, a line of
/// text now and then and the picture at the end. The end, which is when this is disposed, is always drawn.
/// </summary>
internal sealed class LiveDisplay : IDisposable
{
    private static readonly TimeSpan BetweenDraws = TimeSpan.FromSeconds(0.2), BetweenLines = TimeSpan.FromSeconds(10);
    private readonly INotebookHost _host;
    private readonly Func<MimeBundle> _draw;
    private readonly Func<string> _line;
    private readonly bool _silent, _quiet;
    private readonly IDisplayed? _shown;
    private long _last;

    /// <summary>Begins to show.</summary>
    /// <param name="host">Where.</param>
    /// <param name="draw">Makes the picture.</param>
    /// <param name="line">Makes the line.</param>
    /// <param name="silent">Shows nothing at all.</param>
    /// <param name="quiet">Shows the end alone.</param>
    public LiveDisplay(INotebookHost host, Func<MimeBundle> draw, Func<string> line, bool silent = false, bool quiet = false)
    {
        (_host, _draw, _line, _silent, _quiet) = (host, draw, line, silent, quiet);
        _last = host.Clock.GetTimestamp();
        if (!silent && !quiet && host.CanUpdate) _shown = host.Display(draw());
    }

    /// <summary>Redraws if it is time; the work calls it as often as it likes, one call at a time.</summary>
    public void Refresh()
    {
        if (_silent || _quiet || _host.Clock.GetElapsedTime(_last) < (_host.CanUpdate ? BetweenDraws : BetweenLines)) return;
        if (_host.CanUpdate) _shown?.Update(_draw());
        else _host.Progress.WriteLine(_line());
        // Counted from the end of drawing, so that slow drawing cannot take up all the time.
        _last = _host.Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_silent) return;
        if (_shown is null) _host.Display(_draw());
        else _shown.Update(_draw());
    }
}
