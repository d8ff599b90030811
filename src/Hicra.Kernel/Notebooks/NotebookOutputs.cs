using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>What is on display in a notebook by identifier: an update changes it wherever it is shown.</summary>
internal sealed class NotebookDisplays
{
    private readonly Dictionary<string, List<JsonObject>> _shown = [];

    /// <summary>Guards the outputs of all cells, because background tasks write them too.</summary>
    public Lock Gate { get; } = new();

    public void Add(string id, JsonObject output)
    {
        if (!_shown.TryGetValue(id, out List<JsonObject>? places)) _shown[id] = places = [];
        places.Add(output);
    }

    public void Update(string id, JsonObject data)
    {
        foreach (JsonObject output in _shown.GetValueOrDefault(id) ?? []) output["data"] = data.DeepClone();
    }
}

/// <summary>
/// One cell's output as nbformat keeps it, up to <see cref="MostText"/> characters of text and <see cref="MostOutputs"/> outputs: a
/// cell that writes without end does not take all memory, and the notebook says what was left out.
/// </summary>
/// <param name="outputs">The cell's list.</param>
/// <param name="displays">What is on display in the notebook.</param>
/// <param name="executionCount">The number of the execution.</param>
/// <param name="said">Hears a line of what the cell writes or shows.</param>
internal sealed class NotebookOutputs(JsonArray outputs, NotebookDisplays displays, int executionCount, Action<string>? said = null) : ICellOutput
{
    /// <summary>Characters of text that a cell may write.</summary>
    public const int MostText = 4_000_000;

    /// <summary>Outputs that a cell may leave.</summary>
    public const int MostOutputs = 10_000;

    private bool _clearNext, _full;
    private long _characters;

    public bool CanUpdate => true;

    public void Write(string text, bool toErrors)
    {
        if (text.Length == 0) return;
        Say(text, last: true);
        string name = toErrors ? "stderr" : "stdout";
        lock (displays.Gate)
        {
            ClearIfDue();
            if (!HasRoom(text.Length)) return;
            if (outputs.Count > 0 && outputs[^1] is JsonObject last && (string?)last["output_type"] == "stream" && (string?)last["name"] == name) NotebookText.Append((JsonArray)last["text"]!, text);
            else outputs.Add((JsonNode)new JsonObject { ["name"] = name, ["output_type"] = "stream", ["text"] = NotebookText.Lines(NotebookText.Overwritten(text)) });
        }
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        Say(bundle.PlainText, last: false);
        var output = new JsonObject { ["data"] = Data(bundle), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" };
        lock (displays.Gate)
        {
            ClearIfDue();
            if (!HasRoom(0)) return;
            outputs.Add((JsonNode)output);
            displays.Add(displayId, output);
        }
    }

    public void Update(MimeBundle bundle, string displayId)
    {
        Say(bundle.PlainText, last: false);
        JsonObject data = Data(bundle);
        lock (displays.Gate) displays.Update(displayId, data);
    }

    public void Result(MimeBundle bundle)
    {
        var output = new JsonObject { ["data"] = Data(bundle), ["execution_count"] = executionCount, ["metadata"] = new JsonObject(), ["output_type"] = "execute_result" };
        lock (displays.Gate)
        {
            ClearIfDue();
            outputs.Add((JsonNode)output);
        }
    }

    public void Error(string name, string message, IReadOnlyList<string> traceback)
    {
        lock (displays.Gate)
        {
            outputs.Add((JsonNode)new JsonObject
            {
                ["ename"] = name, ["evalue"] = message, ["output_type"] = "error", ["traceback"] = new JsonArray([.. traceback.Select(l => (JsonNode)l)]),
            });
        }
    }

    public void Clear(bool wait)
    {
        lock (displays.Gate)
        {
            _clearNext = wait;
            if (!wait) Empty();
        }
    }

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) =>
        throw new HicraException($"the notebook asks \"{prompt.Trim()}\", and nobody is there to answer; run it in Jupyter, or set the value with --set");

    // Text is told by its newest line; a picture of work in progress has its state in the first.
    private void Say(string text, bool last)
    {
        if (said is null) return;
        ReadOnlySpan<char> shown = text.AsSpan().Trim();
        int at = last ? shown.LastIndexOfAny('\n', '\r') : shown.IndexOfAny('\n', '\r');
        ReadOnlySpan<char> line = (at < 0 ? shown : last ? shown[(at + 1)..] : shown[..at]).Trim();
        if (line.Length > 0) said(line.ToString());
    }

    private void ClearIfDue()
    {
        if (_clearNext) Empty();
    }

    private void Empty()
    {
        outputs.Clear();
        (_clearNext, _full, _characters) = (false, false, 0);
    }

    private bool HasRoom(int characters)
    {
        _characters += characters;
        if (_characters <= MostText && outputs.Count < MostOutputs) return true;
        if (!_full) outputs.Add((JsonNode)new JsonObject { ["name"] = "stderr", ["output_type"] = "stream", ["text"] = new JsonArray($"The cell wrote more than a notebook should hold ({MostText} characters, {MostOutputs} outputs); the rest is left out.\n") });
        _full = true;
        return false;
    }

    private static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (string type in bundle.Types.Order(StringComparer.Ordinal))
        {
            JsonNode value = bundle.Data[type];
            bool isLines = type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/javascript";
            data[type] = isLines && bundle.Text(type) is { } text ? NotebookText.Lines(text) : value.DeepClone();
        }
        return data;
    }
}
