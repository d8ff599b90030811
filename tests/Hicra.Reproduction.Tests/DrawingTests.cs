using Hicra.Interactive;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Tests;

/// <summary>What items draw from runs that are known.</summary>
public sealed class DrawingTests
{
    private static readonly PretendedRuns Runs = new() { Gain = 0.05, Diversity = 0.2 };

    public static TheoryData<string> Ids => [.. PaperItems.Known.Where(i => i.Id != "listing1" && !i.IsOfLongWorld).Select(i => i.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_item_draws_and_shows_itself(string id)
    {
        Drawing drawing = PaperItems.Find(id).Draw(PretendedRuns.Scale, Runs);
        Assert.Equal(PaperItems.Find(id).Lacks.Count > 0 ? ItemState.InPart : ItemState.Measured, drawing.State);
        Assert.NotEmpty(drawing.Reported);
        Assert.Equal(drawing.State == ItemState.NotYet, drawing.Measured.Count == 0);
        Assert.Empty(drawing.Missing);
        var item = new ReproducedItem(PaperItems.Find(id), PretendedRuns.Scale, drawing);
        var bundle = new HicraFormatter(ReproductionKit.Standard).Format(item)!;
        Assert.Contains($"again: hicra reproduce {id}", bundle.PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", bundle.Html + bundle.PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain("://", bundle.Html!.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Without_runs_an_item_says_which_are_missing(string id)
    {
        Drawing drawing = PaperItems.Find(id).Draw(PretendedRuns.Scale, new PretendedRuns { Lacks = _ => true });
        Assert.True(drawing.State is ItemState.NotRun or ItemState.NotYet || id is "table1" or "table2", $"{drawing.State}");
        Assert.Equal(drawing.State == ItemState.NotYet, drawing.Missing.Count == 0);
        Assert.DoesNotContain(drawing.Measured, e => e.Value is Figure);
    }

    [Fact]
    public void A_missing_run_makes_an_item_measured_in_part_and_is_named()
    {
        Drawing drawing = PaperItems.Find("fig6").Draw(PretendedRuns.Scale, new PretendedRuns { Lacks = r => r is { Method: "hicra", Base.Seed: 3, Seed: 1 } });
        Assert.Equal(ItemState.InPart, drawing.State);
        Assert.Equal(["base-3-hicra-seed-1"], drawing.Missing);
    }

    [Fact]
    public void Differences_are_those_of_the_runs()
    {
        PaperTable numbers = Assert.IsType<PaperTable>(PaperItems.Find("fig6").Draw(PretendedRuns.Scale, Runs).Numbers!.Value);
        Assert.Equal(0.2, numbers.Rows[0].Measured!.Value, 2);
        Assert.Equal(5, numbers.Rows[1].Measured!.Value, 0);
        Assert.True(numbers.Rows[0].Interval!.Value.ExcludesZero);
        Assert.All(PaperItems.Find("fig6").Draw(PretendedRuns.Scale, Runs).Differences, d => Assert.EndsWith("higher.", d, StringComparison.Ordinal));
    }

    [Fact]
    public void A_null_result_is_shown_as_one() =>
        Assert.Contains(PaperItems.Find("fig6").Draw(PretendedRuns.Scale, new PretendedRuns()).Differences, d => d.EndsWith("cannot be told apart.", StringComparison.Ordinal));

    [Fact]
    public void Figure_3_has_three_rows_of_four_panels_and_marks_phases_where_they_are()
    {
        var figure = Assert.IsType<Figure>(PaperItems.Find("fig3").Draw(PretendedRuns.Scale, Runs).Measured[0].Value);
        Assert.Equal((12, 4, 3), (figure.Panels.Count, figure.Columns, figure.RowTitles.Count));
        Assert.All(figure.Panels, p => Assert.NotEmpty(p.Phases));
        Assert.Equal(["Relative perplexity", "Token entropy", "Semantic entropy", "Length versus accuracy"], figure.Panels.Take(4).Select(p => p.Title));
        // The pretended measure of execution settles after 15 % of the steps.
        Assert.InRange(figure.Panels[0].Phases[1].From, 6, 13);
        var reported = Assert.IsType<Figure>(PaperItems.Find("fig3").Draw(PretendedRuns.Scale, Runs).Reported[0].Value);
        Assert.Equal((12, 0.67), (reported.Panels.Count, reported.Panels[0].Series[0].Y[3]));
    }

    [Fact]
    public void Reported_numbers_are_those_of_the_paper()
    {
        PaperTable errors = Assert.IsType<PaperTable>(PaperItems.Find("fig5").Draw(PretendedRuns.Scale, Runs).Numbers!.Value);
        Assert.Equal(100 * (664 / 808.0 - 1), errors.Rows[0].Reported!.Value, 9);
        GridTable table = Assert.IsType<GridTable>(PaperItems.Find("table1").Draw(PretendedRuns.Scale, Runs).Reported[0].Value);
        Assert.Contains(table.Rows, r => r is ["Qwen3-4B-Base", "HICRA", "31.0", "27.6", "89.0", "54.0", "42.5", "48.1"]);
        Assert.Contains(PaperItems.Find("table1").Draw(PretendedRuns.Scale, Runs).Differences, d => d.Contains("27 of 30 cells", StringComparison.Ordinal));
    }

    [Fact]
    public void Dropping_grams_is_a_change_of_the_mask_alone()
    {
        var rollouts = Runs.Rollouts(PretendedRuns.Scale.Looked(Families.Base), 40);
        IReadOnlyList<bool[]> masks = GramDropout.MasksOf(33);
        MaskedMeasures full = MaskedMeasures.Of(rollouts, GramDropout.AllOf(33));
        double planning = full.PlanningPerplexity!.Value;
        Assert.All(masks, kept => Assert.Equal(23, kept.Count(k => k)));
        Assert.Equal(GramDropout.Draws, masks.Select(m => string.Concat(m.Select(k => k ? '1' : '0'))).Distinct().Count());
        MaskedMeasures none = MaskedMeasures.Of(rollouts, new bool[33]);
        Assert.Null(none.PlanningPerplexity);
        Assert.Null(none.SemanticEntropy);
        MaskedMeasures some = MaskedMeasures.Of(rollouts, masks[0]);
        Assert.True(some.SemanticEntropy < full.SemanticEntropy);
        Assert.NotEqual(planning, some.PlanningPerplexity);
    }
}
