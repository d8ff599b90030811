using System.Globalization;

namespace Hicra.Training.Text.Templates;

/// <summary>Errors of templates: file, line, and what is not right there.</summary>
internal static class JinjaError
{
    /// <summary>An error at a line.</summary>
    public static HicraException At(string name, int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: {OneLine(what)}; use a model whose chat template this reader knows"));

    /// <summary>A text of a template, fit for a line.</summary>
    public static string OneLine(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 300 ? line : line[..300] + "…";
    }
}
