using Hicra.Rollouts;
using Hicra.Training.Health.Rules;
using Hicra.Training.Learning;

namespace Hicra.Training.Health;

/// <summary>
/// Examines a run: every rule looks at what the run left, its rollouts and, where there are any, its metrics. A run of another
/// trainer is examined by what its log has; what could not be looked at is named.
/// </summary>
public static class Doctor
{
    /// <summary>The rules, in the order in which they are asked.</summary>
    public static IReadOnlyList<IHealthRule> Rules { get; } =
    [
        new NoSignalRule(), new PlanningRule(), new EntropyRule(), new LengthRule(), new ClippingRule(), new KlRule(), new GradientRule(), new FormatRewardRule(), new ZeroLossRule(),
        new GroupsRule(), new SpellingRule(), new TemperatureRule(), new RepetitionRule(), new IdleSettingsRule(),
    ];

    /// <summary>Examines rollouts step by step, within the memory of one step, and a log of metrics.</summary>
    /// <param name="steps">The rollouts of each step, in order; empty for none.</param>
    /// <param name="metrics">The log's rows; null for none.</param>
    /// <param name="options">The training's options; null for another trainer's run.</param>
    /// <param name="firstStep">The step of the run's first row; a fork's is not 0.</param>
    public static Diagnosis Examine(IEnumerable<IEnumerable<Rollout>> steps, IReadOnlyList<MetricRow>? metrics = null, TrainingOptions? options = null, int firstStep = 0)
    {
        ArgumentNullException.ThrowIfNull(steps);
        StepFacts[] facts = [.. steps.Select(step => RolloutFacts.Of(step, options?.MaxNewTokens)).Where(step => step.Rollouts > 0)];
        return Examine(new HealthRecord(facts, metrics, options, firstStep));
    }

    /// <summary>Examines what is known of a run.</summary>
    public static Diagnosis Examine(HealthRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        IHealthRule[] asked = [.. Rules.Where(rule => rule.CanLook(record))];
        Finding[] findings = [.. asked.SelectMany(rule => rule.Look(record)).OrderByDescending(f => f.Severity)];
        return new Diagnosis(findings, [.. Rules.Except(asked)], record.Metrics.Count, record.Steps.Count, record.Steps.Sum(s => s.Rollouts));
    }
}
