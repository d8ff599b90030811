using System.Globalization;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Notebooks;

/// <summary>A notebook as <c>.dib</c> and back: cells, their order and their languages stay; what a <c>.dib</c> has no place for is said.</summary>
internal static class NotebookConversion
{
    /// <summary>The text of a <c>.dib</c>, as .NET Interactive writes it.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="lost">Takes a line about each kind of thing that is left out.</param>
    /// <exception cref="HicraException">A cell would not come back as it is; the message names it.</exception>
    public static string ToDib(NotebookDocument notebook, string name, ICollection<string> lost)
    {
        var parts = new List<string> { DibFormat.Head };
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            NotebookCell cell = notebook.Cells[i];
            string[] lines = (cell.IsCode ? notebook.Code(cell) : cell.Source).ReplaceLineEndings("\n").Trim('\n', ' ', '\t').Split('\n');
            if (lines is [""]) continue;
            if (!cell.IsCode && cell.Kind != "markdown")
                throw new HicraException(string.Create(CultureInfo.InvariantCulture, $"{name}: cell {i + 1} is of the kind '{cell.Kind}', which a .dib has not; make it Markdown or code"));
            // A first line that names a language is the cell's own heading.
            bool isHeaded = cell.IsCode && DibFormat.Begins(lines[0]);
            if (Array.FindIndex(lines, isHeaded ? 1 : 0, DibFormat.Begins) is >= 0 and var line)
                throw new HicraException(string.Create(CultureInfo.InvariantCulture, $"{name}: line {line + 1} of cell {i + 1} is '{lines[line].Trim()}', which begins a cell of its own in a .dib; split the cell there, or indent the line"));
            parts.Add(isHeaded ? lines[0].TrimEnd() : cell.IsCode ? "#!csharp" : "#!markdown");
            parts.Add(string.Join('\n', isHeaded ? lines[1..] : lines).Trim('\n', ' ', '\t'));
        }
        Lost(notebook, lost);
        return string.Join("\n\n", parts) + "\n";
    }

    /// <summary>The notebook of a <c>.dib</c>, for Jupyter with this kernel and for VS Code's Polyglot Notebooks.</summary>
    /// <param name="text">The file's text.</param>
    public static NotebookDocument FromDib(string text)
    {
        NotebookDocument notebook = NotebookDocument.FromCells(DibFormat.Parse(text).Select(Named));
        notebook.AddMetadata("polyglot_notebook", JsonNode.Parse($$"""{"kernelInfo": {{DibFormat.Kernels}} }""")!);
        return notebook;
    }

    // Another language stands beside a cell, where both worlds look for it, and not in its text.
    private static NotebookCell Named(NotebookCell cell)
    {
        string source = cell.Source;
        int end = source.IndexOf('\n', StringComparison.Ordinal);
        string first = (end < 0 ? source : source[..end]).TrimEnd();
        if (!cell.IsCode || !DibFormat.Begins(first)) return cell;
        string language = first[2..].ToLowerInvariant();
        NotebookCell named = NotebookCell.Code(end < 0 ? "" : source[(end + 1)..], (string)cell.Json["id"]!);
        named.Json["metadata"] = new JsonObject { ["dotnet_interactive"] = new JsonObject { ["language"] = language }, ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language } };
        return named;
    }

    private static void Lost(NotebookDocument notebook, ICollection<string> lost)
    {
        int outputs = notebook.Cells.Sum(c => c.Outputs.Count);
        if (outputs > 0) lost.Add(string.Create(CultureInfo.InvariantCulture, $"{outputs} {(outputs == 1 ? "output" : "outputs")}, which a .dib has no place for"));
        string[] tagged = [.. notebook.Cells.Select((c, i) => (c.Tags, Number: i + 1)).Where(c => c.Tags.Count > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"cell {c.Number}: {string.Join(", ", c.Tags)}"))];
        if (tagged.Length > 0) lost.Add($"tags, which a .dib has no place for ({string.Join("; ", tagged)})");
        int attached = notebook.Cells.Count(c => c.Json["attachments"] is JsonObject { Count: > 0 });
        if (attached > 0) lost.Add(string.Create(CultureInfo.InvariantCulture, $"pictures attached to {attached} {(attached == 1 ? "cell" : "cells")}; put them into files and link those"));
    }
}
