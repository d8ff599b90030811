using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>Groups whose rewards are all equal: their advantages are 0, so that nothing is learned from them.</summary>
/// <remarks>
/// The alarm rings where in some quarter of the run nine groups of ten are flat: a tenth of the batch is then all that a step
/// learns from. At the start of healthy runs of the kit six of ten are flat (7 seeds x 3 methods; single steps up to 0.75).
/// That every group of the whole run is flat is no matter of degree, and said whatever the number of steps.
/// </remarks>
internal sealed class NoSignalRule : IHealthRule
{
    private const double Most = 0.9, Solved = 0.9;

    /// <inheritdoc/>
    public string Name => "no-signal";

    /// <inheritdoc/>
    public string Question => "groups whose rewards are all equal";

    /// <inheritdoc/>
    public string Needs => "rewards of groups, or the metric frac_reward_zero_std";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Options?.GroupSize != 1 && Series(record).Count > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepSeries flat = Series(record);
        bool always = flat.Points.All(p => p.Value >= 1);
        if (!always && (flat.Worst() is not { } worst || worst.Mean < Most)) yield break;
        (int from, int to, double share) = always ? (flat.Points[0].Step, flat.Points[^1].Step, 1) : flat.Worst()!.Value;
        (string reason, string cause, string knob, bool solved) = Why(record);
        yield return new Finding
        {
            Rule = Name, Severity = solved ? Severity.Note : always ? Severity.Fault : Severity.Warning, FirstStep = from, LastStep = to,
            Title = solved ? "The problems are solved: hardly a group has both right and wrong answers" : always ? "Nothing can be learned: in every group all rewards are equal" : "Hardly a group gives a signal",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} % of the groups are flat{reason}"),
            Cause = cause, Knob = knob,
        };
    }

    private static StepSeries Series(HealthRecord record) => record.Series(MetricNames.FlatGroups, s => s.JudgedGroups > 0 ? (double)s.FlatGroups / s.JudgedGroups : null);

    // Equal rewards have four reasons, and each another remedy. What the rollouts say comes before what the metrics say.
    private static (string Reason, string Cause, string Knob, bool Solved) Why(HealthRecord record)
    {
        int flat = record.Steps.Sum(s => s.FlatGroups), alike = record.Steps.Sum(s => s.FlatAlike), right = record.Steps.Sum(s => s.FlatRight), cut = record.Steps.Sum(s => s.FlatCut);
        double accuracy = record.Has(MetricNames.Accuracy) ? record.Series(MetricNames.Accuracy).Last : flat > 0 ? (double)right / flat : -1;
        if (flat > 0 && alike > flat / 2)
            return (Share("the same text throughout", alike), "all rollouts of a prompt are one text: the policy draws greedily, or has no entropy left", "a higher sampling temperature (--temperature 1); if the entropy has collapsed, an earlier checkpoint and a lower learning rate", false);
        if ((flat > 0 && cut > flat / 2) || record.Series("response_length/clip_ratio") is { Count: > 0 } full && full.Mean > 0.9)
            return (flat > 0 ? Share("cut off throughout", cut) : "", "responses end at the length limit before they have an answer, so that all are equally wrong", "a higher limit (--max-new-tokens)", false);
        if (accuracy >= Solved)
            return (flat > 0 ? Share("right throughout", right) : "", "the policy solves nearly all of these problems", "harder problems, or dynamic sampling (--dynamic-sampling 3) to find the few that are left", true);
        return (flat > 0 ? Share("wrong throughout", flat - right) : "", "hardly an answer is right, or the reward does not tell answers apart", "easier problems or a better base model, more rollouts a problem (--group), dynamic sampling (--dynamic-sampling 3); and look at some rewards by hand", false);

        string Share(string what, int count) => string.Create(CultureInfo.InvariantCulture, $"; of those with saved rollouts {100.0 * count / flat:F0} % are {what}");
    }
}
