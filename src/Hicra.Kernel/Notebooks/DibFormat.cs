using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>
/// .NET Interactive's script notebooks: text in which a line <c>#!csharp</c>, <c>#!markdown</c> and so on begins a cell.
/// Other lines with <c>#!</c> are magic commands and belong to the cell. The format has no outputs, so what was executed is
/// written as <c>.ipynb</c>.
/// </summary>
internal static class DibFormat
{
    private const string Meta = "meta";

    /// <summary>The kernels that a notebook of ours names.</summary>
    public const string Kernels = """{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}""";

    /// <summary>What stands above the cells.</summary>
    public const string Head = "#!meta\n\n{\"kernelInfo\":" + Kernels + "}";

    /// <summary>Whether a line begins a cell, whatever a notebook's own kernels are called.</summary>
    public static bool Begins(string line) => line.TrimEnd() is ['#', '!', .. var name] && (name == Meta || CellLanguages.Of(name) is not null);

    public static IReadOnlyList<NotebookCell> Parse(string text)
    {
        var cells = new List<NotebookCell>();
        string language = "csharp";
        JsonObject? meta = null;
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string word = line.TrimEnd();
            if (word.StartsWith("#!", StringComparison.Ordinal) && IsKernel(word[2..]))
            {
                Close();
                language = NotebookLanguages.Resolve(meta, word[2..]).ToLowerInvariant();
            }
            else
            {
                lines.Add(line);
            }
        }
        Close();
        return cells;

        // The notebook may name kernels of its own.
        bool IsKernel(string name) => name == Meta || CellLanguages.Of(name) is not null || NotebookLanguages.Resolve(meta, name) != name;

        void Close()
        {
            string source = string.Join('\n', lines).Trim('\n', ' ', '\t');
            lines.Clear();
            if (language == Meta)
            {
                // A cell may follow without a line of its own: it is of the notebook's language.
                (meta, source) = Read(source);
                language = (NotebookLanguages.Of(meta) ?? "csharp").ToLowerInvariant();
            }
            if (source.Length == 0) return;
            string id = $"cell-{cells.Count}";
            cells.Add(CellLanguages.Of(language) switch
            {
                "Markdown" => NotebookCell.Markdown(source, id),
                CellLanguages.CSharp => NotebookCell.Code(source, id),
                // The session decides what it can do with another language.
                _ => NotebookCell.Code($"#!{language}\n{source}", id),
            });
        }
    }

    // The block's object, and what stands behind it.
    private static (JsonObject? Meta, string Code) Read(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            var meta = JsonNode.Parse(ref reader) as JsonObject;
            return (meta, Encoding.UTF8.GetString(bytes.AsSpan((int)reader.BytesConsumed)).Trim());
        }
        catch (JsonException)
        {
            return (null, "");
        }
    }
}
