namespace Hicra.Interactive.Rendering;

/// <summary>
/// How many characters a line of text may have where a command runs: those of a terminal's window, asked for anew each time. It
/// flows into the tasks that the command starts. Where nobody says, tables are as wide as they need to be.
/// </summary>
internal static class TextWidth
{
    /// <summary>The widest that prose is, however wide the window: longer lines are hard to read.</summary>
    public const int MostProse = 96;

    private const int Least = 20;
    private static readonly AsyncLocal<Func<int?>?> Window = new();

    /// <summary>Characters in a line; null for no bound.</summary>
    public static int? Current => Window.Value?.Invoke() is int width ? Math.Max(Least, width) : null;

    /// <summary>Characters in a line of prose.</summary>
    public static int Prose => Math.Min(Current ?? MostProse, MostProse);

    /// <summary>Takes a window's width until the result is disposed of.</summary>
    /// <param name="window">Asks the window; null for no bound.</param>
    public static IDisposable Enter(Func<int?> window)
    {
        var before = new Restore(Window.Value);
        Window.Value = window;
        return before;
    }

    /// <summary>What is left for a flexible part of a line, a curve for example.</summary>
    /// <param name="taken">Characters that the rest of the line takes.</param>
    /// <param name="least">The fewest that the part needs.</param>
    /// <param name="most">The most that it uses.</param>
    public static int Left(int taken, int least, int most) => Current is int width ? Math.Clamp(width - taken, least, most) : most;

    private sealed class Restore(Func<int?>? before) : IDisposable
    {
        public void Dispose() => Window.Value = before;
    }
}
