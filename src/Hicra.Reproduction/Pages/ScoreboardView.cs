using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Items;

namespace Hicra.Reproduction.Pages;

/// <summary>The scoreboard: each claim with its verdict, the effect that decides, and its criterion.</summary>
internal sealed class ScoreboardView : View<Scoreboard>
{
    private static readonly string Reading = FormattableString.Invariant($"Criteria were fixed in code before any full run. Intervals are of 95 %, over base models as clusters; a claim with several parts is as sure as its least sure one, and p-values are corrected over all claims that could be tested (Holm, level {Claim.Level}).");

    public override string RenderText(Scoreboard value)
    {
        var text = new StringBuilder();
        foreach (ClaimResult result in value.Results)
        {
            text.Append(PlainTable.Wrap(FormattableString.Invariant($"{result.Claim.Number}. [{Words(result)}] {result.Claim.Text} ({result.Claim.Source})"))).Append('\n');
            foreach (string line in Lines(result)) text.Append(string.Join('\n', TerminalText.Fold("   " + line, TextWidth.Prose))).Append('\n');
        }
        return text.Append('\n').Append(Tally(value)).Append('\n').Append(PlainTable.Wrap($"{value.Scale.Name} scale, {value.Source}. {Reading}")).ToString();
    }

    public override string RenderHtml(Scoreboard value)
    {
        var html = new StringBuilder(Html.Heading("The paper's claims, put to the test", Tally(value)));
        foreach (ClaimResult result in value.Results)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:12px\"><b>{result.Claim.Number}.</b> {Html.Badge(Mark(result.Verdict) + " " + Words(result), Ground(result.Verdict))} <b>{Html.Escape(result.Claim.Text)}</b> <span style=\"{Html.Muted}\">({Html.Escape(result.Claim.Source)})</span></div>");
            html.Append("<ul style=\"margin:4px 0 0 0;padding-left:22px\">").Append(string.Concat(Lines(result).Select(l => $"<li>{Html.Escape(l)}</li>"))).Append("</ul>");
        }
        return Html.Card(html.Append(Html.Note($"{value.Scale.Name} scale, {value.Source}. {Reading}")).ToString());
    }

    /// <summary>How many claims there are of each verdict.</summary>
    internal static string Tally(Scoreboard value) => string.Join(", ", value.Results.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Count()} {Word(g.Key)}")));

    /// <summary>The verdicts on the claims of an item, a line each.</summary>
    internal static IReadOnlyList<string> Verdicts(Scoreboard board, PaperItem item) =>
        [.. board.Results.Where(r => item.Claims.Contains(r.Claim.Number)).Select(r => FormattableString.Invariant($"{r.Claim.Number}. {r.Claim.Text} {char.ToUpperInvariant(Words(r)[0])}{Words(r)[1..]}.{(r.Deciding is { } bound ? " " + Measured(bound) : "")}"))];

    private static IEnumerable<string> Lines(ClaimResult result)
    {
        yield return $"Criterion: {result.Claim.Criterion}.";
        // All that was measured, the deciding part first; many families make a long list.
        foreach (Bound bound in result.Bounds.Where(b => b.Value is not null).OrderByDescending(b => b.PValue ?? 1)) yield return Measured(bound);
        if (result.Corrected is double p) yield return $"p = {NumberText.Of(p)} after correction.";
        if (result.Claim.PaperSays is { } paper) yield return $"The paper's own numbers: {paper}.";
        if (result.Claim.Caveat is { } caveat) yield return $"Left out: {caveat}.";
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
        UntestedReason.PlanningShare => "a third of all tokens plans in this world",
        UntestedReason.Judge => "needs judges",
        _ => "it interprets",
    };

    private static string Mark(Verdict verdict) => verdict switch { Verdict.Supported => "✓", Verdict.NotSupported => "✗", _ => "○" };

    private static string Ground(Verdict verdict) => verdict switch { Verdict.Supported => Palette.RightGround, Verdict.NotSupported => Palette.PlanningGround, _ => Palette.PlainGround };
}
