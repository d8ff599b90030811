using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>Compiler errors for a reader: the place, the message, the line and a caret; and the way out where C# in cells differs from C# in files.</summary>
internal static class CompilerErrors
{
    private const int Shown = 5;

    public static CellResult Result(CompilationFailure failure)
    {
        Diagnostic first = failure.Errors[0];
        // One message says it all where the whole cell is of another tool.
        if (ForeignLines.Explain(failure) is { } foreign) return CellResult.Failed("Error", foreign.Message, foreign.Line);
        var lines = new List<string>();
        foreach (Diagnostic error in failure.Errors.Take(Shown)) Describe(error, failure.Text, lines);
        if (failure.Errors.Count > Shown) lines.Add(FormattableString.Invariant($"... and {failure.Errors.Count - Shown} more"));
        string message = $"{first.Id}: {Message(first)}";
        if (CompilerHints.Of(failure) is { } hint)
        {
            message = $"{message.TrimEnd('.')}; {hint}";
            lines.Add($"hint: {hint}");
        }
        return new(false, "CompilerError", message, lines, Line: Place(first, failure.Text) is (var text, var span) ? text.Lines.GetLinePosition(span.Start).Line + 1 : null);
    }

    /// <summary>Where an error is in what a reader wrote; null where it is in no text.</summary>
    public static (SourceText Text, TextSpan Span)? Place(Diagnostic error, CellText cell)
    {
        if (!error.Location.IsInSource || error.Location.SourceTree is not { } tree) return null;
        TextSpan span = error.Location.SourceSpan;
        // A library may hold types of earlier cells too.
        if (tree.ToString() != cell.Text) return (tree.GetText(), span);
        int start = cell.Back(span.Start);
        return (cell.Original, TextSpan.FromBounds(start, Math.Max(start, cell.Back(span.End))));
    }

    private static void Describe(Diagnostic error, CellText cell, List<string> lines)
    {
        if (Place(error, cell) is not (var source, var span))
        {
            lines.Add($"error {error.Id}: {Message(error)}");
            return;
        }
        LinePosition start = source.Lines.GetLinePosition(span.Start), end = source.Lines.GetLinePosition(span.End);
        string text = source.Lines[start.Line].ToString();
        int width = Math.Max(1, (end.Line == start.Line ? end.Character : text.Length) - start.Character);
        lines.Add(FormattableString.Invariant($"{error.Location.SourceTree!.FilePath}({start.Line + 1},{start.Character + 1}): error {error.Id}: {Message(error)}"));
        lines.Add($"  {text}");
        // Tabs stay tabs, so that the caret stands below its place however wide they are shown.
        lines.Add($"  {string.Concat(text.Take(start.Character).Select(c => c == '\t' ? '\t' : ' '))}{new string('^', width)}");
    }

    private static string Message(Diagnostic error)
    {
        string message = error.GetMessage(CultureInfo.InvariantCulture);
        // Everything converts to object but what may not leave the stack.
        return error.Id == "CS0029" && message.EndsWith("to 'object'", StringComparison.Ordinal) ? $"{message}: a span or a pointer cannot be a cell's value; show a copy of it, as .ToArray() makes" : message;
    }
}
