using Hicra.Interactive.Features.Paper;
using Hicra.Metrics.Statistics;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Training.Runs;
using Microsoft.Data.Analysis;

namespace Hicra.Data.Tests;

public sealed class TableFrameTests
{
    private static readonly Rollout[] Rollouts =
    [
        new()
        {
            Step = 3, Group = 1, Sample = 2, Seed = 1L << 40, Method = "hicra", Alpha = 0.2, ProblemId = "p", Prompt = "a < b & \"c\"", Response = "let us try", Reward = 1, Correct = true, Kind = "right", Truncated = false, Advantage = -0.1,
            TokenIds = [5, 6, 7], TokenTexts = ["let", " us", " try"], LogProbs = [-0.1f, -1e-9f, -3.4028235e38f], Entropies = [0, 0.3333333f, 1], TokenAdvantages = [1, 1.2f, 0.8f], PlanningSpans = [new GramSpan(0, 3, 7)],
        },
        new() { Response = "zwei\nLinien \u2028 😀", TokenTexts = [], PlanningSpans = [] },
        new() { Prompt = "" },
    ];

    [Fact]
    public void Rollouts_come_back_whole()
    {
        DataFrame frame = Rollouts.Frame();
        Assert.Equal(3, frame["token_count"][0]);
        Assert.Null(frame["token_count"][2]);
        Assert.Equal("[5,6,7]", frame["ids"][0]);
        Assert.Equal(Lines(Rollouts), Lines(RolloutFrame.Rollouts(frame)));
    }

    [Fact]
    public void Saved_rollouts_of_a_run_come_back_whole()
    {
        var folder = new RunFolder(ShippedData.Path("demo", "hicra"));
        string file = folder.RolloutsOf(folder.RolloutSteps()[^1]);
        DataFrame frame = RolloutJsonl.Read(file).Frame();
        Assert.Equal(Lines(RolloutJsonl.Read(file)), Lines(RolloutFrame.Rollouts(frame)));
    }

    [Fact]
    public void Counts_stand_for_lists_where_they_are_asked_for()
    {
        DataFrame frame = Rollouts.Frame(TokenLists.AsCounts);
        Assert.DoesNotContain(frame.Columns, c => c.Name is "ids" or "tokens" or "logprobs" or "entropies" or "advantages" or "grams");
        Assert.Equal((3, 1), ((int)frame["token_count"][0], (int)frame["gram_count"][0]));
        Assert.Null(RolloutFrame.Rollouts(frame)[0].TokenIds);
        // What no rollout has is no column.
        Assert.Equal(["response"], new[] { new Rollout { Response = "x" } }.Frame().Columns.Select(c => c.Name));
    }

    [Fact]
    public void Rollouts_that_cannot_be_are_refused_in_a_line()
    {
        DataFrame frame = Rollouts.Frame();
        frame["ids"][0] = "[5,6]";
        Assert.Equal("a frame of rollouts: row 0 contradicts itself: the lists of token ids and token texts differ in length", Fails());
        frame["ids"][0] = "5 6 7";
        Assert.Equal("a frame of rollouts: the column 'ids' holds '5 6 7' in row 0, where a list as JSON, like [1,2] is expected", Fails());
        Assert.Equal("a frame of rollouts has a column 'response'; it has x", Assert.Throws<HicraException>(() => RolloutFrame.Rollouts(new DataFrame(new Int32DataFrameColumn("x", 1)))).Message);

        string Fails() => Assert.Throws<HicraException>(() => RolloutFrame.Rollouts(frame)).Message;
    }

    [Fact]
    public void Gram_libraries_come_back()
    {
        var library = new StrategicGramLibrary("mine", [new GramCluster("try", ["let us try", "we try"], 12, StrategicMove.Branching), new GramCluster("<b>", ["so then"])]);
        StrategicGramLibrary back = GramFrame.Library(library.Frame(), "mine");
        Assert.Equal(library.Clusters.Select(c => (c.Name, string.Join('|', c.Grams), c.Df, c.Intent)), back.Clusters.Select(c => (c.Name, string.Join('|', c.Grams), c.Df, c.Intent)));
        Assert.Equal(249, StrategicGramLibrary.Paper.Frame().Rows.Count);
        Assert.Equal(StrategicGramLibrary.Paper.Grams, GramFrame.Library(StrategicGramLibrary.Paper.Frame()).Grams);
        // A column of grams is enough.
        Assert.Equal(2, GramFrame.Library(new DataFrame(new StringDataFrameColumn("gram", ["one gram", "another gram"]))).Clusters.Count);
        Assert.Contains("did you mean 'Branching'", Assert.Throws<HicraException>(() => GramFrame.Library(new DataFrame(new StringDataFrameColumn("gram", ["a b"]), new StringDataFrameColumn("intent", ["Branchin"])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mined_clusters_come_back()
    {
        MiningResult result = new GramMiner().Mine(Enumerable.Range(0, 40).Select(i => new Solution($"{i} let us try something different {i} we need a new approach {i}", true)));
        Assert.NotEmpty(result.Clusters);
        IReadOnlyList<MinedCluster> back = GramFrame.Mined(result.Frame());
        Assert.Equal(result.Clusters.Select(c => c with { Grams = [] }), back.Select(c => c with { Grams = [] }), Same);
        Assert.Equal(result.Clusters.SelectMany(c => c.Grams), back.SelectMany(c => c.Grams));

        static bool Same(MinedCluster a, MinedCluster b) => (a.Name, a.Df, a.Occurrences, a.IsKept) == (b.Name, b.Df, b.Occurrences, b.IsKept);
    }

    [Fact]
    public void Claims_come_back()
    {
        ClaimCheck[] claims = [new("it holds <b>", ClaimVerdict.HoldsInPart, ["one.", "two."]) { Source = "section 2", Caveat = "small" }, new("nothing", ClaimVerdict.NotChecked, [])];
        IReadOnlyList<ClaimCheck> back = ClaimFrame.Claims(claims.Frame());
        Assert.Equal(claims.Select(Flat), back.Select(Flat));

        static (string, ClaimVerdict, string, string?, string?) Flat(ClaimCheck c) => (c.Claim, c.Verdict, string.Join('|', c.Evidence), c.Source, c.Caveat);
    }

    [Fact]
    public void A_sweep_s_measures_come_back()
    {
        SweepCell grpo = new("grpo", null), hicra = new("hicra", 0.2);
        var summary = new SweepSummary([], [new(grpo, "accuracy", new Summary(3, 0.5, 0.1)), new(hicra, "accuracy", new Summary(3, 0.6, null)), new(hicra, "length", new Summary(0, null, null))],
            [new(hicra, grpo, "accuracy", 3, 0.1, new Interval(0.1, -0.05, 0.25, 0.95))]);
        DataFrame frame = summary.Frame();
        Assert.Equal(["grpo", "hicra-alpha-0.2", "hicra-alpha-0.2"], frame["cell"].Cast<string>());
        SweepSummary back = SweepFrame.Summary(frame);
        Assert.Equal(summary.Cells, back.Cells);
        Assert.Equal(summary.Differences, back.Differences);
    }

    private static string Lines(IEnumerable<Rollout> rollouts)
    {
        using var stream = new MemoryStream();
        using (var writer = new RolloutWriter(stream, "test"))
            foreach (Rollout rollout in rollouts) writer.Write(rollout);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
