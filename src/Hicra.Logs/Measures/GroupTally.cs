using Hicra.Credit;

namespace Hicra.Logs.Measures;

/// <summary>What is kept of a prompt's rollouts until its step is measured: some numbers a rollout, and which grams were said.</summary>
internal sealed class GroupTally
{
    private static readonly GroupZScore Estimator = new();

    private readonly List<double> _rewards = [];
    private readonly List<(int Tokens, int Planning)> _tokens = [];
    private readonly List<int> _grams = [];

    public int Rollouts => _tokens.Count;

    public int Right { get; private set; }

    /// <summary>Rollouts with a verdict or a reward.</summary>
    public int Judged { get; private set; }

    /// <summary>Whether each rollout has a reward.</summary>
    public bool HasRewards => _rewards.Count == _tokens.Count && _rewards.Count > 0;

    public IReadOnlyList<double> Rewards => _rewards;

    public IReadOnlyList<int> Grams => _grams;

    public void Add(double? reward, bool? correct, MarkedResponse response)
    {
        if (reward is double value) _rewards.Add(value);
        if (correct is bool right)
        {
            Judged++;
            if (right) Right++;
        }
        _tokens.Add((response.Count, response.PlanningCount));
        foreach (Strategy.GramSpan span in response.Spans) _grams.Add(span.Gram);
    }

    /// <summary>Whether all rewards are equal, so that the group teaches nothing.</summary>
    public bool IsFlat => _rewards.All(r => r == _rewards[0]);

    /// <summary>The unbiased deviation of the rewards; 0 for a group of one.</summary>
    public double Deviation()
    {
        if (_rewards.Count < 2 || IsFlat) return 0;
        double mean = _rewards.Average();
        return Math.Sqrt(_rewards.Sum(r => (r - mean) * (r - mean)) / (_rewards.Count - 1));
    }

    /// <summary>The group's part in the angle between HICRA's and GRPO's token advantages (as the two trainers have it: reward minus group mean, over the group's deviation; every token weighs the same).</summary>
    public CreditSums Credit(double alpha)
    {
        if (!HasRewards || IsFlat) return default;
        var advantages = new double[_rewards.Count];
        Estimator.Estimate([.. _rewards], [.. _tokens.Select(t => t.Tokens)], _rewards.Count, advantages);
        double dot = 0, own = 0, uniform = 0, planning = 0, ownPlanning = 0, all = 0, ownAll = 0;
        for (int i = 0; i < _rewards.Count; i++)
        {
            double a = advantages[i], factor = 1 + alpha * Math.Sign(a), squared = a * a;
            (int tokens, int plan) = _tokens[i];
            int others = tokens - plan;
            dot += squared * (others + factor * plan);
            own += squared * (others + factor * factor * plan);
            uniform += squared * tokens;
            planning += Math.Abs(a) * plan;
            ownPlanning += Math.Abs(a * factor) * plan;
            all += Math.Abs(a) * tokens;
            ownAll += Math.Abs(a) * others + Math.Abs(a * factor) * plan;
        }
        return new(dot, own, uniform, planning, ownPlanning, all, ownAll);
    }
}

/// <summary>Sums over the tokens of a group, of which the angle and the shares of several groups are made.</summary>
internal readonly record struct CreditSums(double Dot, double Own, double Uniform, double Planning, double OwnPlanning, double All, double OwnAll)
{
    public static CreditSums operator +(CreditSums a, CreditSums b) =>
        new(a.Dot + b.Dot, a.Own + b.Own, a.Uniform + b.Uniform, a.Planning + b.Planning, a.OwnPlanning + b.OwnPlanning, a.All + b.All, a.OwnAll + b.OwnAll);

    public double? Cosine => Own > 0 && Uniform > 0 ? Math.Clamp(Dot / Math.Sqrt(Own * Uniform), -1, 1) : null;

    public double? Share => All > 0 ? Planning / All : null;

    public double? OwnShare => OwnAll > 0 ? OwnPlanning / OwnAll : null;
}
