using Hicra.Interactive;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Verdict = Hicra.Reproduction.Claims.Verdict;

namespace Hicra.Reproduction.Tests;

/// <summary>The long world beside the puzzle: recipes, items and verdicts.</summary>
public sealed class LongWorldTests
{
    private static readonly PretendedRuns Runs = new() { Gain = 0.05, Diversity = 0.2 };

    public static TheoryData<string> WithPart => [.. PaperItems.Known.Where(i => i.Long is not null).Select(i => i.Id)];

    [Fact]
    public void The_puzzle_s_runs_are_found_where_they_were()
    {
        Assert.Equal("827b290912", RunScale.Full.Looked(Families.Base).Digest);
        Assert.Equal("3026e1ae2a", RunScale.Full.Looked(Families.Larger).Digest);
    }

    [Fact]
    public void A_run_of_the_long_world_has_the_settings_of_a_run_by_hand()
    {
        RunRecipe recipe = RunScale.Full.Runs(Families.LongWorld, "grpo")[1];
        Assert.Equal(("long-105-grpo-seed-1", WorldCatalog.LongSums, 0), (recipe.Name, recipe.World, recipe.RolloutsEvery));
        Assert.Equal(WorldRecipe.Of(WorldCatalog.LongSums).Training with { Method = "grpo", Seed = 1, Alpha = 0.2 }, recipe.Training);
        Assert.Equal(Pretrainer.Shape((IAuthoredWorld)WorldCatalog.BuiltIn.Find(WorldCatalog.LongSums)), Families.LongWorld.Shape);
        Assert.Equal(WorldRecipe.Of(WorldCatalog.LongSums).Pretraining with { Seed = 105 }, recipe.Base.Options);
        Assert.Equal(BaseModel.ShippedLong, RunScale.Full.Looked(Families.LongWorld).Base.Shipped);
        Assert.Equal(20, RunScale.Full.Looked(Families.LongWorld).RolloutsEvery);
        Assert.Equal(8, RunScale.Full.Runs(Families.LongWorld, "grpo").Select(r => r.Digest).Distinct().Count());
    }

