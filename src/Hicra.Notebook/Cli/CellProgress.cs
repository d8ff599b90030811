using Hicra.Interactive.Rendering;

namespace Hicra.Notebook.Cli;

/// <summary>Says how far the run of a notebook is, also inside a cell: on a terminal a line that is redrawn, elsewhere a line now and then.</summary>
internal sealed class CellProgress : IDisposable
{
    // A line that nobody redraws comes after a while, and then ever more rarely.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10), Rarest = TimeSpan.FromMinutes(1), Redraw = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly Terminal _terminal;
    private readonly string _name;
    private readonly bool _isQuiet;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private string _said = "";
    private int _cell, _count;
    private long _began;
    private TimeSpan _next;
    private bool _isDrawn;

    /// <param name="terminal">Takes the lines, on its error stream.</param>
    /// <param name="name">The notebook.</param>
    /// <param name="isQuiet">Whether nothing is to be said.</param>
    /// <param name="clock">Times, and calls <see cref="Tick"/> twice a second.</param>
    public CellProgress(Terminal terminal, string name, bool isQuiet, TimeProvider clock)
    {
        (_terminal, _name, _isQuiet, _clock) = (terminal, name, isQuiet, clock);
        if (!isQuiet) _timer = clock.CreateTimer(_ => Tick(), null, Redraw, Redraw);
    }

    /// <summary>A cell begins.</summary>
    public void Begin(int cell, int count)
    {
        lock (_gate) (_cell, _count, _said, _began, _next) = (cell, count, "", _clock.GetTimestamp(), First);
        if (_terminal.ErrorIsTerminal) Tick();
    }

    /// <summary>The running cell says something of itself.</summary>
    public void Say(string line)
    {
        lock (_gate) _said = line;
    }

    /// <summary>Shows what there is to show by now.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_isQuiet || _cell == 0) return;
            TimeSpan elapsed = _clock.GetElapsedTime(_began);
            string line = TerminalText.Clean($"{_name}: cell {_cell} of {_count}, {NumberText.Duration(elapsed)}{(_said.Length > 0 ? $": {_said}" : "")}", keepLines: false);
            if (_terminal.ErrorIsTerminal)
            {
                int width = _terminal.ErrorWidth;
                _terminal.Error.Write($"\r{(line.Length < width ? line : line[..(width - 1)])}\e[K");
                _isDrawn = true;
            }
            else if (elapsed >= _next)
            {
                _terminal.Error.WriteLine(line);
                _next = elapsed + TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks / 2, First.Ticks, Rarest.Ticks));
            }
        }
    }

    /// <summary>Takes the line away, before something else is written.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_isDrawn) _terminal.Error.Write("\r\e[K");
            _isDrawn = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate) _cell = 0;
        Clear();
    }
}
