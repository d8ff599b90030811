using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>Gradients that jump, that are always cut to their bound, or that are no numbers.</summary>
/// <remarks>
/// A spike is a step whose norm is beyond the bound and five times the median of the steps before it: the kit's healthy runs
/// have norms of 0.05 to 0.3 under a bound of 1, and small batches scatter by a factor of three. A bound that eight updates of
/// ten reach is no bound against accidents but the step size itself.
/// </remarks>
internal sealed class GradientRule : IHealthRule
{
    private const double Times = 5, UsualBound = 1, Often = 0.8;
    private const int LeastBefore = 5, LeastUpdates = 5;

    /// <inheritdoc/>
    public string Name => "gradient";

    /// <inheritdoc/>
    public string Question => "gradients that jump";

    /// <inheritdoc/>
    public string Needs => "the metric actor/grad_norm";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Has(MetricNames.GradientNorm) || Lost(record).Any();

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        int[] lost = [.. Lost(record)];
        if (lost.Length > 0)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Fault, FirstStep = lost[0], LastStep = lost[^1], Title = "The gradient is no number",
                Evidence = $"{lost.Length} {(lost.Length == 1 ? "update has" : "updates have")} a learning rate and no gradient norm: it was infinite or undefined",
                Cause = "weights or log-probs have overflowed", Knob = "go back to a checkpoint before it, with a lower learning rate (--lr) or a tighter bound (--max-grad-norm)",
            };
        }
        StepSeries norms = record.Series(MetricNames.GradientNorm);
        double bound = record.Options?.Optimizer.MaxGradientNorm is double own && double.IsFinite(own) ? own : UsualBound;
        (int Step, double Value)[] cut = [.. norms.Points.Where(p => p.Value > bound)];
        if (norms.Count >= LeastUpdates && cut.Length >= Often * norms.Count)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Warning, FirstStep = cut[0].Step, LastStep = cut[^1].Step, Title = "Nearly every gradient is beyond its bound",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"{cut.Length} of {norms.Count} updates have a norm above {bound:G3}; the mean is {norms.Mean:G3}"),
                Cause = "losses are summed where they should be averaged, advantages are not scaled, or the policy is coming apart; the learning rate then sets the size of every step and the gradient only its direction",
                Knob = "--aggregation token-mean, --estimator group-z-score, or a lower learning rate (--lr) with a wider bound (--max-grad-norm)",
            };
            yield break;
        }
        (int Step, double Value)[] spikes = [.. norms.Points.Where((p, i) => i >= LeastBefore && p.Value > bound && p.Value > Times * Median(norms.Points.Skip(Math.Max(0, i - 50)).Take(Math.Min(i, 50)).Select(q => q.Value)))];
        if (spikes.Length == 0) yield break;
        (int at, double highest) = spikes.MaxBy(s => s.Value);
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Warning, FirstStep = spikes[0].Step, LastStep = spikes[^1].Step, Title = "The gradient jumps",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"{spikes.Length} {(spikes.Length == 1 ? "update" : "updates")} beyond {Times} times what was usual before, the highest {highest:G3} at step {at} (bound {bound:G3})"),
            Cause = "a batch with few groups that differ, tokens of very low probability, or a step that was too large before it",
            Knob = "a tighter bound (--max-grad-norm), a lower learning rate (--lr), more rollouts a step (--prompts)",
        };
    }

    // Rows with an update whose norm was left out, as all values are that are no finite numbers.
    private static IEnumerable<int> Lost(HealthRecord record) => record.Metrics.Where(r => r["actor/lr"] is not null && r[MetricNames.GradientNorm] is null).Select(r => r.Step);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
