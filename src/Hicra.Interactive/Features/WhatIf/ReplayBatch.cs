using Hicra.Credit;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>Saved rollouts, packed for a replay: whole groups, with planning tokens and the advantages that their rewards give.</summary>
internal sealed class ReplayBatch
{
    private ReplayBatch(IReadOnlyList<Rollout> rollouts, TokenContext context, double[] logProbs, int[] groups) => (Rollouts, Context, LogProbs, Groups) = (rollouts, context, logProbs, groups);

    /// <summary>[rollouts] as they were saved, group after group.</summary>
    public IReadOnlyList<Rollout> Rollouts { get; }

    /// <summary>What credit rules look at.</summary>
    public TokenContext Context { get; }

    /// <summary>[tokens] log-probs under the policy that sampled, nats; 0 where they are not known, which the first update does not need: its ratios are 1.</summary>
    public double[] LogProbs { get; }

    /// <summary>[groups + 1] where each group's rollouts begin; the last entry is the number of rollouts.</summary>
    public int[] Groups { get; }

    /// <summary>Whether all groups are of one size.</summary>
    public bool IsEven => Groups.Skip(1).Select((end, g) => end - Groups[g]).Distinct().Count() <= 1;

    /// <summary>Whether the rollouts say the log-probs of their tokens.</summary>
    public bool KnowsLogProbs => Rollouts.All(r => r.LogProbs is not null);

    /// <summary>Packs rollouts.</summary>
    /// <param name="rollouts">Rollouts of one step with reward, tokens and planning spans.</param>
    /// <param name="estimator">Turns their rewards into advantages.</param>
    /// <param name="source">What errors call them.</param>
    /// <param name="ragged">Whether groups may differ in size, as in logs of other trainers; else those that are not whole are left out.</param>
    /// <exception cref="HicraException">Something is missing, or no group is whole.</exception>
    public static ReplayBatch Of(IEnumerable<Rollout> rollouts, IAdvantageEstimator estimator, string source, bool ragged = false)
    {
        Rollout[][] groups = [.. rollouts.GroupBy(r => r.Group ?? 0).OrderBy(g => g.Key).Select(g => g.OrderBy(r => r.Sample ?? 0).ToArray())];
        if (groups.Length == 0) throw new HicraException($"{source}: holds no rollouts; give a step that has some");
        int size = groups.Max(g => g.Length);
        if (ragged && size < 2) throw new HicraException($"{source}: every prompt has one rollout, so that no reward can be held against its group's; give a log with several for each");
        // A file that was cut short ends in a group with fewer rollouts, whose advantages cannot be told.
        Rollout[][] whole = [.. groups.Where(g => ragged ? g.Length > 1 : g.Length == size)];
        Rollout[] kept = [.. whole.SelectMany(g => g)];
        RolloutCapabilities.Require(kept, RolloutFeatures.Rewards | RolloutFeatures.PlanningSpans, source, "a replay");
        RolloutCapabilities.Require(kept.Where(r => r.TokenCount is null), RolloutFeatures.TokenIds, source, "a replay");
        if (kept.Any(r => r.Reward is null)) throw new HicraException($"{source}: a replay needs the reward of each rollout, and some have a verdict alone; name the member that is the reward");

        int[] lengths = [.. kept.Select(r => r.TokenCount!.Value)], offsets = new int[kept.Length + 1], starts = new int[whole.Length + 1];
        for (int i = 0; i < kept.Length; i++) offsets[i + 1] = offsets[i] + lengths[i];
        for (int g = 0; g < whole.Length; g++) starts[g + 1] = starts[g] + whole[g].Length;
        var planning = new bool[offsets[^1]];
        for (int i = 0; i < kept.Length; i++)
            foreach (GramSpan span in kept[i].PlanningSpans!) planning.AsSpan(offsets[i] + span.Start, span.Length).Fill(true);
        double[] rewards = [.. kept.Select(r => r.Reward!.Value)], advantages = new double[kept.Length];
        if (whole.All(g => g.Length == size)) estimator.Estimate(rewards, lengths, size, advantages);
        else
            for (int g = 0; g < whole.Length; g++) estimator.Estimate(rewards.AsSpan(starts[g]..starts[g + 1]), lengths.AsSpan(starts[g]..starts[g + 1]), whole[g].Length, advantages.AsSpan(starts[g]..starts[g + 1]));
        var context = new TokenContext
        {
            GroupSize = whole.GroupBy(g => g.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key,
            Offsets = offsets,
            Rewards = rewards,
            RolloutAdvantages = advantages,
            Planning = planning,
            TokenIds = Ids(kept),
            Entropies = kept.All(r => r.Entropies is not null) ? [.. kept.SelectMany(r => r.Entropies!).Select(x => (double)x)] : null,
            Step = kept[0].Step ?? 0,
        };
        return new ReplayBatch(kept, context, [.. kept.SelectMany(r => r.LogProbs is { } known ? known.Select(x => (double)x) : Enumerable.Repeat(0.0, r.TokenCount!.Value))], starts);
    }

    // Rules that draw n-grams of their own compare ids; where a log has texts alone, equal texts are one id.
    private static int[] Ids(Rollout[] rollouts)
    {
        if (rollouts.All(r => r.TokenIds is not null)) return [.. rollouts.SelectMany(r => r.TokenIds!)];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new List<int>();
        foreach (string text in rollouts.SelectMany(r => r.TokenTexts ?? RolloutTokens.Pieces(r)))
        {
            if (!known.TryGetValue(text, out int id)) known[text] = id = known.Count;
            ids.Add(id);
        }
        return [.. ids];
    }
}
