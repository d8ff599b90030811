using System.Globalization;
using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>
/// The dark theme. All colours stand inline, because that is what hosts leave of a notebook that nobody trusts yet; so it is
/// colours that a style sheet looks for and replaces, wherever they stand, one rule each. It comes with every card and takes
/// effect where the page is dark: the reader's system, JupyterLab's theme, VS Code's. Images follow by <c>color-scheme</c>.
/// </summary>
internal static class Theme
{
    /// <summary>The style element of a card.</summary>
    public static string Style { get; } = $"<style>{Sheet()}</style>";

    /// <summary>What a drawing needs to follow the theme of the page that shows it.</summary>
    public static string SvgStyle { get; } =
        $"<style>@media (prefers-color-scheme:dark){{{string.Concat(Palette.Dark.Select(c => $"[fill=\"{c.Light}\"]{{fill:{c.Dark}}}[stroke=\"{c.Light}\"]{{stroke:{c.Dark}}}"))}}}</style>";

    private static string Sheet()
    {
        var css = new StringBuilder();
        string dark = $"{{color-scheme:dark;{string.Concat(Palette.Dark.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"--h{i}:{c.Dark};")))}}}";
        // The system's wish counts where the host has no theme of its own; the classic Notebook is always light.
        css.Append("@media (prefers-color-scheme:dark){body:not([data-jp-theme-light=true],.vscode-light,.vscode-high-contrast-light,.notebook_app) .hicra").Append(dark).Append('}');
        css.Append("[data-jp-theme-light=false] .hicra,.vscode-dark .hicra,.vscode-high-contrast:not(.vscode-high-contrast-light) .hicra").Append(dark);
        for (int i = 0; i < Palette.Dark.Count; i++)
        {
            string light = Palette.Dark[i].Light, value = string.Create(CultureInfo.InvariantCulture, $"var(--h{i},{light})!important");
            // A browser writes colours anew where a script touches a style.
            foreach (string property in (string[])["color", "background-color"])
                css.Append(string.Join(',', Selectors(property, light))).Append(CultureInfo.InvariantCulture, $"{{{property}:{value}}}");
            css.Append(CultureInfo.InvariantCulture, $"{Any($"solid {light}")},{Any($"solid {Rgb(light)}")}{{border-color:{value}}}");
        }
        return css.ToString();
    }

    private static IEnumerable<string> Selectors(string property, string light) =>
        [First($"{property}:{light}"), Any($";{property}:{light}"), First($"{property}: {Rgb(light)}"), Any($"; {property}: {Rgb(light)}")];

    private static string First(string start) => $":is(.hicra,.hicra *)[style^=\"{start}\"]";

    private static string Any(string part) => $":is(.hicra,.hicra *)[style*=\"{part}\"]";

    private static string Rgb(string color)
    {
        int Part(int i) => int.Parse(color.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"rgb({Part(0)}, {Part(1)}, {Part(2)})");
    }
}
