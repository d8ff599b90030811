using Hicra.Credit;
using Hicra.Logs.Measures;
using Hicra.Objective;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>
/// Replays saved rollouts under another credit rule: same tokens, same rewards, the run's own objective at ratio 1 (the first
/// update after sampling), all rollouts as one minibatch.
/// </summary>
internal sealed class Replay
{
    private readonly ReplayBatch _batch;
    private readonly PolicyObjectiveOptions _options;
    private readonly int _grams;
    private readonly double[] _uniform;

    /// <summary>Prepares a replay.</summary>
    /// <param name="batch">The rollouts.</param>
    /// <param name="options">The run's objective. Its KL takes no part: the reference's log-probs are not saved.</param>
    /// <param name="grams">Grams that a placebo draws.</param>
    public Replay(ReplayBatch batch, PolicyObjectiveOptions options, int grams)
    {
        (_batch, _options, _grams) = (batch, options with { KlCoefficient = 0, EntropyCoefficient = 0 }, grams);
        _uniform = Assign("grpo", 0).Gradient;
    }

    /// <summary>What a scenario would have done.</summary>
    /// <exception cref="HicraException">The rule needs something that the rollouts lack.</exception>
    public WhatIfOutcome Run(WhatIfScenario scenario)
    {
        (double[] advantages, bool[] mask, double[] gradient) = Assign(scenario.Method, scenario.Alpha ?? 0);
        TokenContext context = _batch.Context;
        double[] mass = new double[4], sum = new double[4], extraOn = new double[2];
        int[] count = new int[4];
        double dot = 0, own = 0, uniform = 0, extra = 0, extraDot = 0;
        int flipped = 0, group = 0;
        var sums = new (double Dot, double Own, double Uniform)[_batch.Groups.Length - 1];
        for (int i = 0; i < context.RolloutCount; i++)
        {
            double advantage = context.RolloutAdvantages[i];
            while (i >= _batch.Groups[group + 1]) group++;
            (double dotBefore, double ownBefore, double uniformBefore) = (dot, own, uniform);
            for (int t = context.Offsets[i]; t < context.Offsets[i + 1]; t++)
            {
                double added = gradient[t] - _uniform[t];
                (dot, own, uniform) = (dot + gradient[t] * _uniform[t], own + gradient[t] * gradient[t], uniform + _uniform[t] * _uniform[t]);
                (extra, extraDot) = (extra + added * added, extraDot + added * _uniform[t]);
                if (advantage == 0) continue;
                int sign = advantage > 0 ? 0 : 1, part = (context.Planning[t] ? 0 : 2) + sign;
                mass[part] += Math.Abs(gradient[t]);
                extraOn[sign] += Math.Abs(added);
                if (!mask[t]) continue;
                sum[part] += advantages[t];
                count[part]++;
                if (advantages[t] != 0 && Math.Sign(advantages[t]) != Math.Sign(advantage)) flipped++;
            }
            sums[group] = (sums[group].Dot + dot - dotBefore, sums[group].Own + own - ownBefore, sums[group].Uniform + uniform - uniformBefore);
        }
        double whole = mass.Sum();
        return new WhatIfOutcome
        {
            Scenario = scenario,
            Mass = whole > 0 ? new GradientMass(mass[0] / whole, mass[1] / whole, mass[2] / whole, mass[3] / whole) : null,
            Advantages = new ClassAdvantages(Mean(0), Mean(1), Mean(2), Mean(3)),
            CosineToGrpo = Cosine(dot, own, uniform),
            CosineInterval = extra > 0 ? CreditInterval.Cosine(sums, CounterRandom.FromSeed(0).Derive("what-if").Derive(context.Step)) : null,
            Extra = extra > 0 && uniform > 0 ? new ExtraCredit(Math.Sqrt(extra / uniform), Cosine(extraDot, extra, uniform), extraOn[0] / (extraOn[0] + extraOn[1])) : null,
            Flipped = flipped,
            Kept = mask.Count(kept => kept),
            TokenAdvantages = advantages,
        };

        double? Mean(int part) => count[part] == 0 ? null : sum[part] / count[part];
    }

    private static double? Cosine(double dot, double a, double b) => a > 0 && b > 0 ? Math.Clamp(dot / Math.Sqrt(a * b), -1, 1) : null;

    private (double[] Advantages, bool[] Mask, double[] Gradient) Assign(string method, double alpha)
    {
        TokenContext context = _batch.Context;
        CreditMethod found = CreditCatalog.BuiltIn.Find(method);
        if (found.NeedsEntropies && context.Entropies is null) throw new HicraException($"the method '{method}' needs token entropies, which the saved rollouts lack; give rollouts that hicra saved");
        if (method == "hicra-reported" && !_batch.IsEven) throw new HicraException("the method 'hicra-reported' compares lengths within groups of one size, and this log has groups of several; leave it out");
        CreditChoice choice = CreditCatalog.BuiltIn.Create(method, new CreditSettings
        {
            // A replay may ask for any alpha: nothing is trained by it.
            Alpha = new FixedAlpha(alpha, anyAlpha: true),
            PlaceboCount = _grams,
        });
        (choice.Credit as IStatefulCredit)?.Prepare(context, CounterRandom.FromSeed(0).Derive("what-if"));
        double[] advantages = new double[context.TokenCount], gradient = new double[context.TokenCount];
        var mask = new bool[context.TokenCount];
        mask.AsSpan().Fill(true);
        choice.Credit.Assign(context, advantages, mask);
        var objective = new PolicyObjective(_options);
        objective.Evaluate(context.Offsets, _batch.LogProbs, _batch.LogProbs, [], [], advantages, mask, gradient, []);
        return (advantages, mask, gradient);
    }
}
