using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Strategy;
using Hicra.Strategy.Intents;

namespace Hicra.Interactive.Features.Mine;

/// <summary>
/// The review of a library: a row a cluster. Where scripts run, a box in each row says keep or drop, and a line below says what
/// to run to write the decisions down; it needs no kernel, so it works in an exported page too. Where no scripts run the
/// numbers of the rows serve the same command.
/// </summary>
internal sealed class GramReviewView : View<GramReviewTable>
{
    private const int Chips = 4, FirstRows = 24;

    public override string RenderHtml(GramReviewTable table)
    {
        string id = "review-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(table.File + string.Join('\n', table.Library.Grams))))[..10];
        var html = new StringBuilder($"<div data-hicra-review=\"{id}\">");
        html.Append(Html.Heading($"Review of {table.File}", Summary(table)));
        html.Append(Rows(table, 0, FirstRows));
        if (table.Library.Clusters.Count > FirstRows) html.Append(Html.Details($"{table.Library.Clusters.Count - FirstRows} more", Rows(table, FirstRows, int.MaxValue)));
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:8px\">Write it down: <code data-hicra-line=\"{id}\" style=\"background-color:{Palette.PlainGround};color:{Palette.Ink};padding:3px 8px;border-radius:4px;font-family:{Html.Mono};font-size:12.5px\">{Html.Escape(Example(table))}</code></div>");
        html.Append(Html.Note("Decisions lie beside the library and hold for clusters of the same name when it is mined again."));
        return Html.Card(html.Append("</div>").ToString()) + Script(id);
    }

    private static string Rows(GramReviewTable table, int first, int most) => Html.Table(
        ["#", "keep", "cluster", "intent", "DF", "", "note"], table.Library.Clusters.Skip(first).Take(most).Select((cluster, i) => Row(table, cluster, first + i)), firstNumber: 4, leftColumns: [5, 6]);

    private static IReadOnlyList<string> Row(GramReviewTable table, GramCluster cluster, int index)
    {
        GramDecision? decision = table.Review.Of(cluster.Name);
        bool keep = decision?.Keep != false;
        string number = (index + 1).ToString(CultureInfo.InvariantCulture);
        return
        [
            number,
            $"<span title=\"{(keep ? "kept" : "dropped")}\" data-box=\"{number}\" data-keep=\"{(keep ? 1 : 0)}\">{(keep ? "✓" : "✗")}</span>",
            keep ? $"<b>{Html.Escape(cluster.Name)}</b>" : $"<s>{Html.Escape(cluster.Name)}</s>",
            cluster.Intent is { } intent ? IntentRules.NameOf(intent) : "",
            cluster.Df is { } df ? NumberText.Count(df) : NumberText.None,
            Html.Grams(cluster.Grams.Skip(1).Take(Chips)) + (cluster.Grams.Count > Chips + 1 ? Html.Escape($"+ {cluster.Grams.Count - Chips - 1}") : ""),
            Html.Escape(decision?.Note),
        ];
    }

    public override string RenderText(GramReviewTable table) => $"Review of {PlainTable.Clean(table.File)}: {Summary(table)}\n"
        + PlainTable.Render(["#", "keep", "cluster", "intent", "DF", "such as", "note"], table.Library.Clusters.Select((c, i) => (IReadOnlyList<string>)
        [
            (i + 1).ToString(CultureInfo.InvariantCulture), table.Review.Of(c.Name)?.Keep != false ? "yes" : "no", c.Name, c.Intent is { } intent ? IntentRules.NameOf(intent) : "",
            c.Df is { } df ? NumberText.Count(df) : NumberText.None, string.Join(" · ", c.Grams.Skip(1).Take(2)), table.Review.Of(c.Name)?.Note ?? "",
        ]), firstNumber: 4, leftColumns: [5, 6], drop: [5, 4, 3]) + $"\nto drop a cluster: {PlainTable.Clean(Example(table))}";

    private static string Summary(GramReviewTable table)
    {
        int dropped = table.Library.Clusters.Count(c => table.Review.Of(c.Name)?.Keep == false), decided = table.Library.Clusters.Count(c => table.Review.Of(c.Name) is not null);
        return string.Create(CultureInfo.InvariantCulture, $"{table.Library.Clusters.Count - dropped} of {table.Library.Clusters.Count} clusters kept, {decided} decided");
    }

    private static string Example(GramReviewTable table) => $"{table.Command} {Quoted(table.File)} --drop {Math.Min(2, Math.Max(1, table.Library.Clusters.Count))}";

    private static string Quoted(string file) => file.Contains(' ', StringComparison.Ordinal) ? $"\"{file}\"" : file;

    // The names of files and clusters reach the script as text of the page alone, never as code.
    private static string Script(string id) => Asset.Script("Features/Mine/review.js", ("id", id));
}
