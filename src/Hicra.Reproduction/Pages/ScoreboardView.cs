using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Pages;

/// <summary>The scoreboard: each claim with its verdict, the effect that decides, and its criterion.</summary>
internal sealed class ScoreboardView : View<Scoreboard>
{
    // There is one family in that world: its name says nothing in a line that names the world.
    private static readonly string OneFamily = Families.LongWorld.Title + ": ";

    private static readonly string Reading = FormattableString.Invariant($"Criteria were fixed in code before any full run. Intervals are of 95 %, over base models as clusters; a claim with several parts is as sure as its least sure one, and p-values are corrected over all claims that could be tested (Holm, level {Claim.Level}).");

    private const string LongReading = " The long world (2 to 6 % of all tokens plan) has one family, which takes the base family's place: of a criterion that names several, its part alone is tested, on these base models and no others. There pass@1 is accuracy on validation problems, and p-values are corrected over its own claims, as was decided before any verdict in it was computed.";

    public override string RenderText(Scoreboard value)
    {
        var text = new StringBuilder();
        for (int i = 0; i < value.Results.Count; i++)
        {
            ClaimResult result = value.Results[i];
            string beside = value.LongWorld.Count > 0 ? $"; long world: {Words(value.LongWorld[i])}" : "";
            text.Append(PlainTable.Wrap(FormattableString.Invariant($"{result.Claim.Number}. [{Words(result)}{beside}] {result.Claim.Text} ({result.Claim.Source})"))).Append('\n');
            foreach (string line in Lines(value, i)) text.Append(string.Join('\n', TerminalText.Fold("   " + line, TextWidth.Prose))).Append('\n');
        }
        return text.Append('\n').Append(PlainTable.Wrap(Tally(value))).Append('\n').Append(PlainTable.Wrap(Note(value))).ToString();
    }

