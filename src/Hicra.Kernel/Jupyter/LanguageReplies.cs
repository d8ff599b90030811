using System.Text.Json.Nodes;
using Hicra.Kernel.Session;
using static Hicra.Kernel.Jupyter.JupyterMessage;

namespace Hicra.Kernel.Jupyter;

/// <summary>Replies to completion, inspection and completeness, in the protocol's positions.</summary>
internal static class LanguageReplies
{
    public static JsonObject Complete(CSharpSession session, JsonObject content)
    {
        string code = Text(content, "code");
        int position = CodePoints.ToUtf16(code, Number(content, "cursor_pos", code.Length));
        CellCompletions found = session.Complete(code, position);
        int start = CodePoints.FromUtf16(code, found.Start), end = CodePoints.FromUtf16(code, found.End);
        JsonNode?[] types = [.. found.Items.Select(i => new JsonObject { ["text"] = i.Text, ["type"] = i.Kind, ["signature"] = i.Signature, ["start"] = start, ["end"] = end })];
        return new()
        {
            ["status"] = "ok", ["matches"] = new JsonArray([.. found.Items.Select(i => (JsonNode?)i.Text)]), ["cursor_start"] = start, ["cursor_end"] = end,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray(types) },
        };
    }

    public static JsonObject Inspect(CSharpSession session, JsonObject content)
    {
        string code = Text(content, "code");
        var found = session.Inspect(code, CodePoints.ToUtf16(code, Number(content, "cursor_pos", code.Length)));
        return new() { ["status"] = "ok", ["found"] = found is not null, ["data"] = found is null ? new JsonObject() : JupyterCellOutput.Data(found), ["metadata"] = new JsonObject() };
    }

    public static JsonObject IsComplete(JsonObject content)
    {
        (string status, string indent) = CSharpSession.IsComplete(Text(content, "code"));
        var answer = new JsonObject { ["status"] = status };
        if (status == "incomplete") answer["indent"] = indent;
        return answer;
    }
}
