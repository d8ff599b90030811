using System.Globalization;
using System.Text;
using Hicra.Interactive;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Items;

namespace Hicra.Reproduction.Pages;

/// <summary>An item: what the paper reports, what was measured, the difference, what was scaled down, and how to run it again.</summary>
internal sealed class ReproducedItemView(Func<Kit> kit) : View<ReproducedItem>
{
    private const string Heading = "font-family:" + Html.Fonts + ";font-size:14px;font-weight:600;margin:14px 0 2px 2px;max-width:960px";

    public override string RenderText(ReproducedItem value)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{value.Item.Name}: {value.Item.Title}  [{value.State}]\n{PlainTable.Wrap(value.Item.Shows)}\n");
        Section("REPORTED", value.Drawing.Reported);
        Section("MEASURED", value.Drawing.Measured);
        if (value.Drawing.Numbers is { } numbers) Section("IN NUMBERS", [numbers]);
        Lines("DIFFERENCE", value.Drawing.Differences);
        Lines("CLAIMS", value.Verdicts);
        Lines("NOT HERE", [.. value.Item.Lacks.Select(l => $"{l.What}: {l.Why}"), .. Missing(value)]);
        if (value.Drawing.Numbers is null) Lines("SCALED DOWN", value.Item.ScaledDown);
        text.Append(CultureInfo.InvariantCulture, $"\nagain: {value.Command}");
        return text.ToString();

        void Section(string name, IReadOnlyList<Exhibit> exhibits)
        {
            if (exhibits.Count == 0) return;
            text.Append(CultureInfo.InvariantCulture, $"\n{name}\n");
            foreach (Exhibit exhibit in exhibits)
            {
                text.Append(Bundle(exhibit).PlainText).Append('\n');
                if (exhibit.Note is { } note) text.Append(PlainTable.Wrap(note)).Append('\n');
            }
        }

        void Lines(string name, IReadOnlyList<string> lines)
        {
            if (lines.Count == 0) return;
            text.Append(CultureInfo.InvariantCulture, $"\n{name}\n");
            foreach (string line in lines) text.Append(PlainTable.Wrap("- " + PlainTable.Clean(line))).Append('\n');
        }
    }

    public override string RenderHtml(ReproducedItem value)
    {
        var html = new StringBuilder();
        html.Append(Html.Card(Head(value)));
        Section("What the paper reports", value.Drawing.Reported);
        Section("What was measured here", value.Drawing.Measured);
        if (value.Drawing.Differences.Count > 0) html.Append(Html.Card(Html.Heading("The difference") + List(value.Drawing.Differences)));
        if (value.Drawing.Numbers is { } numbers)
            html.Append(CultureInfo.InvariantCulture, $"<details style=\"margin:6px 0;max-width:960px\"><summary style=\"{Heading};cursor:pointer;display:list-item\">In numbers</summary>{Bundle(numbers).Html}</details>");
        if (value.Verdicts.Count > 0) html.Append(Html.Card(Html.Heading("The claims that rest on it") + List(value.Verdicts)));
        html.Append(Html.Card(Foot(value)));
        return html.ToString();

        void Section(string name, IReadOnlyList<Exhibit> exhibits)
        {
            if (exhibits.Count == 0) return;
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"{Heading}\">{Html.Escape(name)}</div>");
            foreach (Exhibit exhibit in exhibits)
            {
                MimeBundle bundle = Bundle(exhibit);
                html.Append(bundle.Html ?? Html.Card(Html.Escape(bundle.PlainText)));
                if (exhibit.Note is { } note) html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-family:{Html.Fonts};font-size:12px;margin:0 0 6px 4px;max-width:944px\">{Html.Escape(note)}</div>");
            }
        }
    }

    /// <summary>The ground of a state.</summary>
    internal static string Ground(ItemState state) => state switch { ItemState.Measured => Palette.RightGround, ItemState.InPart => Palette.PartGround, _ => Palette.PlainGround };

    private static string Head(ReproducedItem value) =>
        $"{Html.Heading($"{value.Item.Name}: {value.Item.Title}")}<div style=\"margin-top:4px\">{Html.Badge(value.State, Ground(value.Drawing.State))}</div><div style=\"margin-top:6px;max-width:76em\">{Html.Escape(value.Item.Shows)}</div>";

    private static string Foot(ReproducedItem value)
    {
        var html = new StringBuilder();
        string[] lacks = [.. value.Item.Lacks.Select(l => $"{l.What}: {l.Why}"), .. Missing(value)];
        if (lacks.Length > 0) html.Append("<b>Not here</b>").Append(List(lacks));
        html.Append("<b>Scaled down</b>").Append(List(value.Item.ScaledDown));
        return html.Append(CultureInfo.InvariantCulture, $"<div>Again: <code style=\"font-family:{Html.Mono}\">{Html.Escape(value.Command)}</code></div>").ToString();
    }

    private static string[] Missing(ReproducedItem value) =>
        value.Drawing.Missing.Count == 0 ? [] : [FormattableString.Invariant($"{NumberText.Count(value.Drawing.Missing.Count, "run that is not made", "runs that are not made")} ({string.Join(", ", value.Drawing.Missing.Take(3))}{(value.Drawing.Missing.Count > 3 ? ", …" : "")})")];

    private static string List(IEnumerable<string> lines) => $"<ul style=\"margin:4px 0 8px 0;padding-left:22px\">{string.Concat(lines.Select(l => $"<li>{Html.Escape(l)}</li>"))}</ul>";

    private MimeBundle Bundle(Exhibit exhibit) => new HicraFormatter(kit()).Format(exhibit.Value) ?? MimeBundle.Of(exhibit.Value.ToString() ?? "");
}
