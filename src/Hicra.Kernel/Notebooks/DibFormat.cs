namespace Hicra.Kernel.Notebooks;

/// <summary>
/// .NET Interactive's script notebooks: text in which a line <c>#!csharp</c>, <c>#!markdown</c> and so on begins a cell.
/// Other lines with <c>#!</c> are magic commands and belong to the cell. The format has no outputs, so what was executed is
/// written as <c>.ipynb</c>.
/// </summary>
internal static class DibFormat
{
    private static readonly HashSet<string> Kernels = new(StringComparer.OrdinalIgnoreCase)
    {
        "csharp", "c#", "cs", "fsharp", "f#", "fs", "pwsh", "powershell", "javascript", "js", "html", "mermaid", "sql", "kql", "http", "value", "markdown", "md", "meta",
    };

    public static IReadOnlyList<NotebookCell> Parse(string text)
    {
        var cells = new List<NotebookCell>();
        string language = "csharp";
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string word = line.TrimEnd();
            if (word.StartsWith("#!", StringComparison.Ordinal) && Kernels.Contains(word[2..]))
            {
                Close();
                language = word[2..].ToLowerInvariant();
            }
            else
            {
                lines.Add(line);
            }
        }
        Close();
        return cells;

        void Close()
        {
            string source = string.Join('\n', lines).Trim('\n', ' ', '\t');
            lines.Clear();
            if (source.Length == 0 || language == "meta") return;
            string id = $"cell-{cells.Count}";
            cells.Add(language switch
            {
                "markdown" or "md" => NotebookCell.Markdown(source, id),
                "csharp" or "c#" or "cs" => NotebookCell.Code(source, id),
                // The session decides what it can do with another language.
                _ => NotebookCell.Code($"#!{language}\n{source}", id),
            });
        }
    }
}
