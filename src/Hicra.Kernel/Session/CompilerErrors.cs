using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>Compiler errors for a reader: the place, the message, the line and a caret.</summary>
internal static class CompilerErrors
{
    private const int Shown = 5;

    public static CellResult Result(CompilationFailure failure)
    {
        var lines = new List<string>();
        foreach (Diagnostic error in failure.Errors.Take(Shown)) Describe(error, lines);
        if (failure.Errors.Count > Shown) lines.Add(FormattableString.Invariant($"... and {failure.Errors.Count - Shown} more"));
        Diagnostic first = failure.Errors[0];
        return new(false, "CompilerError", $"{first.Id}: {Message(first)}", lines, Line: first.Location.IsInSource ? first.Location.GetLineSpan().StartLinePosition.Line + 1 : null);
    }

    private static void Describe(Diagnostic error, List<string> lines)
    {
        if (!error.Location.IsInSource || error.Location.SourceTree is not { } tree)
        {
            lines.Add($"error {error.Id}: {Message(error)}");
            return;
        }
        LinePosition start = error.Location.GetLineSpan().StartLinePosition, end = error.Location.GetLineSpan().EndLinePosition;
        string text = tree.GetText().Lines[start.Line].ToString();
        int width = Math.Max(1, (end.Line == start.Line ? end.Character : text.Length) - start.Character);
        lines.Add(FormattableString.Invariant($"{tree.FilePath}({start.Line + 1},{start.Character + 1}): error {error.Id}: {Message(error)}"));
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
