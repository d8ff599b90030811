using System.Globalization;

namespace Hicra.Training.Health.Rules;

/// <summary>Log-probs that are not of the distribution that was sampled: another temperature, top-p, another engine's weights.</summary>
/// <remarks>
/// Where tokens are drawn from the distribution that log-probs and entropies describe, the negative log-prob less the entropy
/// has the expectation 0 at every token, whatever the model. The alarm wants six standard errors and a tenth of the entropy: a
/// chance of 1e-9, and less than temperature 0.9 makes. Two equal texts in a group whose log-prob says 3e-7 tell the same
/// without entropies; so does a ratio that is not 1 where there is one update a step.
/// </remarks>
internal sealed class TemperatureRule : IHealthRule
{
    private const double Errors = 6, LeastShare = 0.1, MostDrift = 0.01;
    private const int LeastTokens = 1000, FewTwins = 2;

    /// <inheritdoc/>
    public string Name => "temperature";

    /// <inheritdoc/>
    public string Question => "log-probs that are not of the sampling distribution";

    /// <inheritdoc/>
    public string Needs => "log-probs of sampled tokens";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Steps.Any(s => s.ScoredTokens > 0 || s.ImpossibleTwins > 0 || s.PositiveLogProbs > 0) || OnPolicyDrift(record).Count > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        var evidence = new List<string>();
        long tokens = record.Steps.Sum(s => s.ScoredTokens), positive = record.Steps.Sum(s => s.PositiveLogProbs);
        double mean = tokens == 0 ? 0 : record.Steps.Sum(s => s.SurpriseSum) / tokens, entropy = record.Steps.Sum(s => s.EntropySum) / Math.Max(1, record.Steps.Sum(s => s.EntropyTokens));
        double error = tokens < 2 ? 0 : Math.Sqrt(Math.Max(0, record.Steps.Sum(s => s.SurpriseSquares) / tokens - mean * mean) / tokens);
        bool off = tokens >= LeastTokens && Math.Abs(mean) > Errors * error && Math.Abs(mean) > LeastShare * entropy;
        if (off) evidence.Add(string.Create(CultureInfo.InvariantCulture, $"sampled tokens are {(mean < 0 ? "likelier" : "less likely")} than their own distribution lets expect: mean negative log-prob {mean + entropy:G3}, entropy {entropy:G3} nats, {Math.Abs(mean) / error:F0} standard errors apart"));
        if (positive > 0) evidence.Add($"{positive} log-probs are above 0");
        int twins = record.Steps.Sum(s => s.ImpossibleTwins);
        if (twins >= FewTwins) evidence.Add($"{twins} rollouts are word for word another of their group, though their log-probs make that a matter of millions of groups");
        StepSeries drift = OnPolicyDrift(record);
        if (drift.Count > 0 && drift.Mean > MostDrift) evidence.Add(string.Create(CultureInfo.InvariantCulture, $"with one update a step the KL to the sampling policy is {drift.Mean:G2} nats a token and should be 0"));
        if (evidence.Count == 0) yield break;
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Fault, FirstStep = record.Steps.Count > 0 ? record.Steps[0].Step : drift.Points[0].Step, LastStep = record.Steps.Count > 0 ? record.Steps[^1].Step : drift.Points[^1].Step,
            Title = "Log-probs are not of the distribution that was sampled", Evidence = string.Join("; ", evidence),
            Cause = mean > 0 && off ? "tokens were drawn hotter than they are scored (temperature above that of the log-probs), or by an engine with other weights" : "tokens were drawn colder than they are scored: log-probs of temperature 1 of samples at a lower one, top-p or top-k, or an engine with other weights or precision",
            Knob = "divide the logits by the sampling temperature in scoring and loss too, sample without top-p and top-k, or recompute the old log-probs with the trainer's own weights",
        };
    }

    private static StepSeries OnPolicyDrift(HealthRecord record) => record.Options?.Minibatches == 1 ? new([.. record.Series("actor/ppo_kl").Points.Select(p => (p.Step, Math.Abs(p.Value)))]) : new([]);
}