    public override string RenderHtml(Scoreboard value)
    {
        var html = new StringBuilder(Html.Heading(value.IsOfLongWorld ? "The paper's claims, put to the test in the long world" : "The paper's claims, put to the test", Tally(value)));
        for (int i = 0; i < value.Results.Count; i++)
        {
            ClaimResult result = value.Results[i];
            string badges = value.LongWorld.Count == 0 ? Badge(result, "") : Badge(result, "puzzle: ") + " " + Badge(value.LongWorld[i], "long world: ");
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:12px\"><b>{result.Claim.Number}.</b> {badges} <b>{Html.Escape(result.Claim.Text)}</b> <span style=\"{Html.Muted}\">({Html.Escape(result.Claim.Source)})</span></div>");
            html.Append("<ul style=\"margin:4px 0 0 0;padding-left:22px\">").Append(string.Concat(Lines(value, i).Select(l => $"<li>{Html.Escape(l)}</li>"))).Append("</ul>");
        }
        return Html.Card(html.Append(Html.Note(Note(value))).ToString());
    }

    /// <summary>How many claims there are of each verdict, in each world, and on which the worlds differ.</summary>
    internal static string Tally(Scoreboard value) => value.LongWorld.Count == 0 ? Tally(value.Results)
        : $"{Tally(value.Results)}. Long world: {Tally(value.LongWorld)}. {(value.Differing.Count == 0 ? "On the base family's part of no claim the worlds differ" : $"On the base family's part the worlds differ on {(value.Differing.Count == 1 ? "claim" : "claims")} {string.Join(", ", value.Differing)}")}";

    private static string Tally(IReadOnlyList<ClaimResult> results) => string.Join(", ", results.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Count()} {Word(g.Key)}")));

    private static string Note(Scoreboard value) => $"{value.Scale.Name} scale, {value.Source}. {Reading}{(value.LongWorld.Count > 0 || value.IsOfLongWorld ? LongReading : "")}";

    private static string Badge(ClaimResult result, string world) => Html.Badge($"{world}{Mark(result.Verdict)} {Words(result)}", Ground(result.Verdict));

    /// <summary>The verdicts on the claims of an item, a line each.</summary>
    internal static IReadOnlyList<string> Verdicts(Scoreboard board, PaperItem item)
    {
        return [.. Enumerable.Range(0, board.Results.Count).Where(i => item.Claims.Contains(board.Results[i].Claim.Number)).Select(i =>
            FormattableString.Invariant($"{board.Results[i].Claim.Number}. {board.Results[i].Claim.Text} {Said(board.Results[i])}{(board.LongWorld.Count > 0 && board.LongWorld[i].Bounds.Count > 0 ? " Long world: " + Said(board.LongWorld[i]) : "")}"))];

        static string Said(ClaimResult result) => $"{char.ToUpperInvariant(Words(result)[0])}{Words(result)[1..]}.{(result.Deciding is { } bound ? " " + Measured(bound) : "")}";
    }

    private static IEnumerable<string> Lines(Scoreboard board, int index)
    {
        ClaimResult result = board.Results[index];
        yield return $"Criterion: {result.Claim.Criterion}.";
        foreach (string line in Effects(result)) yield return line;
        if (result.Claim.PaperSays is { } paper) yield return $"The paper's own numbers: {paper}.";
        if (result.Claim.Caveat is { } caveat) yield return $"Left out: {caveat}.";
        if (board.LongWorld.Count == 0) yield break;
        foreach (string line in Effects(board.LongWorld[index])) yield return "In the long world: " + (line.StartsWith(OneFamily, StringComparison.Ordinal) ? line[OneFamily.Length..] : line);
        ClaimResult alone = board.BaseAlone[index], there = board.LongWorld[index];
        if (Scoreboard.Differ(alone, there)) yield return $"The worlds differ on the base family's part: {Words(alone)} where a third of all tokens plans, {Words(there)} where 2 to 6 % do.";
        else if (Scoreboard.Differ(result, there)) yield return $"The verdicts differ by the families that the long world lacks, and not by the world: the base family's part alone is {Words(alone)} in the puzzle world too.";
    }

    // All that was measured, the deciding part first; many families make a long list.
    private static IEnumerable<string> Effects(ClaimResult result)
    {
        foreach (Bound bound in result.Bounds.Where(b => b.Value is not null).OrderByDescending(b => b.PValue ?? 1)) yield return Measured(bound);
        if (result.Corrected is double p) yield return $"p = {NumberText.Of(p)} after correction.";
    }

    private static string Measured(Bound bound)
    {
        double factor = bound.IsShare ? 100 : 1;
        string unit = bound.IsShare ? " points" : "";
        string interval = bound.Value!.Interval is { } i ? $", 95 % {NumberText.Of(factor * i.Low)} to {NumberText.Of(factor * i.High)}" : "";
        return $"{bound.What}: {NumberText.Of(factor * bound.Value.Mean)}{unit}{interval} ({bound.Value.Over}); wanted {(bound.IsAbove ? "above" : "below")} {NumberText.Of(factor * bound.Limit)}.";
    }

    /// <summary>The verdict in words, with the reason where there is none.</summary>
    internal static string Words(ClaimResult result) => result.Reason is { } reason ? $"{Word(Verdict.NotTestable)}: {Why(reason)}" : Word(result.Verdict);

    private static string Word(Verdict verdict) => verdict switch { Verdict.Supported => "supported here", Verdict.NotSupported => "not supported here", _ => "not testable at this scale" };

    private static string Why(UntestedReason reason) => reason switch
    {
        UntestedReason.NoRuns => "runs are missing",
        UntestedReason.TooFewBases => FormattableString.Invariant($"fewer than {Claim.LeastBases} base models"),
        UntestedReason.NoFamily => "the long world has no such family",
        UntestedReason.PlanningShare => "the share of planning tokens is a property of the world",
        UntestedReason.Judge => "needs judges",
        _ => "it interprets",
    };

    private static string Mark(Verdict verdict) => verdict switch { Verdict.Supported => "✓", Verdict.NotSupported => "✗", _ => "○" };

    private static string Ground(Verdict verdict) => verdict switch { Verdict.Supported => Palette.RightGround, Verdict.NotSupported => Palette.PlanningGround, _ => Palette.PlainGround };
}
