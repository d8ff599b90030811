using Hicra.Interactive;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;

namespace Hicra.Reproduction.Tests;

/// <summary>Verdicts on runs of which the truth is known.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void There_are_25_claims_and_at_least_18_can_get_a_number()
    {
        Assert.Equal(Enumerable.Range(1, 25), PaperClaims.All.Select(c => c.Number));
        Assert.True(PaperClaims.All.Count(c => c.Untested is null) >= 18);
        Assert.All(PaperClaims.All.Where(c => c.Untested is null), c => Assert.NotEmpty(c.Needs(RunScale.Quick).Runs.Cast<object>().Concat(c.Needs(RunScale.Quick).Evaluations)));
    }

    [Fact]
    public void A_gain_that_is_there_is_found_and_one_that_is_not_is_not()
    {
        Scoreboard with = Of(new PretendedRuns { Gain = 0.1, Diversity = 0.3 }), without = Of(new PretendedRuns());
        Assert.All((int[])[11, 12, 24, 25, 20], n => Assert.Equal(Verdict.Supported, with.Results[n - 1].Verdict));
        Assert.All((int[])[11, 12, 24, 25, 20], n => Assert.Equal(Verdict.NotSupported, without.Results[n - 1].Verdict));
        // The same entropy everywhere: nothing separates the methods.
        Assert.Equal(Verdict.NotSupported, without.Results[16].Verdict);
        // What the pretended runs do under GRPO.
        Assert.All((int[])[1, 2, 3, 5, 6], n => Assert.Equal(Verdict.Supported, without.Results[n - 1].Verdict));
        Assert.Equal(Verdict.NotSupported, without.Results[3].Verdict);
    }

    [Fact]
    public void A_gain_the_other_way_supports_nothing() =>
        Assert.All((int[])[11, 12, 24, 25], n => Assert.Equal(Verdict.NotSupported, Of(new PretendedRuns { Gain = -0.1, Diversity = -0.3 }).Results[n - 1].Verdict));

    [Fact]
    public void Too_few_base_models_and_missing_runs_are_reasons()
    {
        Scoreboard few = Scoreboard.Of(PretendedRuns.Scale with { BaseSeeds = [0, 1, 2] }, new PretendedRuns { Gain = 0.1 });
        Assert.Equal(UntestedReason.TooFewBases, few.Results[10].Reason);
        Assert.NotNull(few.Results[10].Bounds[0].Value);
        Assert.Null(few.Results[10].Corrected);
        Assert.Equal(UntestedReason.NoRuns, Scoreboard.Of(PretendedRuns.Scale, new PretendedRuns { Lacks = r => r.Method == "hicra" }).Results[10].Reason);
    }

    [Fact]
    public void The_scoreboard_shows_itself_with_its_tally()
    {
        Scoreboard board = Of(new PretendedRuns { Gain = 0.1 });
        string text = new HicraFormatter(ReproductionKit.Standard).Format(board)!.PlainText;
        Assert.Contains("supported here, ", text, StringComparison.Ordinal);
        Assert.Contains("11. [supported here] HICRA is more accurate than GRPO.", text, StringComparison.Ordinal);
        Assert.Contains("21. [not testable at this scale: needs judges]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scoreboard_reads_each_log_once()
    {
        var asked = new List<string>();
        Scoreboard.Of(PretendedRuns.Scale, new Watched(new PretendedRuns(), r => asked.Add(r.Digest)));
        Assert.NotEmpty(asked);
        Assert.Equal(asked.Distinct(), asked);
    }

    private sealed record Watched(IEvidence Inner, Action<RunRecipe> Asked) : IEvidence
    {
        public string Source => Inner.Source;

        public MadeRun? Run(RunRecipe recipe)
        {
            Asked(recipe);
            return Inner.Run(recipe);
        }

        public EvaluationResult? Evaluation(EvaluationRecipe recipe) => Inner.Evaluation(recipe);

        public IReadOnlyList<int> RolloutSteps(RunRecipe recipe) => Inner.RolloutSteps(recipe);

        public IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep) => Inner.Rollouts(recipe, atStep);
    }

    private static Scoreboard Of(PretendedRuns runs) => Scoreboard.Of(PretendedRuns.Scale, runs);
}
