using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>Ratios that drift away from 1 within a step, until the clip holds the tokens and not the data.</summary>
/// <remarks>
/// The kit's healthy runs clip fewer than 0.1 % of tokens, with a KL to the sampling policy below 0.001 nats. PPO's usual early
/// stop is a KL of 0.01 to 0.05, and a clipped tenth is where its users begin to look: 10 % and 0.05 nats, over a quarter of the run.
/// </remarks>
internal sealed class ClippingRule : IHealthRule
{
    private const double MostClipped = 0.1, MostKl = 0.05;

    /// <inheritdoc/>
    public string Name => "clipping";

    /// <inheritdoc/>
    public string Question => "clipped tokens, and ratios that drift";

    /// <inheritdoc/>
    public string Needs => "the metrics actor/pg_clipfrac and actor/ppo_kl";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Has(MetricNames.ClipFraction) || record.Has(Kl);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepSeries clipped = record.Series(MetricNames.ClipFraction), drift = new([.. record.Series(Kl).Points.Select(p => (p.Step, Math.Abs(p.Value)))]);
        (int From, int To, double Mean)? worst = clipped.Worst(), far = drift.Worst();
        bool much = worst?.Mean >= MostClipped, wide = far?.Mean >= MostKl;
        if (!much && !wide) yield break;
        (int from, int to, _) = much ? worst!.Value : far!.Value;
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Warning, FirstStep = from, LastStep = to,
            Title = much ? "Much of every update is clipped away" : "The policy runs away from the one that sampled",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"{100 * (worst?.Mean ?? 0):F1} % of tokens are clipped, KL to the sampling policy {far?.Mean ?? 0:G2} nats a token"),
            Cause = "the policy moves too far on one batch of rollouts: large steps, or many of them",
            Knob = "a lower learning rate (--lr), fewer updates a step (--minibatches), more rollouts a step (--prompts)",
        };
    }

    private const string Kl = "actor/ppo_kl";
}