    [Fact]
    public void A_scale_has_the_worlds_that_are_asked_for()
    {
        Assert.Empty(RunScale.Full.In("puzzle").Runs(Families.LongWorld, "grpo"));
        Assert.Single(RunScale.Quick.Runs(Families.LongWorld, "grpo"));
        Needs both = PaperItems.Find("fig3").NeedsOfWorlds(RunScale.Quick), puzzle = PaperItems.Find("fig3").NeedsOfWorlds(RunScale.Quick.In("puzzle")), alone = PaperItems.Find("fig3").NeedsOfWorlds(RunScale.Quick.In("long"));
        Assert.Equal(both.Runs.Count, puzzle.Runs.Count + alone.Runs.Count);
        Assert.All(alone.Runs, r => Assert.Equal(WorldCatalog.LongSums, r.World));
        Assert.Contains("did you mean 'puzzle'", Assert.Throws<HicraException>(() => RunScale.Quick.In("puzzles")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithPart))]
    public void An_item_shows_the_long_world_below_the_puzzle(string id)
    {
        PaperItem item = PaperItems.Find(id);
        Drawing both = item.DrawWorlds(PretendedRuns.BothWorlds, Runs), puzzle = item.DrawWorlds(PretendedRuns.BothWorlds.In("puzzle"), Runs), alone = item.DrawWorlds(PretendedRuns.BothWorlds.In("long"), Runs);
        Assert.Equal(both.Measured.Count, puzzle.Measured.Count + alone.Measured.Count);
        Assert.Equal(both.Reported.Count, alone.Reported.Count);
        Assert.NotEmpty(alone.Measured);
        Assert.Empty(both.Missing);
        Assert.Contains(both.Differences, d => d.StartsWith("Long world", StringComparison.Ordinal));
        var bundle = new HicraFormatter(ReproductionKit.Standard).Format(new ReproducedItem(item, PretendedRuns.BothWorlds, both))!;
        Assert.DoesNotContain("NaN", bundle.Html + bundle.PlainText, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithPart))]
    public void Without_its_runs_the_puzzle_s_part_is_there_and_the_rest_is_named(string id)
    {
        Drawing drawing = PaperItems.Find(id).DrawWorlds(PretendedRuns.BothWorlds, new PretendedRuns { Lacks = r => r.World == WorldCatalog.LongSums });
        Assert.Equal(PaperItems.Find(id).IsOfLongWorld ? ItemState.NotRun : ItemState.InPart, drawing.State);
        Assert.Contains(drawing.Missing, m => m.Contains("long-", StringComparison.Ordinal));
    }

    [Fact]
    public void Curves_of_one_method_are_not_taken_for_a_comparison()
    {
        Drawing drawing = PaperItems.Find("fig6").DrawWorlds(PretendedRuns.BothWorlds, new PretendedRuns { Lacks = r => r.World == WorldCatalog.LongSums && r.Method == "hicra" });
        Assert.Equal(8, drawing.Missing.Count);
        Assert.Contains(drawing.Differences, d => d.StartsWith("Long world: runs of HICRA are missing", StringComparison.Ordinal));
        Assert.Equal(2, drawing.Measured.Count);
        Assert.All(Assert.IsType<Figure>(drawing.Measured[1].Value).Panels, p => Assert.Single(p.Series));
    }

    [Fact]
    public void Numbers_of_both_worlds_are_in_one_table()
    {
        PaperTable table = Assert.IsType<PaperTable>(PaperItems.Find("fig5").DrawWorlds(PretendedRuns.BothWorlds, Runs).Numbers!.Value);
        Assert.Contains(table.Rows, r => r.Item == "long world: change of slips a column" && r.Measured < -40);
        Assert.Contains(table.Rows, r => r.Item.StartsWith("Qwen3-4B-Base / base", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_world_is_judged_and_corrected_by_itself()
    {
        Scoreboard both = Scoreboard.Of(PretendedRuns.BothWorlds, Runs), puzzle = Scoreboard.Of(PretendedRuns.BothWorlds.In("puzzle"), Runs), alone = Scoreboard.Of(PretendedRuns.BothWorlds.In("long"), Runs);
        Assert.Equal(puzzle.Results.Select(r => (r.Verdict, r.Corrected)), both.Results.Select(r => (r.Verdict, r.Corrected)));
        Assert.Equal(alone.Results.Select(r => (r.Verdict, r.Corrected)), both.LongWorld.Select(r => (r.Verdict, r.Corrected)));
        Assert.Empty(puzzle.LongWorld);
        // Claims about families that the long world does not have.
        Assert.All((int[])[7, 8, 14, 15, 16], n => Assert.Equal(UntestedReason.NoFamily, both.LongWorld[n - 1].Reason));
        Assert.All((int[])[1, 2, 3, 5, 6, 12, 24], n => Assert.Equal(Verdict.Supported, both.LongWorld[n - 1].Verdict));
        Assert.Equal(4, both.LongWorld[0].Bounds[0].Value!.Bases);
        // Its part of the criterion alone: of claim 4 the base family's.
        Assert.Single(both.LongWorld[3].Bounds);
        Assert.Equal(2, both.LongWorld[17].Bounds.Count);
    }

    [Fact]
    public void Where_the_worlds_differ_the_scoreboard_says_so()
    {
        Scoreboard board = Scoreboard.Of(PretendedRuns.BothWorlds, Runs);
        // The pretended puzzle has no family whose semantic entropy falls and turns up; the long world has no such family at all.
        Assert.Equal((Verdict.NotSupported, Verdict.Supported), (board.Results[3].Verdict, board.LongWorld[3].Verdict));
        // So that it is the families that make the difference, and not the world.
        Assert.DoesNotContain(4, board.Differing);
        string text = new HicraFormatter(ReproductionKit.Standard).Format(board)!.PlainText;
        Assert.Contains("4. [not supported here; long world: supported here]", text, StringComparison.Ordinal);
        Assert.Contains("The verdicts differ by the families", text, StringComparison.Ordinal);
        // Where it is the world, that is said.
        Scoreboard other = Scoreboard.Of(PretendedRuns.BothWorlds, new PretendedRuns { Gain = 0.05, Diversity = 0.2, FlatLongWorld = true });
        Assert.Contains(4, other.Differing);
        Assert.Contains("the worlds differ on", new HicraFormatter(ReproductionKit.Standard).Format(other)!.PlainText.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(UntestedReason.NoRuns, Scoreboard.Of(PretendedRuns.BothWorlds, new PretendedRuns { Lacks = r => r.World == WorldCatalog.LongSums && r.Method == "hicra" }).LongWorld[10].Reason);
    }
}
