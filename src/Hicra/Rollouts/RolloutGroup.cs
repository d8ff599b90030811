namespace Hicra.Rollouts;

/// <summary>The rollouts of one problem in one step.</summary>
/// <param name="Index">The group's place in the step.</param>
/// <param name="Rollouts">In the order of their samples.</param>
public sealed record RolloutGroup(int Index, IReadOnlyList<Rollout> Rollouts)
{
    /// <summary>The identity of the problem; null where it is not known.</summary>
    public string? Problem => Rollouts[0].ProblemId;

    /// <summary>The prompt; empty where it is not known.</summary>
    public string Prompt => Rollouts[0].Prompt ?? "";

    /// <summary>The spread of rewards: groups without any teach nothing.</summary>
    public double Spread
    {
        get
        {
            double mean = Rollouts.Average(r => r.Reward ?? 0);
            return Rollouts.Average(r => ((r.Reward ?? 0) - mean) * ((r.Reward ?? 0) - mean));
        }
    }

    /// <summary>The groups of a step's rollouts, ascending.</summary>
    public static IReadOnlyList<RolloutGroup> Of(IEnumerable<Rollout> rollouts) =>
        [.. rollouts.GroupBy(r => r.Group ?? 0).OrderBy(g => g.Key).Select(g => new RolloutGroup(g.Key, [.. g.OrderBy(r => r.Sample ?? 0)]))];
}
