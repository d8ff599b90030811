using Hicra.Credit;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>Saved rollouts, packed for a replay: whole groups, with planning tokens and the advantages that their rewards give.</summary>
internal sealed class ReplayBatch
{
    private ReplayBatch(IReadOnlyList<Rollout> rollouts, TokenContext context, double[] logProbs) => (Rollouts, Context, LogProbs) = (rollouts, context, logProbs);

    /// <summary>[rollouts] as they were saved, group after group.</summary>
    public IReadOnlyList<Rollout> Rollouts { get; }

    /// <summary>What credit rules look at.</summary>
    public TokenContext Context { get; }

    /// <summary>[tokens] log-probs under the policy that sampled, nats.</summary>
    public double[] LogProbs { get; }

    /// <summary>Packs rollouts.</summary>
    /// <param name="rollouts">Rollouts of one step with reward, token ids, log-probs and planning spans.</param>
    /// <param name="estimator">Turns their rewards into advantages.</param>
    /// <param name="source">What errors call them.</param>
    /// <exception cref="HicraException">Something is missing, or no group is whole.</exception>
    public static ReplayBatch Of(IEnumerable<Rollout> rollouts, IAdvantageEstimator estimator, string source)
    {
        Rollout[][] groups = [.. rollouts.GroupBy(r => r.Group ?? 0).OrderBy(g => g.Key).Select(g => g.OrderBy(r => r.Sample ?? 0).ToArray())];
        if (groups.Length == 0) throw new HicraException($"{source}: holds no rollouts; give a step that has some");
        int size = groups.Max(g => g.Length);
        // A file that was cut short ends in a group with fewer rollouts, whose advantages cannot be told.
        Rollout[] kept = [.. groups.Where(g => g.Length == size).SelectMany(g => g)];
        RolloutCapabilities.Require(kept, RolloutFeatures.Rewards | RolloutFeatures.TokenIds | RolloutFeatures.LogProbs | RolloutFeatures.PlanningSpans, source, "a replay");

        var offsets = new int[kept.Length + 1];
        for (int i = 0; i < kept.Length; i++) offsets[i + 1] = offsets[i] + kept[i].TokenIds!.Length;
        var planning = new bool[offsets[^1]];
        for (int i = 0; i < kept.Length; i++)
            foreach (GramSpan span in kept[i].PlanningSpans!) planning.AsSpan(offsets[i] + span.Start, span.Length).Fill(true);
        double[] rewards = [.. kept.Select(r => r.Reward!.Value)], advantages = new double[kept.Length];
        estimator.Estimate(rewards, [.. kept.Select(r => r.TokenIds!.Length)], size, advantages);
        var context = new TokenContext
        {
            GroupSize = size,
            Offsets = offsets,
            Rewards = rewards,
            RolloutAdvantages = advantages,
            Planning = planning,
            TokenIds = [.. kept.SelectMany(r => r.TokenIds!)],
            Entropies = kept.All(r => r.Entropies is not null) ? [.. kept.SelectMany(r => r.Entropies!).Select(x => (double)x)] : null,
            Step = kept[0].Step ?? 0,
        };
        return new ReplayBatch(kept, context, [.. kept.SelectMany(r => r.LogProbs!).Select(x => (double)x)]);
    }
}
