using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>A loss of 0, which is asked about most, and is as it should be where the gradient is not 0.</summary>
/// <remarks>
/// At ratio 1 the loss is the mean advantage with the sign turned, and advantages of a group sum to 0; the gradient is that of
/// the log-probs, weighted by them, and is not 0. Under 1e-4 in half of the updates is what the logs of trainers print as 0.0.
/// </remarks>
internal sealed class ZeroLossRule : IHealthRule
{
    // Where hardly a group gives a signal, the loss is 0 for want of one (the rule of groups says so), and the gradient is the bonus's or the KL's.
    private const double Zero = 1e-4, NoGradient = 1e-7, MostFlat = 0.9;

    /// <inheritdoc/>
    public string Name => "zero-loss";

    /// <inheritdoc/>
    public string Question => "a loss of 0, explained";

    /// <inheritdoc/>
    public string Needs => "the metrics actor/pg_loss and actor/grad_norm";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Has(MetricNames.PolicyLoss) && record.Has(MetricNames.GradientNorm);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        (int Step, double Loss, double Norm, double Flat)[] updates = [.. record.Metrics.Where(r => r[MetricNames.PolicyLoss] is not null && r[MetricNames.GradientNorm] is not null).Select(r => (r.Step, r[MetricNames.PolicyLoss]!.Value, r[MetricNames.GradientNorm]!.Value, r[MetricNames.FlatGroups] ?? 0))];
        (int Step, double Loss, double Norm, double Flat)[] still = [.. updates.Where(u => u.Norm < NoGradient && u.Flat < 1)], zero = [.. updates.Where(u => Math.Abs(u.Loss) < Zero && u.Norm >= NoGradient && u.Flat < MostFlat)];
        if (still.Length > updates.Length / 2)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Fault, FirstStep = still[0].Step, LastStep = still[^1].Step, Title = "Loss and gradient are 0 though groups give a signal",
                Evidence = $"{still.Length} of {updates.Length} updates have a gradient of 0",
                Cause = "every token is masked out of the loss: all responses that teach something are cut off, or a credit rule leaves nothing in",
                Knob = "--overlong keep, or a higher limit (--max-new-tokens)",
            };
        }
        else if (2 * zero.Length >= updates.Length && zero.Length > 0)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Note, FirstStep = zero[0].Step, LastStep = zero[^1].Step, Title = "A loss of 0 is as it should be here",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"the loss is below {Zero} in {zero.Length} of {updates.Length} updates, and their gradient norm is {zero.Average(u => u.Norm):G2}"),
                Cause = "with one update a step every ratio is 1, so that the loss is the mean of advantages that sum to 0; its gradient is not 0, and the policy learns",
                Knob = "nothing: watch accuracy, reward and gradient norm in its place",
            };
        }
    }
}
