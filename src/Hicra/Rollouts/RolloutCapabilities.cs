namespace Hicra.Rollouts;

/// <summary>
/// What given traces have and lack. A measure asks before it measures, so that what a source does not have is said by
/// name ("needs log-probs, which verl rollout dumps do not have") and never shown as zero.
/// </summary>
public static class RolloutCapabilities
{
    private static readonly (RolloutFeatures Feature, string Name)[] Names =
    [
        (RolloutFeatures.Rewards, "rewards"), (RolloutFeatures.Groups, "groups"), (RolloutFeatures.Advantages, "advantages"), (RolloutFeatures.TokenIds, "token ids"),
        (RolloutFeatures.TokenTexts, "token texts"), (RolloutFeatures.LogProbs, "log-probs"), (RolloutFeatures.Entropies, "entropies"), (RolloutFeatures.PlanningSpans, "planning spans"),
    ];

    /// <summary>What a rollout has.</summary>
    public static RolloutFeatures Of(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return If(rollout.Reward is not null || rollout.Correct is not null, RolloutFeatures.Rewards)
            | If(rollout.Group is not null, RolloutFeatures.Groups)
            | If(rollout.Advantage is not null, RolloutFeatures.Advantages)
            | If(rollout.TokenIds is not null, RolloutFeatures.TokenIds)
            | If(rollout.TokenTexts is not null, RolloutFeatures.TokenTexts)
            | If(rollout.LogProbs is not null, RolloutFeatures.LogProbs)
            | If(rollout.Entropies is not null, RolloutFeatures.Entropies)
            | If(rollout.PlanningSpans is not null, RolloutFeatures.PlanningSpans);

        static RolloutFeatures If(bool has, RolloutFeatures feature) => has ? feature : RolloutFeatures.None;
    }

    /// <summary>The names of features, for example "log-probs and entropies".</summary>
    public static string Describe(RolloutFeatures features)
    {
        string[] names = [.. Names.Where(n => features.HasFlag(n.Feature)).Select(n => n.Name)];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>Why rollouts do not do for a measure, as a clause: "needs log-probs, which verl rollout dumps do not have"; null if they do.</summary>
    /// <param name="rollouts">The rollouts; the first that lacks something is the one that is named.</param>
    /// <param name="needed">What the measure needs of every one.</param>
    public static string? Lack(IEnumerable<Rollout> rollouts, RolloutFeatures needed)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        foreach (Rollout rollout in rollouts)
        {
            RolloutFeatures missing = needed & ~Of(rollout);
            if (missing != RolloutFeatures.None) return $"needs {Describe(missing)}, which {Owner(rollout.Source, missing)} do not have";
        }
        return null;
    }

    /// <summary>Refuses rollouts that lack what a measure needs.</summary>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="needed">What the measure needs of every one.</param>
    /// <param name="source">What errors call the rollouts, for example their file.</param>
    /// <param name="measure">What errors call the measure, for example "a replay".</param>
    /// <exception cref="HicraException">Something is missing; the message names it, and the kind of source that lacks it.</exception>
    public static void Require(IEnumerable<Rollout> rollouts, RolloutFeatures needed, string source, string measure)
    {
        if (Lack(rollouts, needed) is { } lack) throw new HicraException($"{source}: {measure} {lack}; give rollouts that hicra saved");
    }

    // A kind of file that never has the feature is named as a kind; else only these files lack it.
    private static string Owner(RolloutFormat? source, RolloutFeatures missing)
    {
        RolloutFormat format = source ?? RolloutFormat.Hicra;
        bool never = (RolloutFormats.Features(format) & missing) == RolloutFeatures.None;
        return never ? RolloutFormats.Title(format) : $"these {RolloutFormats.Title(format)}";
    }
}
