using System.Collections.Concurrent;

namespace Hicra.Interactive.Rendering;

/// <summary>Scripts, style sheets and pages that lie as files beside the code which shows them, and in its assembly.</summary>
internal static class Asset
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of a file, for example <c>Features/View/page.css</c>.</summary>
    public static string Text(string path) => Texts.GetOrAdd(path, Read);

    /// <summary>A script element around a file. Nothing of a model's or a reader's text may come into it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">Names that stand as <c>{{name}}</c> in the file, and what replaces them: numbers and identifiers alone.</param>
    public static string Script(string path, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string script = Text(path).Trim();
        foreach ((string name, string value) in values) script = script.Replace("{{" + name + "}}", value, StringComparison.Ordinal);
        return $"<script>{script}</script>";
    }

    private static string Read(string path)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream("Hicra.Interactive." + path.Replace('/', '.')) ?? throw new InvalidOperationException($"The resource {path} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
