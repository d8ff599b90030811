using System.Globalization;

namespace Hicra.Training.Health.Rules;

/// <summary>A reward that pays for form and not for right answers.</summary>
/// <remarks>
/// Asks how often a right answer has a higher reward than a wrong one (ties count half): 1 for a reward of correctness, 0.5 for
/// one that does not look. Below 0.75 it is closer to the second. With at least 8 right and 8 wrong answers the error of such
/// a share is below 0.15. No right answer at all says as much only over many rollouts: 128.
/// </remarks>
internal sealed class FormatRewardRule : IHealthRule
{
    private const double Least = 0.75;
    private const int Few = 8, Many = 128;

    /// <inheritdoc/>
    public string Name => "format-reward";

    /// <inheritdoc/>
    public string Question => "a reward that is all format";

    /// <inheritdoc/>
    public string Needs => "rollouts with a verdict (right or wrong) beside the reward";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Steps.Any(s => s.Rewards.Count > 0);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        (double Reward, long Right, long Wrong)[] table = [.. record.Steps.SelectMany(s => s.Rewards).GroupBy(r => r.Key).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(x => (long)x.Value.Right), g.Sum(x => (long)x.Value.Wrong)))];
        long right = table.Sum(t => t.Right), wrong = table.Sum(t => t.Wrong), below = 0;
        double wins = 0;
        foreach ((_, long some, long others) in table) (wins, below) = (wins + some * (below + others / 2.0), below + others);
        bool blind = right >= Few && wrong >= Few && wins / ((double)right * wrong) < Least, never = right == 0 && wrong >= Many && table.Length > 1;
        if (!blind && !never) yield break;
        double mean = table.Sum(t => t.Reward * (t.Right + t.Wrong)) / (right + wrong);
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Fault, FirstStep = record.Steps[0].Step, LastStep = record.Steps[^1].Step,
            Title = "The reward is not for right answers",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"mean reward {mean:G3} where {100.0 * right / (right + wrong):F1} % are right; ") + (never ? "no answer is right, and rewards differ all the same"
                : string.Create(CultureInfo.InvariantCulture, $"a right answer is paid more than a wrong one in {100 * wins / ((double)right * wrong):F0} % of pairs (50 % is blind)")),
            Cause = "the reward pays for format, length or the mere presence of an answer, or the verifier does not recognise right answers",
            Knob = "a larger weight of correctness in the reward, a verifier that is tried on known answers; look at rewarded rollouts (hicra trace RUN)",
        };
    }
}
