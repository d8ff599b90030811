using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Strategy;
using Hicra.Strategy.Intents;

namespace Hicra.Interactive.Features.Mine;

/// <summary>Gram libraries: clusters with their grams and document frequencies.</summary>
internal sealed class GramLibraryView : View<StrategicGramLibrary>
{
    private const int VisibleRows = 12, VisibleGrams = 4, TextRows = 24;

    public override string RenderHtml(StrategicGramLibrary library)
    {
        var html = new StringBuilder();
        html.Append(Html.Heading(library.Name, Size(library)));
        if (IsFlat(library))
        {
            html.Append(Html.Grams(library.Grams.Take(60)));
            if (library.Grams.Count > 60) html.Append(Html.Details(string.Create(CultureInfo.InvariantCulture, $"{library.Grams.Count - 60} more grams"), Html.Grams(library.Grams.Skip(60))));
            return Html.Card(html.ToString());
        }
        html.Append(Rows(library, library.Clusters.Take(VisibleRows), 0));
        if (library.Clusters.Count > VisibleRows)
            html.Append(Html.Details(string.Create(CultureInfo.InvariantCulture, $"{library.Clusters.Count - VisibleRows} more clusters"), Rows(library, library.Clusters.Skip(VisibleRows), VisibleRows)));
        if (Counted(library)) html.Append(Html.Note("DF: solutions that contain at least one gram of the cluster."));
        return Html.Card(html.ToString());
    }

    public override string RenderText(StrategicGramLibrary library)
    {
        var text = new StringBuilder();
        text.Append(PlainTable.Clean(library.Name)).Append(": ").Append(Size(library)).Append('\n');
        if (IsFlat(library))
        {
            text.Append(PlainTable.Wrap(string.Join(" · ", library.Grams.Take(60).Select(PlainTable.Clean))));
            if (library.Grams.Count > 60) text.Append(CultureInfo.InvariantCulture, $" … {library.Grams.Count - 60} more");
            return text.ToString();
        }
        bool counted = Counted(library);
        text.Append(PlainTable.Render(counted ? ["#", "cluster", "grams", "DF", "such as"] : ["#", "cluster", "grams", "such as"], library.Clusters.Take(TextRows).Select((c, i) =>
        {
            List<string> row = [(i + 1).ToString(CultureInfo.InvariantCulture), PlainTable.Short(PlainTable.Clean(c.Name), 32) + (c.Intent is { } intent ? $" ({IntentRules.NameOf(intent)})" : ""), c.Grams.Count.ToString(CultureInfo.InvariantCulture)];
            if (counted) row.Add(c.Df?.ToString(CultureInfo.InvariantCulture) ?? "–");
            row.Add(PlainTable.Short(string.Join(" · ", c.Grams.Take(3).Select(PlainTable.Clean)), 60));
            return (IReadOnlyList<string>)row;
        }), firstNumber: 2, leftColumns: [counted ? 4 : 3], drop: counted ? [2, 4] : [3]));
        if (library.Clusters.Count > TextRows) text.Append(CultureInfo.InvariantCulture, $"\n… {library.Clusters.Count - TextRows} more clusters");
        return text.ToString();
    }

    // Grams without clusters, as the paper prints them, are a list and no table.
    private static bool IsFlat(StrategicGramLibrary library) => library.Clusters.All(c => c is { Grams.Count: 1, Df: null, Intent: null });

    private static bool Counted(StrategicGramLibrary library) => library.Clusters.Any(c => c.Df is not null);

    private static string Size(StrategicGramLibrary library) => IsFlat(library)
        ? string.Create(CultureInfo.InvariantCulture, $"{library.Grams.Count} strategic grams")
        : string.Create(CultureInfo.InvariantCulture, $"{library.Grams.Count} strategic grams in {library.Clusters.Count} clusters");

    private static string Rows(StrategicGramLibrary library, IEnumerable<GramCluster> clusters, int first)
    {
        bool counted = Counted(library);
        return Html.Table(counted ? ["#", "cluster", "grams", "DF", ""] : ["#", "cluster", "grams", ""], clusters.Select((c, i) =>
        {
            List<string> row = [(first + i + 1).ToString(CultureInfo.InvariantCulture), $"<b>{Html.Escape(c.Name)}</b>{(c.Intent is { } intent ? $" <span style=\"{Html.Muted}\">{IntentRules.NameOf(intent)}</span>" : "")}", c.Grams.Count.ToString(CultureInfo.InvariantCulture)];
            if (counted) row.Add(c.Df?.ToString(CultureInfo.InvariantCulture) ?? "–");
            row.Add(c.Grams.Count <= VisibleGrams ? Html.Grams(c.Grams)
                : Html.Grams(c.Grams.Take(VisibleGrams)) + Html.Details(string.Create(CultureInfo.InvariantCulture, $"{c.Grams.Count - VisibleGrams} more"), Html.Grams(c.Grams.Skip(VisibleGrams))));
            return (IReadOnlyList<string>)row;
        }), firstNumber: 2, leftColumns: [counted ? 4 : 3]);
    }
}
