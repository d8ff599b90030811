namespace Hicra.Traces;

/// <summary>
/// What given traces have and lack. A measure asks before it measures, so that what a source does not have is said by
/// name ("needs log-probs, which verl rollout dumps do not have") and never shown as zero.
/// </summary>
public static class TraceCapabilities
{
    private static readonly (TraceFeatures Feature, string Name)[] Names =
    [
        (TraceFeatures.Rewards, "rewards"), (TraceFeatures.Groups, "groups"), (TraceFeatures.Advantages, "advantages"), (TraceFeatures.TokenIds, "token ids"),
        (TraceFeatures.TokenTexts, "token texts"), (TraceFeatures.LogProbs, "log-probs"), (TraceFeatures.Entropies, "entropies"), (TraceFeatures.PlanningSpans, "planning spans"),
    ];

    /// <summary>What a rollout has.</summary>
    public static TraceFeatures Of(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return If(rollout.Reward is not null || rollout.Correct is not null, TraceFeatures.Rewards)
            | If(rollout.Group is not null, TraceFeatures.Groups)
            | If(rollout.Advantage is not null, TraceFeatures.Advantages)
            | If(rollout.TokenIds is not null, TraceFeatures.TokenIds)
            | If(rollout.TokenTexts is not null, TraceFeatures.TokenTexts)
            | If(rollout.LogProbs is not null, TraceFeatures.LogProbs)
            | If(rollout.Entropies is not null, TraceFeatures.Entropies)
            | If(rollout.PlanningSpans is not null, TraceFeatures.PlanningSpans);

        static TraceFeatures If(bool has, TraceFeatures feature) => has ? feature : TraceFeatures.None;
    }

    /// <summary>The names of features, for example "log-probs and entropies".</summary>
    public static string Describe(TraceFeatures features)
    {
        string[] names = [.. Names.Where(n => features.HasFlag(n.Feature)).Select(n => n.Name)];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>Why rollouts do not do for a measure, as a clause: "needs log-probs, which verl rollout dumps do not have"; null if they do.</summary>
    /// <param name="rollouts">The rollouts; the first that lacks something is the one that is named.</param>
    /// <param name="needed">What the measure needs of every one.</param>
    public static string? Lack(IEnumerable<Rollout> rollouts, TraceFeatures needed)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        foreach (Rollout rollout in rollouts)
        {
            TraceFeatures missing = needed & ~Of(rollout);
            if (missing != TraceFeatures.None) return $"needs {Describe(missing)}, which {Owner(rollout.Source, missing)} do not have";
        }
        return null;
    }

    /// <summary>Refuses rollouts that lack what a measure needs.</summary>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="needed">What the measure needs of every one.</param>
    /// <param name="source">What errors call the rollouts, for example their file.</param>
    /// <param name="measure">What errors call the measure, for example "a replay".</param>
    /// <exception cref="HicraException">Something is missing; the message names it, and the kind of source that lacks it.</exception>
    public static void Require(IEnumerable<Rollout> rollouts, TraceFeatures needed, string source, string measure)
    {
        if (Lack(rollouts, needed) is { } lack) throw new HicraException($"{source}: {measure} {lack}; give rollouts that hicra saved");
    }

    // A kind of file that never has the feature is named as a kind; else only these files lack it.
    private static string Owner(TraceFormat? source, TraceFeatures missing)
    {
        TraceFormat format = source ?? TraceFormat.Hicra;
        bool never = (TraceFormats.Features(format) & missing) == TraceFeatures.None;
        return never ? TraceFormats.Title(format) : $"these {TraceFormats.Title(format)}";
    }
}
