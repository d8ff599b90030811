using System.Globalization;

namespace Hicra.Training.Health.Rules;

/// <summary>Responses that end in a loop.</summary>
/// <remarks>A loop is the same piece four times in a row at the end, over 16 tokens at least. One rollout of twenty in some step: base models loop now and then, and in the kit's healthy runs fewer than one of a hundred does.</remarks>
internal sealed class RepetitionRule : IHealthRule
{
    private const double Most = 0.05;
    private const int Few = 3;

    /// <inheritdoc/>
    public string Name => "repetition";

    /// <inheritdoc/>
    public string Question => "degenerate repetition";

    /// <inheritdoc/>
    public string Needs => "rollouts";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Steps.Count > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepFacts[] looping = [.. record.Steps.Where(s => s.Looping >= Few && s.Looping > Most * s.Rollouts)];
        if (looping.Length == 0) yield break;
        StepFacts worst = looping.MaxBy(s => (double)s.Looping / s.Rollouts)!;
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Warning, FirstStep = looping[0].Step, LastStep = looping[^1].Step, Title = "Responses end in loops",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"{100.0 * worst.Looping / worst.Rollouts:F0} % of the rollouts{(worst.Step is int step ? FormattableString.Invariant($" of step {step}") : "")} end by saying one piece at least {Repetition.Rounds} times in a row"),
            Cause = "the policy has come apart (too large steps), draws too coldly, or is paid for length; cut-off responses often are such loops",
            Knob = "a lower learning rate (--lr), --temperature 1, a punishment before the limit (--overlong soft)",
        };
    }
}
