using System.Net;
using System.Text;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Values;

namespace Hicra.Kernel.Session;

/// <summary>The session's own magic lines.</summary>
internal sealed class BuiltInMagics(CSharpSession session)
{
    public IReadOnlyList<(string Name, string Description)> List { get; } =
    [
        ("#!lsmagic", "lists the magic commands"),
        ("#!html", "shows the rest of the cell as HTML"),
        ("#!markdown", "shows the rest of the cell as Markdown"),
        ("#!time", "shows how long the rest of the cell took"),
        ("#!whos", "lists the session's variables"),
        ("#!csharp", "says that the cell is C#, as it always is"),
    ];

    /// <summary>Runs a line; false where it is none of ours.</summary>
    public bool Run(string text, ICellOutput output)
    {
        string name = CellSplitter.Name(text);
        switch (name)
        {
            case "#!lsmagic":
                Show(output, Table(["command", "does"], [.. List.Concat(session.Commands.List).Select(c => (string[])[c.Name, c.Description])]));
                return true;
            case "#!whos":
                Show(output, Table(["name", "type", "value"], [.. session.Variables.Select(v => (string[])[v.Key, v.Value is null ? "null" : TypeText.Short(v.Value.GetType()), ValueLine.Quiet(v.Value, 60)])]));
                return true;
            case "#!html":
                Show(output, NotebookFunctions.HTML(Rest(text, name)));
                return true;
            case "#!markdown":
                Show(output, NotebookFunctions.Markdown(Rest(text, name)));
                return true;
            case "#!csharp" or "#!c#":
                return true;
            default:
                return false;
        }
    }

    public string Unknown(string name)
    {
        string hint = NameSuggestion.Nearest(name, List.Concat(session.Commands.List).Select(c => c.Name)) is { } nearest ? $"did you mean '{nearest}'?" : "#!lsmagic lists them";
        return $"unknown magic command '{name}'; {hint}";
    }

    private static string Rest(string text, string name) => text[name.Length..].TrimStart(' ', '\t').TrimStart('\r', '\n').TrimEnd();

    private static void Show(ICellOutput output, MimeBundle bundle) => output.Display(bundle, Guid.NewGuid().ToString("N"));

    private static MimeBundle Table(string[] head, string[][] rows)
    {
        int[] widths = [.. head.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] row in rows.Prepend(head)) text.AppendJoin("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : cell.PadRight(widths[i]))).Append('\n');
        var html = new StringBuilder("<table><thead><tr>");
        foreach (string cell in head) html.Append("<th style=\"text-align:left\">").Append(cell).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            html.Append("<tr>");
            foreach (string cell in row) html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
        }
        return MimeBundle.Of(text.ToString().TrimEnd('\n'), html.Append("</tbody></table>").ToString());
    }
}
