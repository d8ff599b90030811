using System.Globalization;
using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Strategy.Intents;
using Hicra.Strategy.Mining;

namespace Hicra.Interactive.Features.Mine;

/// <summary>A mining report as a page and as text: what was read, what was kept, the clusters by what they do, and what the rules dropped.</summary>
internal sealed class MiningView : View<MiningReport>
{
    private const int PerIntent = 10, Chips = 5, TextGrams = 3;

    /// <summary>Clusters in groups of one intent, largest first; one group without a name where none is labelled.</summary>
    internal static IEnumerable<(string Intent, IReadOnlyList<MinedCluster> Clusters)> ByIntent(MiningReport report)
    {
        var kept = report.Result.Clusters.Where(c => c.IsKept).Zip(report.Library.Clusters).ToArray();
        if (kept.All(pair => pair.Second.Intent is null)) return [("", [.. kept.Select(pair => pair.First)])];
        return kept.GroupBy(pair => pair.Second.Intent).OrderBy(group => group.Key is { } move ? (int)move : int.MaxValue)
            .Select(group => (group.Key is { } move ? IntentRules.NameOf(move) : "no intent", (IReadOnlyList<MinedCluster>)[.. group.Select(pair => pair.First)]));
    }

    public override string RenderHtml(MiningReport report)
    {
        MiningResult result = report.Result;
        var html = new StringBuilder(Html.Heading("Strategic grams", Size(result)));
        foreach (string line in Facts(report)) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:3px\">{Html.Escape(line)}</div>");
        foreach ((string intent, IReadOnlyList<MinedCluster> clusters) in ByIntent(report))
        {
            if (intent.Length > 0) html.Append("<div style=\"height:10px\"></div>").Append(Html.Heading(intent, NumberText.Count(clusters.Count, "cluster", "clusters")));
            html.Append(Table(result, clusters.Take(PerIntent)));
            if (clusters.Count > PerIntent) html.Append(Html.Details($"{clusters.Count - PerIntent} more", Table(result, clusters.Skip(PerIntent))));
        }
        html.Append(Html.Details("Across solutions and inside one", FigureHtml.Image(MiningFigure.Of(result))));
        if (report.InPaper.Count > 0) html.Append(Html.Details($"Shared with the paper's 249 strings: {report.InPaper.Count}", Html.Grams(report.InPaper)));
        html.Append(Html.Details("What was dropped", Dropped(result)));
        html.Append(Html.Note(Reading));
        return Html.Card(html.ToString());
    }

    private const string Reading = "DF: solutions that say at least one gram of the cluster (Cluster DF, paper, section 2.1). Times: how often a solution that says it does.";

    public override string RenderText(MiningReport report)
    {
        var text = new StringBuilder("Strategic grams: ").Append(Size(report.Result)).Append('\n');
        foreach (string line in Facts(report)) text.Append(PlainTable.Wrap(PlainTable.Clean(line))).Append('\n');
        foreach ((string intent, IReadOnlyList<MinedCluster> clusters) in ByIntent(report))
        {
            text.Append('\n');
            if (intent.Length > 0) text.Append(intent).Append('\n');
            text.Append(PlainTable.Render(["cluster", "DF", "DF %", "times", "grams", "such as"], clusters.Take(PerIntent).Select(c => (IReadOnlyList<string>)
                [PlainTable.Short(c.Name, 40), NumberText.Count(c.Df), Share(c.Df, report.Result), Times(c), NumberText.Count(c.Grams.Count), PlainTable.Short(string.Join(" · ", c.Grams.Skip(1).Take(TextGrams).Select(g => g.Text)), 70)]), leftColumns: [5], drop: [4, 3, 5, 2])).Append('\n');
            if (clusters.Count > PerIntent) text.Append(CultureInfo.InvariantCulture, $"… {clusters.Count - PerIntent} more\n");
        }
        return text.Append(PlainTable.Wrap(Reading)).ToString();
    }

    private static string Table(MiningResult result, IEnumerable<MinedCluster> clusters) => Html.Table(["cluster", "DF", "DF %", "times", "grams", ""], clusters.Select(c => (IReadOnlyList<string>)
    [
        $"<b>{Html.Escape(c.Name)}</b>", NumberText.Count(c.Df), Share(c.Df, result), Times(c), NumberText.Count(c.Grams.Count),
        c.Grams.Count <= Chips + 1 ? Html.Grams(c.Grams.Skip(1).Select(g => g.Text)) : Html.Grams(c.Grams.Skip(1).Take(Chips).Select(g => g.Text)) + Html.Details($"{c.Grams.Count - 1 - Chips} more", Html.Grams(c.Grams.Skip(1 + Chips).Select(g => g.Text))),
    ]), leftColumns: [5]);

    private static string Dropped(MiningResult result)
    {
        MinedCluster[] below = [.. result.Clusters.Where(c => !c.IsKept)];
        string rules = result.Dropped.Count == 0 ? "" : Html.Table(["grams dropped by the rule", "grams"], result.Dropped.Select(d => (IReadOnlyList<string>)[Html.Escape(d.Reason), NumberText.Count(d.Count)]));
        return rules + (below.Length == 0 ? "" : Html.Note($"{below.Length} clusters below the top share; the first:") + Table(result, below.Take(PerIntent)));
    }

    private static IEnumerable<string> Facts(MiningReport report)
    {
        CorpusStatistics corpus = report.Result.Corpus;
        string left = string.Join(" and ", new[] { (corpus.Incorrect, "wrong"), (corpus.WithoutVerdict, "without a verdict") }.Where(x => x.Item1 > 0).Select(x => $"{NumberText.Count(x.Item1)} {x.Item2}"));
        yield return $"Mined from {NumberText.Count(corpus.Used, "solution", "solutions")}{(corpus.Problems is int problems ? $" of {NumberText.Count(problems, "problem", "problems")}" : "")}, {NumberText.Count(corpus.Words)} words{(left.Length > 0 ? $" ({left} left out)" : "")}.";
        if (report.Count is { } count) yield return $"In the same traces, {GramCountView.Share(count)} (in the paper 2 to 6 % of tokens).";
        yield return $"{report.InPaper.Count} of {report.Library.Grams.Count} grams are among the paper's 249 strings, or part of one.";
        if (report.Stability is { } stability)
            yield return string.Create(CultureInfo.InvariantCulture, $"Over {stability.Overlaps.Count} bootstrap resamples {Range(stability, o => o.Grams)} of the grams are shared with this library (Jaccard index), of the clusters {Range(stability, o => o.Clusters)}; {stability.KeptIn.Count(share => share >= 0.9)} grams are in nine of ten resamples or more.");
        if (report.File is { } file) yield return $"Written to {file}.";
    }

    private static string Range(MiningStability stability, Func<LibraryOverlap, double> of) =>
        string.Create(CultureInfo.InvariantCulture, $"{stability.Overlaps.Average(of):F2} ({stability.Overlaps.Min(of):F2} to {stability.Overlaps.Max(of):F2})");

    private static string Size(MiningResult result) =>
        $"{NumberText.Count(result.Library.Grams.Count, "gram", "grams")} in {NumberText.Count(result.Library.Clusters.Count, "cluster", "clusters")}, the top {(100 * result.Settings.TopShare).ToString("0.#", CultureInfo.InvariantCulture)} % of {NumberText.Count(result.FrequentClusters, "cluster", "clusters")} of frequent phrases";

    // A share is one word: tables must not break it.
    private static string Share(int df, MiningResult result) => NumberText.Percent((double)df / result.Corpus.Used).Replace(' ', '\u00a0');

    private static string Times(MinedCluster cluster) => cluster.PerSolution.ToString("F1", CultureInfo.InvariantCulture);
}
