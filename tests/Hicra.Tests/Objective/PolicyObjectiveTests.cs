using Hicra.Objective;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Objective;

public class PolicyObjectiveTests
{
    [Fact]
    public void Gradients_agree_with_finite_differences() => Dice.Check(dice =>
    {
        foreach (PolicyLoss loss in Enum.GetValues<PolicyLoss>())
        {
            foreach (LossAggregation aggregation in Enum.GetValues<LossAggregation>())
            {
                foreach (KlEstimator kl in Enum.GetValues<KlEstimator>())
                {
                    PolicyObjectiveOptions options = new()
                    {
                        Loss = loss, Aggregation = aggregation, Kl = kl, MaxLength = 7,
                        ClipLow = dice.Pick(0.1, 0.2), ClipHigh = dice.Pick(0.2, 0.28), DualClip = dice.Pick<double?>(null, 1.5),
                        KlCoefficient = 0.3, EntropyCoefficient = 0.05,
                    };
                    CheckGradient(Batch.Random(dice, options), options);
                }
            }
        }
    }, times: 10);

    [Fact]
    public void Clip_by_hand()
    {
        double r = Math.Log(1.5), s = Math.Log(0.5);
        Batch batch = new([0, 4], [r, s, r, s], [0, 0, 0, 0], [1, 1, -1, -1]);
        ObjectiveResult result = batch.Evaluate(new() { ClipLow = 0.2, ClipHigh = 0.28 });
        // -1.28 (held), -0.5, 1.5 (not held: dual clip is off), 0.8 (held)
        Assert.Equal((-1.28 - 0.5 + 1.5 + 0.8) / 4, result.Loss, 1e-12);
        Assert.Equal([0, -0.125, 0.375, 0], batch.DLogProbs.Select(g => Math.Round(g, 12)));
        Assert.Equal(0.5, result.ClipFraction, 1e-8);
        Assert.Equal(0, result.ClipFractionLower);
        Assert.Equal(-(r + s) / 2, result.ApproximateKl, 1e-8);

        ObjectiveResult dual = batch.Evaluate(new() { ClipLow = 0.2, ClipHigh = 0.28, DualClip = 1.2 });
        Assert.Equal((-1.28 - 0.5 + 1.2 + 0.8) / 4, dual.Loss, 1e-12);
        Assert.Equal(0, batch.DLogProbs[2]);
        Assert.Equal(0.25, dual.ClipFractionLower, 1e-8);
    }

    [Fact]
    public void Aggregations_by_hand()
    {
        // On the policy ratio is 1, so a token's loss is -A: sums -2 and 9; the third sequence is empty, the fourth masked.
        Batch batch = new([0, 2, 5, 5, 6], new double[6], new double[6], [1, 1, -3, -3, -3, 50]) { Mask = [true, true, true, true, true, false] };
        (LossAggregation Aggregation, double Loss)[] expected =
        [
            (LossAggregation.TokenMean, 7.0 / 5), (LossAggregation.TokenSum, 7), (LossAggregation.SeqMeanTokenSum, 7.0 / 2),
            (LossAggregation.SeqMeanTokenMean, (-2 / (2 + 1e-8) + 9 / (3 + 1e-8)) / 2), (LossAggregation.SeqMeanTokenSumNorm, 7.0 / 2 / 10),
        ];
        foreach ((LossAggregation aggregation, double loss) in expected)
            Assert.Equal(loss, batch.Evaluate(new() { Aggregation = aggregation, MaxLength = 10 }).Loss, 1e-14);
    }

    [Fact]
    public void Gspo_by_hand_and_always_by_sequence()
    {
        Batch batch = new([0, 2], [0.3, -0.1], [0, 0], [-2, -2]);
        double ratio = Math.Exp(0.1);
        foreach (LossAggregation aggregation in Enum.GetValues<LossAggregation>())
        {
            ObjectiveResult result = batch.Evaluate(new() { Loss = PolicyLoss.Gspo, Aggregation = aggregation, MaxLength = 9 });
            Assert.Equal(2 * ratio * 2 / (2 + 1e-8), result.Loss, 1e-12);
            Assert.All(batch.DLogProbs, g => Assert.Equal(2 * ratio / (2 + 1e-8), g, 1e-12));
        }
    }

