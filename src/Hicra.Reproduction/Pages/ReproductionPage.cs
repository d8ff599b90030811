using System.Globalization;
using System.Text;
using Hicra.Interactive;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Pages;

/// <summary>The reproduction as one page that needs nothing else: a table of contents with a state per item, then the items.</summary>
internal static class ReproductionPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="items">The items.</param>
    /// <param name="board">The claims and their verdicts, at the end; null for none.</param>
    /// <param name="scale">The scale of their runs.</param>
    /// <param name="source">Where the runs are.</param>
    /// <param name="kit">Shows values.</param>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ReproducedItem> items, Scoreboard? board, RunScale scale, string source, Kit kit)
    {
        var formatter = new HicraFormatter(kit);
        var html = new StringBuilder(Html.Card(Contents(items, board, scale, source)));
        foreach (ReproducedItem item in items)
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"{item.Item.Id}\" style=\"margin-top:28px\">").Append(formatter.Format(item)!.Html).Append("</section>");
        if (board is not null) html.Append("<section id=\"claims\" style=\"margin-top:28px\">").Append(formatter.Format(board)!.Html).Append("</section>");
        HtmlPage.Write(path, "The paper, item by item", html.ToString());
    }

    /// <summary>How many items there are of each state.</summary>
    internal static string Tally(IReadOnlyList<ReproducedItem> items) => string.Join(", ", items.GroupBy(i => i.Drawing.State).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Count()} {Word(g.Key)}")));

    private static string Contents(IReadOnlyList<ReproducedItem> items, Scoreboard? board, RunScale scale, string source)
    {
        var html = new StringBuilder(Html.Heading("Emergent Hierarchical Reasoning in LLMs through Reinforcement Learning, item by item", $"{scale.Name} scale"));
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:6px;max-width:76em\">{Html.Escape($"Each item of the paper (arXiv 2509.03646 v3): what it reports, what small runs on this machine measured, and the difference. Small models on number puzzles stand in for the paper's; they can show or fail to show a shape, and never its size. {Tally(items)}.")}</div>");
        html.Append(Html.Table(["item", "about", "state"], items.Select(i => (IReadOnlyList<string>)
        [
            $"<a href=\"#{i.Item.Id}\" style=\"color:{Palette.Execution};white-space:nowrap\">{Html.Escape(i.Item.Name)}</a>", Html.Escape(i.Item.Title), Html.Badge(i.State, ReproducedItemView.Ground(i.Drawing.State)),
        ]), firstNumber: 3));
        if (board is not null) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:6px\"><a href=\"#claims\" style=\"color:{Palette.Execution}\">The paper's claims, put to the test</a>: {Html.Escape(ScoreboardView.Tally(board))}.</div>");
        html.Append(Html.Note($"{scale.Describe()}. From {source}."));
        html.Append(Html.Details("The stand-ins", Html.Table(["family", "stands in for", "shares", "does not share", "authors"], Families.All.Append(Families.Hybrid).Concat(scale.Has(WorldCatalog.LongSums) ? [Families.LongWorld] : []).Select(f => (IReadOnlyList<string>)
            [Html.Escape(f.Title), Html.Escape(f.StandsFor.Count == 0 ? "no model" : string.Join(", ", f.StandsFor)), Html.Escape(f.Shares), Html.Escape(f.Lacks), Html.Escape(f.Habits.Length > 0 ? f.Habits : "the base recipe")]), firstNumber: 5, isTall: true)));
        return html.ToString();
    }

    private static string Word(ItemState state) => state switch { ItemState.Measured => "measured", ItemState.InPart => "measured in part", ItemState.NotRun => "not run", _ => "not yet" };
}
