using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>Responses that are cut off, and lengths that drift to the limit or to nothing.</summary>
/// <remarks>
/// The kit's healthy runs end with 12 % of responses cut off (deviation 4 % over 15 seeds): 30 % is more than four deviations
/// beyond. Length itself grows threefold in healthy runs, so that growth is no alarm and ending at the limit is. A fall to less
/// than 40 % of the first length is one: no healthy run of the kit has become shorter at all.
/// </remarks>
internal sealed class LengthRule : IHealthRule
{
    private const double MostCut = 0.3, LeastShare = 0.4, Often = 0.95;
    private const int FewestOfLog = 100;

    /// <inheritdoc/>
    public string Name => "length";

    /// <inheritdoc/>
    public string Question => "responses cut off, and lengths that drift";

    /// <inheritdoc/>
    public string Needs => "responses, or the metrics of response_length";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => Lengths(record).Count > 0 || Cut(record).Count > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        StepSeries lengths = Lengths(record), cut = Cut(record);
        string limit = record.Options is { } options ? FormattableString.Invariant($" of {options.MaxNewTokens} tokens") : "";
        if (cut.Count > 0 && cut.Worst(Math.Min(4, cut.Count)) is { } worst && worst.Mean >= MostCut && (worst.Mean >= Often || cut.Count >= 4 || IsLog(record)))
        {
            yield return new Finding
            {
                Rule = Name, Severity = worst.Mean >= Often ? Severity.Fault : Severity.Warning, FirstStep = worst.From, LastStep = worst.To,
                Title = worst.Mean >= Often ? "Nearly every response is cut off" : "Many responses are cut off",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"{100 * worst.Mean:F0} % {(record.Options is null ? "are cut off" : "are as long as the limit" + limit)}{(lengths.Count > 0 ? FormattableString.Invariant($"; mean length {lengths.First:F1} at first, {lengths.Last:F1} at the end") : "")}"),
                Cause = "the limit is lower than an answer takes, or the policy has learned to go on and on; a response without an answer counts as wrong, whatever stood in it",
                Knob = "a higher limit (--max-new-tokens), or a punishment before it (--overlong soft); --overlong mask to learn nothing from them",
            };
        }
        if (lengths.Count >= 10 && lengths.Last < LeastShare * lengths.First)
        {
            yield return new Finding
            {
                Rule = Name, Severity = Severity.Warning, FirstStep = lengths.Since(v => v < LeastShare * lengths.First), LastStep = lengths.Points[^1].Step,
                Title = "Responses have become short",
                Evidence = string.Create(CultureInfo.InvariantCulture, $"mean length {lengths.First:F1} at first, {lengths.Last:F1} at the end"),
                Cause = "short answers are rewarded as much as reasoned ones, or length is punished harder than a wrong answer",
                Knob = "a smaller punishment of length (--overlong-penalty, --overlong-buffer), token-mean aggregation (--aggregation token-mean), and a look at what the reward pays",
            };
        }
    }

    // A log that names no steps may be of a whole run; a run of ours with few is at its beginning.
    private static bool IsLog(HealthRecord record) => record.Options is null && record.Metrics.Count == 0 && record.Steps.Sum(step => step.Rollouts) >= FewestOfLog;

    private static StepSeries Lengths(HealthRecord record) => record.Series(MetricNames.ResponseLength, s => s.MeanLength);

    private static StepSeries Cut(HealthRecord record) => record.Has("hicra/truncated") ? record.Series("hicra/truncated") : record.Series("response_length/clip_ratio", s => s.Cut is int count ? (double)count / s.Rollouts : null);
}