    [Fact]
    public void Cispo_by_hand()
    {
        Batch batch = new([0, 2], [Math.Log(0.9), Math.Log(0.2)], [Math.Log(0.3), Math.Log(0.2)], [1, -1]);
        ObjectiveResult result = batch.Evaluate(new() { Loss = PolicyLoss.Cispo });
        Assert.Equal((-1.28 * Math.Log(0.9) + Math.Log(0.2)) / 2, result.Loss, 1e-12);   // ratio 3 clipped to 1.28, ratio 1
        Assert.Equal([-0.64, 0.5], batch.DLogProbs.Select(g => Math.Round(g, 12)));
        Assert.Equal(0.5, result.ClipFraction, 1e-8);
    }

    [Fact]
    public void Kl_by_hand()
    {
        double d = Math.Log(2);
        Assert.Equal(d, KlPenalty.Value(KlEstimator.K1, -1, -1 - d), 1e-15);
        Assert.Equal(d * d / 2, KlPenalty.Value(KlEstimator.K2, -1, -1 - d), 1e-15);
        Assert.Equal(0.5 + d - 1, KlPenalty.Value(KlEstimator.K3, -1, -1 - d), 1e-15);
        Assert.Equal(0.5 + d - 1, KlPenalty.Value(KlEstimator.K3Plus, -1, -1 - d), 1e-15);
        Assert.Equal(d, KlPenalty.Value(KlEstimator.Abs, -1 - d, -1), 1e-15);
        Assert.Equal(0.5, KlPenalty.Gradient(KlEstimator.K3, -1, -1 - d), 1e-15);
        Assert.Equal(d, KlPenalty.Gradient(KlEstimator.K3Plus, -1, -1 - d), 1e-15);
        Assert.Equal(0, KlPenalty.Gradient(KlEstimator.Abs, -1, -1));
        Assert.Equal(10, KlPenalty.Value(KlEstimator.K3, -30, -1));     // both clamps hold, so nothing moves
        Assert.Equal(0, KlPenalty.Gradient(KlEstimator.K3, -30, -1));
        Assert.Equal(0, KlPenalty.Gradient(KlEstimator.K3, -1, -30));   // the log-ratio clamp alone
    }

    [Fact]
    public void Extreme_log_ratios_are_clamped_with_zero_gradient()
    {
        Batch batch = new([0, 1], [0], [-25], [-1]);
        Assert.Equal(Math.Exp(20), batch.Evaluate(new()).Loss, 1e-3);
        Assert.Equal(0, batch.DLogProbs[0]);
        Assert.Equal(-20, batch.Evaluate(new()).ApproximateKl, 1e-6);
        Assert.Equal(Math.Exp(10), batch.Evaluate(new() { Loss = PolicyLoss.Gspo }).Loss, 1e-3);
        Assert.Equal(0, batch.DLogProbs[0]);
        Assert.Equal(-25, batch.Evaluate(new() { Loss = PolicyLoss.Gspo }).ApproximateKl, 1e-6);
    }

    [Fact]
    public void A_masked_token_counts_nowhere() => Dice.Check(dice =>
    {
        PolicyObjectiveOptions options = Options(dice);
        Batch batch = Batch.Random(dice, options);
        int tokens = batch.LogProbs.Length;
        if (tokens == 0) return;
        int victim = dice.Below(tokens);
        batch.Mask![victim] = false;
        ObjectiveResult before = batch.Evaluate(options);
        Assert.Equal(0, batch.DLogProbs[victim]);
        Assert.Equal(0, batch.DEntropies[victim]);
        double[] gradient = [.. batch.DLogProbs];
        batch.LogProbs[victim] = -17;
        batch.Advantages[victim] = 1e6;
        batch.Entropies[victim] = 1e6;
        batch.Reference[victim] = 0;
        ObjectiveResult after = batch.Evaluate(options);
        Assert.Equal(before.Metrics, after.Metrics);
        Assert.Equal(before.Loss, after.Loss);
        Assert.Equal(gradient, batch.DLogProbs);
    });

