using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>The languages of a notebook and its cells, by the metadata of Jupyter, .NET Interactive and VS Code.</summary>
internal static class NotebookLanguages
{
    private const string DotNet = ".net-";

    /// <summary>The name of the language of a notebook's cells where they do not say it themselves; null where the notebook does not say it either.</summary>
    /// <param name="metadata">The notebook's metadata.</param>
    public static string? Of(JsonObject? metadata)
    {
        string? polyglot = Text(Info(metadata)?["defaultKernelName"]);
        if (polyglot is not null) return Resolve(metadata, polyglot);
        var kernel = metadata?["kernelspec"] as JsonObject;
        string? language = Text(kernel?["language"]), info = Text((metadata?["language_info"] as JsonObject)?["name"]), name = Text(kernel?["name"]);
        if (name?.StartsWith(DotNet, StringComparison.OrdinalIgnoreCase) == true) name = name[DotNet.Length..];
        string?[] told = [language, name == KernelDescription.Name ? "csharp" : name, info];
        // VS Code calls every notebook of .NET Interactive so.
        return told.FirstOrDefault(t => t is not null && CellLanguages.Of(t) is not null) ?? language ?? (info == "polyglot-notebook" ? null : info);
    }

    /// <summary>The name of a cell's own language; null where it says none.</summary>
    public static string? Of(NotebookCell cell, JsonObject? metadata)
    {
        var own = cell.Json["metadata"] as JsonObject;
        if ((Text((own?["polyglot_notebook"] as JsonObject)?["kernelName"]) ?? Text((own?["dotnet_interactive"] as JsonObject)?["language"])) is { } name) return Resolve(metadata, name);
        // VS Code has other words for kinds of cells, too: only languages count.
        return Text((own?["vscode"] as JsonObject)?["languageId"]) is { } editor && CellLanguages.Of(editor) is not null ? editor : null;
    }

    /// <summary>Whether a name means C#, also where nobody gave one.</summary>
    public static bool IsCSharp(string? name) => name is null or "hicra" || CellLanguages.Of(name) == CellLanguages.CSharp;

    /// <summary>The language behind a kernel that a notebook itself names, as <c>#!connect</c> does.</summary>
    public static string Resolve(JsonObject? metadata, string name)
    {
        if (CellLanguages.Of(name) is not null || Info(metadata)?["items"] is not JsonArray items) return name;
        return items.OfType<JsonObject>().FirstOrDefault(i => Text(i["name"]) == name) is { } item && Text(item["languageName"]) is { } language ? language : name;
    }

    private static JsonObject? Info(JsonObject? metadata) =>
        ((metadata?["polyglot_notebook"] as JsonObject)?["kernelInfo"] ?? metadata?["kernelInfo"]) as JsonObject;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
