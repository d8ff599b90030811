using System.Text.Json;
using Hicra.Interactive.Features.Paper;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Pages;

/// <summary>The reproduction for machines.</summary>
internal static class ReproductionJson
{
    /// <summary>Writes one object: the scale, and an array of items with state, numbers and differences.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ReproducedItem> items, RunScale scale)
    {
        json.WriteStartObject();
        json.WriteString("scale", scale.Name);
        json.WriteStartArray("items");
        foreach (ReproducedItem item in items) Write(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the scoreboard: an array of claims with verdict, criterion and effects.</summary>
    public static void Write(Utf8JsonWriter json, Scoreboard board)
    {
        json.WriteStartObject();
        json.WriteString("scale", board.Scale.Name);
        json.WriteString("world", board.Scale.Worlds[0]);
        json.WriteStartArray("claims");
        for (int i = 0; i < board.Results.Count; i++)
        {
            ClaimResult result = board.Results[i];
            json.WriteStartObject();
            json.WriteNumber("number", result.Claim.Number);
            json.WriteString("claim", result.Claim.Text);
            json.WriteString("source", result.Claim.Source);
            json.WriteString("criterion", result.Claim.Criterion);
            Write(json, result);
            if (board.LongWorld.Count > 0)
            {
                json.WriteStartObject("long_world");
                Write(json, board.LongWorld[i]);
                json.WriteEndObject();
                json.WriteBoolean("worlds_differ", Scoreboard.Differ(board.BaseAlone[i], board.LongWorld[i]));
            }
            if (result.Claim.PaperSays is { } paper) json.WriteString("paper", paper);
            if (result.Claim.Caveat is { } caveat) json.WriteString("caveat", caveat);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ClaimResult result)
    {
        json.WriteString("verdict", ScoreboardView.Words(result));
        Number(json, "p", result.PValue);
        Number(json, "p_corrected", result.Corrected);
        json.WriteStartArray("effects");
        foreach (Bound bound in result.Bounds)
        {
            json.WriteStartObject();
            json.WriteString("effect", bound.What);
            Number(json, "mean", bound.Value?.Mean);
            Number(json, "low", bound.Value?.Interval?.Low);
            Number(json, "high", bound.Value?.Interval?.High);
            json.WriteString("wanted", bound.IsAbove ? "above" : "below");
            json.WriteNumber("bound", bound.Limit);
            Number(json, "p", bound.PValue);
            if (bound.Value is not null) json.WriteString("over", bound.Value.Over);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReproducedItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Item.Id);
        json.WriteString("name", item.Item.Name);
        json.WriteString("title", item.Item.Title);
        json.WriteString("state", item.Drawing.State switch { ItemState.Measured => "measured", ItemState.InPart => "in part", ItemState.NotRun => "not run", _ => "not yet" });
        Texts(json, "not_here", [.. item.Item.Lacks.Select(l => $"{l.What}: {l.Why}")]);
        Texts(json, "missing", item.Drawing.Missing);
        Texts(json, "differences", item.Drawing.Differences);
        Texts(json, "claims", item.Verdicts);
        Texts(json, "scaled_down", item.Item.ScaledDown);
        json.WriteStartArray("numbers");
        if (item.Drawing.Numbers?.Value is PaperTable table)
            foreach (PaperRow row in table.Rows) Write(json, row);
        json.WriteEndArray();
        json.WriteString("command", item.Command);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PaperRow row)
    {
        json.WriteStartObject();
        json.WriteString("item", row.Item);
        Number(json, "reported", row.Reported);
        Number(json, "measured", row.Measured);
        Number(json, "low", row.Interval?.Low);
        Number(json, "high", row.Interval?.High);
        if (row.Unit is not null) json.WriteString("unit", row.Unit);
        if (row.Source is not null) json.WriteString("source", row.Source);
        if (row.Note is not null) json.WriteString("note", row.Note);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number) json.WriteNumber(name, number);
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