    [Fact]
    public void Nothing_kept_gives_zero_and_no_gradient()
    {
        foreach (PolicyLoss loss in Enum.GetValues<PolicyLoss>())
        {
            foreach (LossAggregation aggregation in Enum.GetValues<LossAggregation>())
            {
                PolicyObjectiveOptions options = new() { Loss = loss, Aggregation = aggregation, MaxLength = 3, KlCoefficient = 0.1, EntropyCoefficient = 0.1 };
                Batch masked = new([0, 2], [1, 2], [0, 0], [1, 1]) { Mask = [false, false] };
                ObjectiveResult result = masked.Evaluate(options);
                Assert.Equal(0, result.Loss);
                Assert.All(result.Metrics.Where(m => m.Key != "actor/kl_coef"), m => Assert.Equal(0, m.Value));
                Assert.All(masked.DLogProbs.Concat(masked.DEntropies), g => Assert.Equal(0, g));

                Assert.Equal(0, new Batch([0], [], [], []).Evaluate(options).Loss);
                Assert.Equal(0, new Batch([0, 0, 0], [], [], []).Evaluate(options).Loss);
            }
        }
    }

    [Fact]
    public void Sequence_by_sequence_equals_the_whole_to_the_bit() => Dice.Check(dice =>
    {
        PolicyObjectiveOptions options = Options(dice);
        Batch batch = Batch.Random(dice, options);
        ObjectiveResult whole = batch.Evaluate(options);
        double[] gradient = [.. batch.DLogProbs];

        PolicyObjective objective = new(options);
        int count = batch.Offsets.Length - 1;
        int[] kept = [.. Enumerable.Range(0, count).Select(i => batch.Mask![batch.Offsets[i]..batch.Offsets[i + 1]].Count(x => x))];
        LossNormalizer normalizer = objective.Normalizer(kept);
        var sequences = new SequenceLoss[count];
        for (int i = count - 1; i >= 0; i--)   // another order, as threads would
        {
            Range own = batch.Offsets[i]..batch.Offsets[i + 1];
            var d = new double[batch.LogProbs[own].Length];
            var e = new double[d.Length];
            sequences[i] = objective.Sequence(normalizer, batch.LogProbs[own], batch.Old[own], batch.Reference[own], batch.Entropies[own], batch.Advantages[own], batch.Mask![own], d, e);
            Assert.Equal(gradient[own], d);
        }
        ObjectiveResult parts = objective.Summarize(normalizer, sequences);
        Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Loss), BitConverter.DoubleToInt64Bits(parts.Loss));
        Assert.Equal(whole.Metrics, parts.Metrics);
    });

    [Fact]
    public void An_empty_mask_keeps_all_and_metrics_carry_verls_names()
    {
        Batch batch = Batch.Random(new Dice(3), new());
        Array.Fill(batch.Mask!, true);
        ObjectiveResult masked = batch.Evaluate(new());
        batch.Mask = null;
        Assert.Equal(masked.Metrics, batch.Evaluate(new()).Metrics);
        Assert.Equal(["actor/pg_loss", "actor/pg_clipfrac", "actor/pg_clipfrac_lower", "actor/ppo_kl", "actor/kl_loss", "actor/kl_coef", "actor/entropy"], masked.Metrics.Select(m => m.Key));

        ObjectiveResult bare = new PolicyObjective(new()).Evaluate([0, 1], [-1], [-1], [], [], [1], [], new double[1], []);
        Assert.Equal(["actor/pg_loss", "actor/pg_clipfrac", "actor/pg_clipfrac_lower", "actor/ppo_kl"], bare.Metrics.Select(m => m.Key));
    }

    [Fact]
    public void Hicra_changes_the_gradient_on_planning_tokens_alone()
    {
        Batch grpo = new([0, 3], [0, 0, 0], [0, 0, 0], [1, 1, 1]);
        Batch hicra = new([0, 3], [0, 0, 0], [0, 0, 0], [1, 1.2, 1]);
        grpo.Evaluate(new());
        hicra.Evaluate(new());
        Assert.Equal(grpo.DLogProbs[0], hicra.DLogProbs[0]);
        Assert.Equal(1.2 * grpo.DLogProbs[1], hicra.DLogProbs[1], 1e-15);
    }

    [Fact]
    public void Sequence_allocates_nothing()
    {
        PolicyObjective objective = new(new() { KlCoefficient = 0.1, EntropyCoefficient = 0.1 });
        double[] x = [-1, -2, -3], d = new double[3], e = new double[3];
        LossNormalizer normalizer = objective.Normalizer([3]);
        for (int i = 0; i < 3; i++) objective.Sequence(normalizer, x, x, x, x, x, [], d, e);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) objective.Sequence(normalizer, x, x, x, x, x, [], d, e);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Bad_settings_and_spans_are_refused()
    {
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { ClipLow = -0.1 });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { ClipHigh = double.NaN });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { DualClip = 1 });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { DualClip = double.NaN });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { KlCoefficient = -1 });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { EntropyCoefficient = double.PositiveInfinity });
        Assert.Throws<HicraException>(() => new PolicyObjectiveOptions { MaxLength = 0 });
        Assert.Throws<HicraException>(() => new PolicyObjective(new() { Aggregation = LossAggregation.SeqMeanTokenSumNorm }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolicyObjectiveOptions { Loss = (PolicyLoss)9 });

        PolicyObjective kl = new(new() { KlCoefficient = 0.1 });
        PolicyObjective entropy = new(new() { EntropyCoefficient = 0.1 });
        LossNormalizer one = kl.Normalizer([1]);
        Assert.Throws<ArgumentException>(() => kl.Sequence(one, [1], [1], [], [], [1], [], new double[1], []));
        Assert.Throws<ArgumentException>(() => entropy.Sequence(one, [1], [1], [], [], [1], [], new double[1], new double[1]));
        Assert.Throws<ArgumentException>(() => entropy.Sequence(one, [1], [1, 2], [], [1], [1], [], new double[1], new double[1]));
        Assert.Throws<ArgumentException>(() => entropy.Evaluate([0, 2], [1], [1], [], [1], [1], [], new double[1], new double[1]));
    }

    [Fact]
    public void Names_are_verls_and_round_trip()
    {
        Assert.Equal(["vanilla", "gspo", "cispo"], ObjectiveNames.PolicyLosses);
        foreach (PolicyLoss loss in Enum.GetValues<PolicyLoss>()) Assert.Equal(loss, ObjectiveNames.ParsePolicyLoss(ObjectiveNames.Of(loss)));
        foreach (LossAggregation a in Enum.GetValues<LossAggregation>()) Assert.Equal(a, ObjectiveNames.ParseAggregation(ObjectiveNames.Of(a)));
        foreach (KlEstimator k in Enum.GetValues<KlEstimator>()) Assert.Equal(k, ObjectiveNames.ParseKlEstimator(ObjectiveNames.Of(k)));
        Assert.Contains("did you mean 'token-mean'", Assert.Throws<HicraException>(() => ObjectiveNames.ParseAggregation("tokenmean")).Message, StringComparison.Ordinal);
    }

    private static PolicyObjectiveOptions Options(Dice dice) => new()
    {
        Loss = dice.Pick(Enum.GetValues<PolicyLoss>()), Aggregation = dice.Pick(Enum.GetValues<LossAggregation>()), Kl = dice.Pick(Enum.GetValues<KlEstimator>()),
        MaxLength = 9, DualClip = dice.Pick<double?>(null, 1.5, 3), KlCoefficient = 0.2, EntropyCoefficient = 0.1,
    };

    // Two gradients are not those of the printed value: CISPO's ratio is a constant (moved together with the old log-prob it
    // stays one), and k3+ has k2's gradient. GSPO's per-token gradient is the true one where a rollout has one advantage.
    private static void CheckGradient(Batch batch, PolicyObjectiveOptions options)
    {
        const double H = 1e-6;
        batch.Evaluate(options);
        double[] gradient = [.. batch.DLogProbs], entropyGradient = [.. batch.DEntropies];
        PolicyObjectiveOptions surrogate = options.Kl == KlEstimator.K3Plus ? options with { Kl = KlEstimator.K2 } : options;
        for (int t = 0; t < gradient.Length; t++)
        {
            double Moved(double by)
            {
                batch.LogProbs[t] += by;
                if (options.Loss == PolicyLoss.Cispo) batch.Old[t] += by;
                double loss = batch.Evaluate(surrogate).Loss;
                batch.LogProbs[t] -= by;
                if (options.Loss == PolicyLoss.Cispo) batch.Old[t] -= by;
                return loss;
            }
            Assert.Equal((Moved(H) - Moved(-H)) / (2 * H), gradient[t], 2e-7);

            batch.Entropies[t] += H;
            double up = batch.Evaluate(options).Loss;
            batch.Entropies[t] -= 2 * H;
            double down = batch.Evaluate(options).Loss;
            batch.Entropies[t] += H;
            Assert.Equal((up - down) / (2 * H), entropyGradient[t], 2e-7);
        }
    }
}
