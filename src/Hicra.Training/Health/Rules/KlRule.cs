using System.Globalization;

namespace Hicra.Training.Health.Rules;

/// <summary>The KL to the base model: a policy that has left it behind, or one that is chained to it.</summary>
/// <remarks>
/// A nat a token means that the base finds the policy's tokens e times as unlikely, on every token; reported runs of GRPO end
/// at 0.05 to 0.3. The coefficient is 0.001 (verl) to 0.04 (the GRPO paper) as a rule: from 1 on, with a KL that stays below a
/// hundredth, the penalty is what is optimised.
/// </remarks>
internal sealed class KlRule : IHealthRule
{
    private const double Far = 1, Heavy = 1, Near = 0.01;

    /// <inheritdoc/>
    public string Name => "kl";

    /// <inheritdoc/>
    public string Question => "the distance from the base model";

    /// <inheritdoc/>
    public string Needs => "the metric actor/kl_loss, which is logged with --kl-coefficient above 0";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Has(Metric);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepSeries kl = record.Series(Metric);
        double? coefficient = record.Has("actor/kl_coef") ? record.Series("actor/kl_coef").Last : record.Options?.Objective.KlCoefficient;
        if (kl.Last >= Far)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Warning, FirstStep = kl.Since(v => v >= Far), LastStep = kl.Points[^1].Step,
                Title = "The policy has left the base model behind",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"KL to the base {kl.Last:G3} nats a token{(coefficient is double weight ? FormattableString.Invariant($", at a weight of {weight:G3}") : "")}"),
                Cause = "the weight of the KL is too small for these steps, so that what the base could do is being lost",
                Knob = "a larger weight (--kl-coefficient), a lower learning rate (--lr)",
            };
        }
        else if (coefficient >= Heavy && kl.Count >= 4 && kl.Last < Near)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Warning, FirstStep = kl.Points[0].Step, LastStep = kl.Points[^1].Step,
                Title = "The KL holds the policy at the base model",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"KL to the base {kl.Last:G2} nats a token, at a weight of {coefficient:G3}"),
                Cause = "the penalty outweighs the reward: the policy may not move",
                Knob = "a smaller weight (--kl-coefficient 0.001 to 0.05), or none",
            };
        }
    }

    private const string Metric = "actor/kl_loss";
}
