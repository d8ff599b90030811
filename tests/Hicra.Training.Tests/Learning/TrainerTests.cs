using Hicra.Credit;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Learning;

public class TrainerTests
{
    [Fact]
    public void Hicra_with_alpha_0_is_grpo_bit_for_bit_and_with_alpha_02_it_is_not()
    {
        string[] grpo = Small.Comparable(Small.Train(Small.Options));
        string[] zero = Small.Comparable(Small.Train(Small.Options with { Method = "hicra", Alpha = 0 }));
        List<StepResult> hicra = Small.Train(Small.Options with { Method = "hicra", Alpha = 0.2 });

        Assert.Equal(grpo, zero);
        // Common random numbers: the first rollouts are the same, the first gradient is not.
        List<StepResult> plain = Small.Train(Small.Options with { Steps = 1 });
        Assert.Equal(plain[0].Rollouts.Tokens, hicra[0].Rollouts.Tokens);
        Assert.NotEqual(plain[0].Metrics["actor/grad_norm"], hicra[0].Metrics["actor/grad_norm"]);
        Assert.NotEqual(grpo[^1], Small.Comparable(hicra, "hicra/alpha")[^1]);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing() =>
        Assert.Equal(Small.Comparable(Small.Train(Small.Options)), Small.Comparable(Small.Train(Small.Options, threads: 2)));

    [Theory]
    [InlineData("grpo")]
    [InlineData("placebo")]
    [InlineData("top-entropy")]
    [InlineData("hicra-reported")]
    [InlineData("entropy-bonus")]
    [InlineData("high-entropy")]
    [InlineData("gram-bonus")]
    [InlineData("hicra-equal-norm")]
    public void A_run_restored_in_the_middle_goes_on_bit_for_bit(string method)
    {
        TrainingOptions options = Small.Options with { Method = method };
        string[] whole = Small.Comparable(Small.Train(options));

        using ManagedPolicy policy = Small.Policy(), other = Small.Policy();
        using var first = new Trainer(policy, new PuzzleWorld(), options);
        while (first.NextStep < 3) first.Step();
        using var second = new Trainer(other, new PuzzleWorld(), options);
        second.Restore(first.Capture());
        var rest = new List<StepResult>();
        while (!second.IsFinished) rest.Add(second.Step());
        Assert.Equal(whole[3..], Small.Comparable(rest));
    }

    [Fact]
    public void An_adaptive_alpha_goes_on_where_it_stood()
    {
        TrainingOptions options = Small.Options with { Method = "hicra", AlphaTarget = 5 };
        List<StepResult> whole = Small.Train(options);
        double?[] alphas = [.. whole.Select(s => s.Metrics["hicra/alpha"])];
        Assert.True(alphas.Distinct().Count() > 2, "the controller moves");

        using ManagedPolicy policy = Small.Policy(), other = Small.Policy();
        using var first = new Trainer(policy, new PuzzleWorld(), options);
        while (first.NextStep < 4) first.Step();
        using var second = new Trainer(other, new PuzzleWorld(), options);
        second.Restore(first.Capture());
        Assert.Equal(alphas[4], second.Step().Metrics["hicra/alpha"]);
    }

    [Fact]
    public void A_linear_alpha_is_logged_step_by_step()
    {
        List<StepResult> steps = Small.Train(Small.Options with { Method = "hicra", Alpha = 0, AlphaTo = 0.4, AlphaSteps = 4 });
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.4, 0.4], steps.Select(s => Math.Round(s.Metrics["hicra/alpha"]!.Value, 12)));
    }

    [Fact]
    public void A_log_has_a_row_before_each_update_and_one_after_the_last()
    {
        List<StepResult> steps = Small.Train(Small.Options);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], steps.Select(s => s.Step));
        Assert.All(steps[..^1], s => Assert.NotNull(s.Metrics["actor/pg_loss"]));
        Assert.Null(steps[^1].Metrics["actor/pg_loss"]);
        Assert.NotNull(steps[^1].Metrics["actor/entropy"]);
        Assert.Equal([0, 3, 6], steps.Where(s => s.Metrics["val-core/puzzle/acc/mean@2"] is not null).Select(s => s.Step));
    }

    [Fact]
    public void A_validation_belongs_to_the_weights_after_the_update()
    {
        // The last row's validation is of the same weights as that of the row before, whose update was the last one.
        List<StepResult> steps = Small.Train(Small.Options with { ValidationEvery = 1 });
        Assert.Equal(steps[^2].Metrics["val-core/puzzle/acc/mean@2"], steps[^1].Metrics["val-core/puzzle/acc/mean@2"]);
    }

    [Fact]
    public void Every_metric_of_the_reference_table_is_there_and_finite()
    {
        string[] names =
        [
            "hicra/accuracy", "val-core/puzzle/acc/mean@2", "response_length/mean", "hicra/sound_attempts", "hicra/semantic_entropy", "hicra/executed_entropy",
            "hicra/entropy/planning", "hicra/entropy/execution", "hicra/planning_share", "hicra/grams", "hicra/error/planning", "hicra/error/other",
            "hicra/pass@4", "hicra/attempts", "hicra/perplexity/planning", "hicra/perplexity/execution", "hicra/semantic_entropy_bits", "hicra/semantic_entropy_clusters",
            "hicra/conditional_entropy", "critic/rewards/mean", "critic/score/mean", "response_length/clip_ratio", "actor/pg_loss", "actor/pg_clipfrac",
            "actor/ppo_kl", "actor/entropy", "actor/grad_norm", "actor/lr", "reward_std", "frac_reward_zero_std",
        ];
        MetricRow row = Small.Train(Small.Options with { Steps = 1 })[0].Metrics;
        Assert.All(names, name => Assert.NotNull(row[name]));
        Assert.All(row.Values, v => Assert.True(double.IsFinite(v.Value), v.Key));
    }

    [Fact]
    public void Every_third_accounts_of_the_rollouts_add_up()
    {
        foreach (StepResult step in Small.Train(Small.Options))
        {
            MetricRow row = step.Metrics;
            Assert.Equal(1, row["hicra/accuracy"]!.Value + row["hicra/error/planning"]!.Value + row["hicra/error/other"]!.Value, 12);
            Assert.Equal(step.Rollouts.Spans.Length / (double)step.Rollouts.Count, row["hicra/grams"]);
            Assert.Equal(step.Rollouts.Planning.Count(p => p) / (double)step.Rollouts.Tokens.Length, row["hicra/planning_share"]!.Value, 12);
        }
    }

    [Fact]
    public void Dynamic_sampling_replaces_groups_of_equal_rewards_up_to_its_bound()
    {
        TrainingOptions options = Small.Options with { Steps = 0, ResampleRounds = 60, GroupSize = 8 };
        StepResult many = Small.Train(options)[0];
        Assert.Equal(0, many.Metrics["frac_reward_zero_std"]);
        Assert.Equal(options.Prompts, many.Rollouts.Problems.Count);
        Assert.True(many.Rollouts.SampledGroups > options.Prompts);

        StepResult few = Small.Train(options with { ResampleRounds = 1 })[0];
        Assert.Equal(options.Prompts, few.Rollouts.Problems.Count);
        Assert.Equal(2, few.Rollouts.SampledRounds);
        Assert.InRange(few.Metrics["frac_reward_zero_std"]!.Value, 0.01, 0.99);
        // What could not be replaced has no advantage.
        for (int i = 0; i < few.Rollouts.Count; i++)
        {
            int first = i / 8 * 8;
            bool flat = few.Rollouts.Rewards.AsSpan(first, 8).IndexOfAnyExcept(few.Rollouts.Rewards[first]) < 0;
            Assert.Equal(flat, few.Rollouts.Advantages[i] == 0);
        }
    }

    [Fact]
    public void Masked_overlong_responses_take_no_part_in_the_loss()
    {
        RolloutBatch batch = Small.Train(Small.Options with { Steps = 0, MaxNewTokens = 22, Overlong = Overlong.Mask })[0].Rollouts;
        int cut = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            bool truncated = batch.Response(i)[^1] != PuzzleVocabulary.End;
            if (truncated) cut++;
            Assert.All(batch.LossMask[batch.Offsets[i]..batch.Offsets[i + 1]], kept => Assert.Equal(!truncated, kept));
        }
        Assert.InRange(cut, 1, batch.Count - 1);
    }

    [Fact]
    public void Soft_punishment_falls_on_a_line_to_the_penalty_at_the_limit()
    {
        RolloutBatch batch = Small.Train(Small.Options with { Steps = 0, MaxNewTokens = 40, Overlong = Overlong.Soft, OverlongBuffer = 20, OverlongPenalty = 0.5 })[0].Rollouts;
        for (int i = 0; i < batch.Count; i++)
            Assert.Equal(batch.Verdicts[i].Reward - 0.5 * Math.Max(0, batch.Length(i) - 20) / 20, batch.Rewards[i], 12);
        Assert.Contains(Enumerable.Range(0, batch.Count), i => batch.Length(i) == 40 && batch.Rewards[i] == -0.5);
    }

    [Fact]
    public void The_kl_to_the_base_model_starts_at_0_and_pulls()
    {
        TrainingOptions options = Small.Options with { Minibatches = 1, Objective = Small.Options.Objective with { KlCoefficient = 1 } };
        List<StepResult> held = Small.Train(options), free = Small.Train(options with { Objective = Small.Options.Objective });
        Assert.InRange(held[0].Metrics["actor/kl_loss"]!.Value, 0, 1e-8);
        Assert.True(held[4].Metrics["actor/kl_loss"] > 1e-7, "the policy moved away from the base model");
        Assert.Equal(1, held[4].Metrics["actor/kl_coef"]);
        Assert.Null(free[4].Metrics["actor/kl_loss"]);
        Assert.NotEqual(free[2].Metrics["actor/grad_norm"], held[2].Metrics["actor/grad_norm"]);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.6)]
    [InlineData(1.8)]
    public void The_first_update_of_a_step_starts_from_a_ratio_of_1_and_a_kl_of_0(double temperature)
    {
        StepResult step = Small.Train(Small.Options with { Steps = 1, Minibatches = 1, Temperature = temperature, Objective = Small.Options.Objective with { KlCoefficient = 1 } })[0];
        Assert.Equal(0, step.Metrics["actor/ppo_kl"]);
        Assert.Equal(0, step.Metrics["actor/pg_clipfrac"]);
        Assert.Equal(0, step.Metrics["actor/kl_loss"]);
    }

    [Fact]
    public void A_runs_log_probs_and_entropies_are_of_the_distribution_that_is_sampled()
    {
        RolloutBatch cold = Small.Train(Small.Options with { Steps = 0, Temperature = 0.001 })[0].Rollouts, warm = Small.Train(Small.Options with { Steps = 0, Temperature = 2 })[0].Rollouts;
        Assert.All(cold.LogProbs, x => Assert.InRange(x, -0.05, 0));
        Assert.All(cold.Entropies, x => Assert.InRange(x, 0, 0.2));
        Assert.True(warm.Entropies.Average() > 1, "at temperature 2 the puzzle's next token is open");
    }

    [Fact]
    public void A_rule_of_the_users_own_takes_part_as_a_built_in_does()
    {
        ITokenCredit own = DelegateCredit.PerToken("mine", (context, rollout, token) => HicraCredit.Amplify(context.RolloutAdvantages[rollout], context.Planning[token] ? 0.2 : 0));
        string[] mine = Small.Comparable(Small.Train(Small.Options with { Method = "mine" }, new TrainerParts { Credits = CreditCatalog.BuiltIn.With(own) }), "hicra/alpha");
        string[] hicra = Small.Comparable(Small.Train(Small.Options with { Method = "hicra", Alpha = 0.2 }), "hicra/alpha");
        Assert.Equal(hicra, mine);
    }

    [Fact]
    public async Task A_request_to_stop_takes_effect_within_one_step()
    {
        using ManagedPolicy policy = Small.Policy();
        using var trainer = new Trainer(policy, new PuzzleWorld(), Small.Options);
        using var stop = new CancellationTokenSource();
        StepResult? last = await trainer.RunAsync(new Small.Reporter<StepResult>(s => { if (s.Step == 2) stop.Cancel(); }), stop.Token);
        Assert.Equal(2, last!.Step);
        Assert.Equal(3, trainer.NextStep);
    }

    [Fact]
    public void A_model_of_another_vocabulary_or_too_few_positions_is_refused()
    {
        ModelConfig shape = ModelConfig.Puzzle(50, 1, 0);
        using ManagedPolicy other = ManagedPolicy.Create(shape, CounterRandom.FromSeed(0), 1), shipped = Small.Policy();
        Assert.Contains("vocabulary", Assert.Throws<HicraException>(() => new Trainer(other, new PuzzleWorld(), Small.Options)).Message);
        Assert.Contains("--max-new-tokens", Assert.Throws<HicraException>(() => new Trainer(shipped, new PuzzleWorld(), Small.Options with { MaxNewTokens = 500 })).Message);
    }
}
