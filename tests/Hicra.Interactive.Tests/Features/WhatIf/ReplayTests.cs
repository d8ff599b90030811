using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Testing;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Tests.Features.WhatIf;

public sealed class ReplayTests
{
    // One group of two: a right answer of 3 tokens, the first of which plans, and a wrong one of 2, the first of which plans.
    internal static Rollout[] Two(string response = "plan a b", string prompt = "p") =>
    [
        new() { Step = 7, Group = 0, Sample = 0, Reward = 1, Kind = "right", Prompt = prompt, Response = response, TokenIds = [1, 2, 3], LogProbs = [-1, -1, -1], Entropies = [1, 0, 0], PlanningSpans = [new GramSpan(0, 1, 0)] },
        new() { Step = 7, Group = 0, Sample = 1, Reward = 0, Kind = "plan", Prompt = prompt, Response = "plan c", TokenIds = [1, 4], LogProbs = [-1, -1], Entropies = [1, 0], PlanningSpans = [new GramSpan(0, 1, 0)] },
    ];

    private static readonly TrainingOptions MeanOnly = new() { Estimator = "group-mean" };

    internal static WhatIfReport Report(params double[] alphas) => WhatIfReplay.Run("r", Two(), "test", MeanOnly, [.. alphas.Select(a => new WhatIfScenario("hicra", a))]);

    [Fact]
    public void Two_rollouts_by_hand()
    {
        WhatIfReport report = Report(0.2);
        // A is +1/2 and -1/2; token-mean gives every token |A| / 5, so that mass is by tokens: planning 1 + 1 of 5.
        Assert.Equal(0.4, report.Grpo.Mass!.Planning, 12);
        Assert.Equal(1, report.Grpo.CosineToGrpo!.Value, 12);
        Assert.Null(report.Grpo.Extra);
        WhatIfOutcome hicra = report.Outcomes[1];
        // Planning tokens weigh 1.2 and 0.8.
        Assert.Equal(1.2 / 5, hicra.Mass!.PlanningPraise, 12);
        Assert.Equal(0.8 / 5, hicra.Mass.PlanningBlame, 12);
        Assert.Equal(0.6, hicra.Advantages.PlanningPraise!.Value, 12);
        Assert.Equal(-0.4, hicra.Advantages.PlanningBlame!.Value, 12);
        Assert.Equal(0.5, hicra.Advantages.ExecutionPraise!.Value, 12);
        Assert.Equal(-0.5, hicra.Advantages.ExecutionBlame!.Value, 12);
        // g = (1.2, 1, 1, -.8, -1), uniform = (1, 1, 1, -1, -1): dot 5, norms sqrt(5.08) and sqrt 5.
        Assert.Equal(5 / Math.Sqrt(5.08 * 5), hicra.CosineToGrpo!.Value, 12);
        // extra = (.2, 0, 0, .2, 0): size sqrt(.08 / 5), orthogonal to uniform, half on each sign.
        Assert.Equal(Math.Sqrt(0.08 / 5), hicra.Extra!.Size, 12);
        Assert.Equal(0, hicra.Extra.Cosine!.Value, 12);
        Assert.Equal(0.5, hicra.Extra.OnPraise, 12);
        Assert.Equal(0, hicra.Flipped);
    }

    [Fact]
    public void Above_one_alpha_turns_the_blame_of_plans_into_praise() => Assert.Equal(1, Report(1.5).Outcomes[1].Flipped);

    [Fact]
    public void The_sliders_closed_form_is_the_objectives_gradient() => Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), hundredths =>
    {
        double alpha = hundredths / 100.0;
        WhatIfReport report = Report(alpha);
        GradientMass slider = WhatIfHtml.At(report.Grpo.Mass!, alpha), real = report.Outcomes[1].Mass!;
        return Math.Abs(slider.PlanningPraise - real.PlanningPraise) + Math.Abs(slider.PlanningBlame - real.PlanningBlame)
            + Math.Abs(slider.ExecutionPraise - real.ExecutionPraise) + Math.Abs(slider.ExecutionBlame - real.ExecutionBlame) < 1e-12;
    }).Check(Sampled.Inputs());

    [Fact]
    public void Equal_rewards_teach_nothing_and_the_report_says_so()
    {
        Rollout[] flat = [.. Two().Select(r => r with { Reward = 1 })];
        WhatIfReport report = WhatIfReplay.Run("r", flat, "test", MeanOnly, [new WhatIfScenario("hicra", 0.2)]);
        Assert.Null(report.Grpo.Mass);
        Assert.Equal(1, report.FlatGroups);
        Assert.Empty(report.Traces);
        Assert.StartsWith("Nothing", report.Conclusions[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", new WhatIfView().Bundle(report).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_was_cut_short_takes_no_part()
    {
        Rollout[] rollouts = [.. Two(), Two()[0] with { Group = 1 }];
        Assert.Equal(2, WhatIfReplay.Run("r", rollouts, "test", MeanOnly, []).Rollouts);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Rollout[] rollouts = [.. Two().Select(r => r with { PlanningSpans = null })];
        HicraException error = Assert.Throws<HicraException>(() => WhatIfReplay.Run("r", rollouts, "file.jsonl", MeanOnly, []));
        Assert.Contains("file.jsonl: a replay needs planning spans, which these rollouts do not have", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("high-entropy")]
    [InlineData("top-entropy")]
    [InlineData("hicra-reported")]
    [InlineData("entropy-bonus")]
    [InlineData("gram-bonus")]
    [InlineData("hicra-equal-norm")]
    public void Every_rule_can_be_replayed(string method) =>
        Assert.NotNull(WhatIfReplay.Run("r", Two(), "test", MeanOnly, [new WhatIfScenario(method, 0.2)]).Outcomes[1].Mass);

    [Fact]
    public void The_paragraph_on_seeds_follows_the_measured_spread()
    {
        SeedSpread spread = SeedSpread.Of([0.01, -0.01, 0.03, -0.03])!;
        Assert.Equal(4, spread.Seeds);
        Assert.Equal(Math.Sqrt(0.002 / 3), spread.Deviation, 12);
        Assert.Equal(Metrics.Statistics.Power.PairsNeeded(0.02, spread.Deviation), spread.SeedsForTwoPoints);
        Assert.Null(SeedSpread.Of([0.1, 0.1]));
        Assert.Equal(7, SeedSpread.Reference()!.Seeds);
    }
}
