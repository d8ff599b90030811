namespace Hicra.Interactive.Rendering;

/// <summary>Text that is safe to print: names and model output could hold sequences that move a terminal's cursor, recolour it, or rename its window.</summary>
internal static class TerminalText
{
    /// <summary>The text with tabs and line ends as spaces, and every other control character as U+FFFD.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="keepLines">Whether line feeds stay.</param>
    public static string Clean(string? text, bool keepLines) => string.Create((text ?? "").Length, (Text: text ?? "", keepLines), (span, state) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            char c = state.Text[i];
            span[i] = c == '\n' && state.keepLines ? c : c is '\n' or '\r' or '\t' ? ' ' : char.IsControl(c) ? '\ufffd' : c;
        }
    });
}
