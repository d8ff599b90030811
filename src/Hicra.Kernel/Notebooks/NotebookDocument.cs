using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>A notebook in memory: nbformat 4 as read, down to unknown members and the file's own formatting.</summary>
internal sealed class NotebookDocument
{
    private readonly JsonObject _root;
    private readonly List<NotebookCell> _cells;

    private NotebookDocument(JsonObject root, NotebookStyle style)
    {
        (_root, Style) = (root, style);
        _cells = [.. ((JsonArray)root["cells"]!).Select(c => new NotebookCell((JsonObject)c!))];
    }

    public NotebookStyle Style { get; }

    public IReadOnlyList<NotebookCell> Cells => _cells;

    private JsonObject? Metadata => _root["metadata"] as JsonObject;

    /// <summary>The first heading; null where there is none.</summary>
    public string? Title => _cells.Where(c => c.Kind == "markdown").SelectMany(c => c.Source.Split('\n')).FirstOrDefault(l => l.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>Reads an <c>.ipynb</c> or <c>.dib</c> file.</summary>
    /// <exception cref="HicraException">It is missing or no notebook.</exception>
    public static NotebookDocument Load(string path)
    {
        string text = ReadText(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" => Parse(text, path),
            ".dib" => FromCells(DibFormat.Parse(text)),
            _ => throw new HicraException($"{path}: not a notebook by its name; give an .ipynb or .dib file"),
        };
    }

    /// <summary>The text of a notebook's file.</summary>
    /// <exception cref="HicraException">It is missing or no UTF-8 text.</exception>
    public static string ReadText(string path)
    {
        if (!File.Exists(path)) throw new HicraException($"{path}: no such notebook; give an .ipynb or .dib file");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"{path}: cannot be read ({error.Message.TrimEnd('.')}); notebooks are UTF-8 text", error);
        }
    }

    /// <summary>Reads nbformat 4.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="HicraException">It is no notebook of nbformat 4.</exception>
    public static NotebookDocument Parse(string text, string name)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 200 }) as JsonObject ?? throw new JsonException("it is no JSON object");
            Touch(root);
        }
        // A lone surrogate surfaces only where the string is read: here, not in the middle of a run.
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new HicraException($"{name}: no notebook ({(error is JsonException { LineNumber: long line } ? $"not valid JSON, line {line + 1}" : error.Message.ReplaceLineEndings(" ").TrimEnd('.'))}); restore the file", error);
        }
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int major) || major != 4)
            throw new HicraException($"{name}: not a notebook of format 4; open it in Jupyter and save it again");
        if (root["cells"] is not JsonArray cells || cells.Any(c => c is not JsonObject)) throw new HicraException($"{name}: the notebook has no list of cells; restore the file");
        return new(root, NotebookStyle.Of(text));
    }

    /// <summary>A new notebook for this kernel.</summary>
    public static NotebookDocument FromCells(IEnumerable<NotebookCell> cells) => new(
        new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(c => c.Json)]),
            ["metadata"] = KernelDescription.NotebookMetadata(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        },
        NotebookStyle.Usual);

    /// <summary>Says more about the notebook.</summary>
    public void AddMetadata(string name, JsonNode value) => ((JsonObject)_root["metadata"]!)[name] = value;

    /// <summary>Puts a cell before another.</summary>
    public void Insert(int index, NotebookCell cell)
    {
        ((JsonArray)_root["cells"]!).Insert(index, cell.Json);
        _cells.Insert(index, cell);
    }

    /// <summary>What a session runs for a cell: its text, under the name of its language where that is not C#.</summary>
    public string Code(NotebookCell cell) => NotebookLanguages.IsCSharp(Language(cell)) ? cell.Source : $"#!{Language(cell)}\n{cell.Source}";

    /// <summary>Finds what cannot run here before anything runs: a notebook of another language, or cells of one.</summary>
    /// <param name="name">What errors call the notebook.</param>
    /// <param name="allowErrors">Whether cells that fail do not stop it.</param>
    /// <exception cref="HicraException">There is such a thing; the message says what to do with it.</exception>
    public void CheckLanguages(string name, bool allowErrors)
    {
        (NotebookCell Cell, int Number)[] code = [.. _cells.Select((cell, i) => (cell, i + 1)).Where(c => c.cell.IsCode && !string.IsNullOrWhiteSpace(c.cell.Source) && !c.cell.Tags.Contains(NotebookRunner.Skipped))];
        if (NotebookLanguages.Of(Metadata) is { } all && !NotebookLanguages.IsCSharp(all) && !code.Any(c => NotebookLanguages.IsCSharp(Language(c.Cell))))
            throw new HicraException($"{name}: this is a notebook of {CellLanguages.Of(all) ?? all}, and here only C# runs; execute it with its own kernel: jupyter nbconvert --to notebook --execute {name}");
        foreach ((NotebookCell cell, int number) in code.Where(c => !allowErrors && !c.Cell.Tags.Contains(NotebookRunner.Raises)))
        {
            if (Refusal(cell) is { } refusal) throw new HicraException($"{name}: {new NotebookStop(number, refusal.Line, refusal.Why, Interrupted: false)}");
        }
    }

    private string? Language(NotebookCell cell) => NotebookLanguages.Of(cell, Metadata) ?? NotebookLanguages.Of(Metadata);

    private (int Line, string Why)? Refusal(NotebookCell cell)
    {
        // Without a line of its own where the cell's metadata say it.
        if (Language(cell) is { } language && !NotebookLanguages.IsCSharp(language) && !(CellLanguages.Of(language) is { } known && CellLanguages.IsShown(known))) return (1, CellLanguages.Refusal(language));
        return CellSplitter.Split(cell.Source).FirstOrDefault(p => p.Kind == PieceKind.Foreign) is { } part ? (cell.Source.AsSpan(0, part.Start).Count('\n') + 1, ForeignLines.Refusal(part.Text)) : null;
    }

    /// <summary>The file's text; that of an unchanged notebook is the text it was read from, where a Jupyter tool wrote that.</summary>
    public string ToText() => NotebookJson.Write(_root, Style);

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((_, JsonNode? value) in members) Touch(value);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items) Touch(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
