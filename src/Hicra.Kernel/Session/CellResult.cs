using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>How a cell ended.</summary>
/// <param name="Ok">Whether it ran to its end.</param>
/// <param name="ErrorName">The exception's type name, <c>CompilerError</c> for code that does not compile; null where it ended well.</param>
/// <param name="ErrorMessage">The exception's message; null where it ended well.</param>
/// <param name="Traceback">What to show a reader: the error, then the reader's own frames (or the line and a caret), one entry a line.</param>
/// <param name="Value">The value of the last expression; null also where there is none.</param>
/// <param name="Interrupted">Whether the cell was stopped from outside.</param>
/// <param name="Line">The line of the cell, from 1, to which the error belongs; null where that is not known.</param>
public sealed record CellResult(bool Ok, string? ErrorName, string? ErrorMessage, IReadOnlyList<string> Traceback, object? Value = null, bool Interrupted = false, int? Line = null)
{
    /// <summary>Whether the last expression has a value, which may be null.</summary>
    public bool HasValue { get; init; }

    /// <summary>What the value looks like, read once while the cell ran; null where it is not to be shown.</summary>
    public MimeBundle? Shown { get; init; }

    /// <summary>A cell that ran to its end.</summary>
    internal static CellResult Done(object? value = null) => new(true, null, null, [], value);

    /// <summary>A cell that an error of one line ended.</summary>
    internal static CellResult Failed(string name, string message, int? line = null) => new(false, name, message, [$"{name}: {message}"], Line: line);

    /// <summary>A cell that was stopped from outside.</summary>
    internal static CellResult Stopped() => Failed("OperationCanceledException", "The cell was interrupted.") with { Interrupted = true };
}
