using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Paper;

/// <summary>Reported beside measured, as a table.</summary>
internal sealed class PaperTableView : View<PaperTable>
{
    public override string RenderHtml(PaperTable table)
    {
        bool notes = table.Rows.Any(r => r.Note is not null);
        string[] head = ["", "reported", "measured", "difference", "source of the reported number", .. notes ? new[] { "note" } : []];
        var html = new StringBuilder(Html.Heading(table.Title));
        html.Append(Html.Table(head, table.Rows.Select(r =>
        {
            List<string> row = [Html.Escape(r.Item), Html.Escape(With(NumberText.Of(r.Reported), r.Unit)), Html.Escape(Measured(r)), Html.Escape(NumberText.Signed(r.Difference)), $"<span style=\"{Html.Muted}\">{Html.Escape(r.Source)}</span>"];
            if (notes) row.Add(Html.Escape(r.Note));
            return (IReadOnlyList<string>)row;
        }), leftColumns: [4, 5]));
        html.Append("<div style=\"margin-top:4px\"><b>Scaled down here:</b> ").Append(Html.Escape(Scaled(table))).Append("</div>");
        html.Append(Html.Note(From(table)));
        return Html.Card(html.ToString());
    }

    public override string RenderText(PaperTable table)
    {
        var text = new StringBuilder(PlainTable.Wrap(PlainTable.Clean(table.Title))).Append('\n');
        text.Append(PlainTable.Render(["", "reported", "measured", "difference", "source"], table.Rows.Select(r => (IReadOnlyList<string>)
            [PlainTable.Clean(r.Item), With(NumberText.Of(r.Reported), PlainTable.Clean(r.Unit)), PlainTable.Clean(Measured(r)), NumberText.Signed(r.Difference), PlainTable.Clean(string.Join("; ", new[] { r.Source, r.Note }.OfType<string>()))]), leftColumns: [4], drop: [4, 3]));
        text.Append('\n').Append(PlainTable.Wrap(PlainTable.Clean($"scaled down here: {Scaled(table)}"))).Append('\n').Append(PlainTable.Wrap(PlainTable.Clean(From(table))));
        return text.ToString();
    }

    private static string Measured(PaperRow row) => row.Measured is null ? "not measured" : With(NumberText.Of(row.Measured), row.Unit) + (row.Interval is { } i ? $" [{NumberText.Of(i.Low)}, {NumberText.Of(i.High)}]" : "");

    private static string With(string number, string? unit) => string.IsNullOrEmpty(unit) || number == "–" ? number : $"{number} {unit}";

    private static string Scaled(PaperTable table) => table.ScaledDown.Count == 0 ? "nothing" : string.Join("; ", table.ScaledDown);

    private static string From(PaperTable table) => table.MeasuredFrom is null ? "Nothing was measured for this table." : $"Measured from {table.MeasuredFrom}.";
}
