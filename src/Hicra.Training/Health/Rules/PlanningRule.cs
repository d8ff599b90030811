using Hicra.Credit;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>A rule that amplifies planning tokens in a run that has none: GRPO under another name.</summary>
/// <remarks>No matter of degree: not one token in the whole run. A run that mines its grams has none before its first mining, and is healthy once it has.</remarks>
internal sealed class PlanningRule : IHealthRule
{
    /// <inheritdoc/>
    public string Name => "no-planning";

    /// <inheritdoc/>
    public string Question => "planning tokens, where credit needs them";

    /// <inheritdoc/>
    public string Needs => "a method that amplifies planning tokens";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Options is { } options && CreditCatalog.BuiltIn.Methods.Any(m => m.Name == options.Method && m.UsesPlanning) && (record.Has(MetricNames.Grams) || record.Steps.Any(s => s.Searched > 0));

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepSeries grams = record.Series(MetricNames.Grams, s => s.Searched > 0 ? (double)s.Planning / s.Searched : null);
        if (grams.Points.Any(p => p.Value > 0)) yield break;
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Fault, FirstStep = grams.Points[0].Step, LastStep = grams.Points[^1].Step,
            Title = $"'{record.Options!.Method}' was GRPO: no token ever counted as planning",
            Evidence = $"not one strategic gram in {grams.Count} {(grams.Count == 1 ? "step" : "steps")}",
            Cause = $"the policy says none of the phrases of --grams {record.Options.Grams}",
            Knob = GramSource.Parse(record.Options.Grams).IsOnline ? "more steps, or more rollouts a step: the first mining needs 100 right answers" : "a library that was mined from this world's rollouts (hicra mine RUN --out grams.json), or --grams world",
        };
    }
}
