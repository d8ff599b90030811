using System.Text.Json.Nodes;

namespace Hicra.Kernel.Notebooks;

/// <summary>One cell; everything that this class does not name stays as it was read.</summary>
/// <param name="json">The cell as nbformat has it.</param>
internal sealed class NotebookCell(JsonObject json)
{
    /// <summary>The cell as nbformat has it.</summary>
    public JsonObject Json { get; } = json;

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Kind => (Json["cell_type"] as JsonValue)?.TryGetValue(out string? kind) == true ? kind : "";

    public bool IsCode => Kind == "code";

    public string Source => NotebookText.Join(Json["source"]);

    public IReadOnlyList<string> Tags => Json["metadata"] is JsonObject metadata && metadata["tags"] is JsonArray tags
        ? [.. tags.OfType<JsonValue>().Select(t => t.TryGetValue(out string? tag) ? tag : "")] : [];

    public JsonArray Outputs => Json["outputs"] as JsonArray ?? [];

    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;
        set => Json["execution_count"] = value;
    }

    /// <summary>Removes what an earlier execution left.</summary>
    public JsonArray ClearOutputs()
    {
        var outputs = new JsonArray();
        // Assigned, not replaced by a removal, so that the members keep their order.
        Json["execution_count"] = null;
        Json["outputs"] = outputs;
        return outputs;
    }

    public static NotebookCell Code(string source, string id, params string[] tags)
    {
        var metadata = new JsonObject();
        if (tags.Length > 0) metadata["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]);
        return new(new JsonObject { ["cell_type"] = "code", ["execution_count"] = null, ["id"] = id, ["metadata"] = metadata, ["outputs"] = new JsonArray(), ["source"] = NotebookText.Lines(source) });
    }

    public static NotebookCell Markdown(string source, string id) =>
        new(new JsonObject { ["cell_type"] = "markdown", ["id"] = id, ["metadata"] = new JsonObject(), ["source"] = NotebookText.Lines(source) });
}
