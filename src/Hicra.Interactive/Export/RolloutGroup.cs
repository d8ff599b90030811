using Hicra.Traces;

namespace Hicra.Interactive.Export;

/// <summary>The rollouts of one problem in one step.</summary>
/// <param name="Index">The group's place in the step.</param>
/// <param name="Rollouts">In the order of their samples.</param>
internal sealed record RolloutGroup(int Index, IReadOnlyList<Rollout> Rollouts)
{
    public string? Problem => Rollouts[0].ProblemId;

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
    public static RolloutGroup[] Of(IEnumerable<Rollout> rollouts) =>
        [.. rollouts.GroupBy(r => r.Group ?? 0).OrderBy(g => g.Key).Select(g => new RolloutGroup(g.Key, [.. g.OrderBy(r => r.Sample ?? 0)]))];
}
