using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hicra.Interactive.Rendering;

/// <summary>
/// The dark theme. All colours stand inline, because that is what hosts leave of a notebook that nobody trusts yet. So each
/// element that has one of the palette's gets a class that says so, and each card a style sheet that gives these classes their
/// dark colours where the page is dark: the reader's system, JupyterLab's theme, VS Code's. Images follow by <c>color-scheme</c>.
/// </summary>
internal static partial class Theme
{
    // The system's wish counts where the host has no theme of its own; the classic Notebook is always light.
    private const string BySystem = "@media (prefers-color-scheme:dark){body:not([data-jp-theme-light=true],.vscode-light,.vscode-high-contrast-light,.notebook_app) .hicra",
        ByHost = "[data-jp-theme-light=false] .hicra,.vscode-dark .hicra,.vscode-high-contrast:not(.vscode-high-contrast-light) .hicra";

    /// <summary>What a drawing needs to follow the theme of the page that shows it.</summary>
    public static string SvgStyle { get; } =
        $"<style>@media (prefers-color-scheme:dark){{{string.Concat(Palette.Dark.Select(c => $"[fill=\"{c.Light}\"]{{fill:{c.Dark}}}[stroke=\"{c.Light}\"]{{stroke:{c.Dark}}}"))}}}</style>";

    /// <summary>A card that knows how to be dark.</summary>
    /// <param name="card">An element of class <c>hicra</c>, whose text is escaped.</param>
    public static string Apply(string card)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        string marked = Tag().Replace(card, tag =>
        {
            string[] classes = [.. Classes(tag.Groups["style"].Value)];
            if (classes.Length == 0) return tag.Value;
            used.UnionWith(classes);
            string names = string.Join(' ', classes);
            return tag.Value.Contains(" class=\"", StringComparison.Ordinal) ? tag.Value.Replace(" class=\"", $" class=\"{names} ", StringComparison.Ordinal) : tag.Value.Insert(tag.Groups["name"].Length, $" class=\"{names}\"");
        });
        return marked.Insert(marked.LastIndexOf("</div>", StringComparison.Ordinal), $"<style>{Sheet(used)}</style>");
    }

    private static string Sheet(IEnumerable<string> used)
    {
        string dark = $"{{color-scheme:dark;{string.Concat(Palette.Dark.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"--h{i}:{c.Dark};")))}}}";
        var css = new StringBuilder(BySystem).Append(dark).Append('}').Append(ByHost).Append(dark);
        foreach (string name in used)
        {
            int color = int.Parse(name.AsSpan(2), CultureInfo.InvariantCulture);
            string property = name[1] switch { 'c' => "color", 'g' => "background-color", _ => "border-color" };
            css.Append(CultureInfo.InvariantCulture, $".hicra.{name},.hicra .{name}{{{property}:var(--h{color},{Palette.Dark[color].Light})!important}}");
        }
        return css.ToString();
    }

    // hc for the colour of text, hg for that of the ground, hb for that of a border, with the colour's place in the table.
    private static IEnumerable<string> Classes(string style)
    {
        foreach (string declaration in style.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? kind = declaration.StartsWith("color:", StringComparison.Ordinal) ? "hc" : declaration.StartsWith("background", StringComparison.Ordinal) ? "hg" : declaration.StartsWith("border", StringComparison.Ordinal) ? "hb" : null;
            if (kind is null || declaration.IndexOf('#', StringComparison.Ordinal) is not (>= 0 and var at)) continue;
            for (int i = 0; i < Palette.Dark.Count; i++)
                if (declaration.AsSpan(at).StartsWith(Palette.Dark[i].Light, StringComparison.Ordinal)) yield return string.Create(CultureInfo.InvariantCulture, $"{kind}{i}");
        }
    }

    [GeneratedRegex("(?<name><[a-z]+)(?:\\s[^<>]*?)?\\sstyle=\"(?<style>[^\"<>]*)\"[^<>]*>")]
    private static partial Regex Tag();
}
