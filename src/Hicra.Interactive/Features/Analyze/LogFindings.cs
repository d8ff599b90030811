using System.Globalization;
using Hicra.Interactive.Rendering;
using Hicra.Logs.Measures;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>What a report says in words: what was read, the paper's two questions, and what cannot be told.</summary>
internal static class LogFindings
{
    /// <summary>The metrics of the table, those that the log has.</summary>
    public static IEnumerable<Metric> Metrics(LogReport report)
    {
        string[] names =
        [
            LogMetricNames.Rollouts, LogMetricNames.Prompts, MetricNames.PlanningShare, LogMetricNames.ThinkingShare, LogMetricNames.AnswerShare, MetricNames.Grams, LogMetricNames.Corrected, MetricNames.SemanticEntropy, MetricNames.ConditionalEntropy,
            MetricNames.PlanningEntropy, MetricNames.ExecutionEntropy, MetricNames.PlanningPerplexity, MetricNames.ExecutionPerplexity, MetricNames.ResponseLength, LogMetricNames.ThinkingLength, LogMetricNames.Truncated, LogMetricNames.ThinkingOpen,
            MetricNames.RewardMean, MetricNames.Accuracy, .. report.Rows.SelectMany(r => r.Values.Keys).Where(k => k.StartsWith("hicra/pass@", StringComparison.Ordinal)).Distinct().OrderBy(k => k.Length).ThenBy(k => k, StringComparer.Ordinal),
            MetricNames.FlatGroups, LogMetricNames.Angle, LogMetricNames.Cosine, LogMetricNames.GradientShare, LogMetricNames.OwnGradientShare,
        ];
        foreach (string name in names)
            if (report.Rows.Any(r => r[name] is not null) && MetricCatalog.Find(name) is { } metric) yield return metric with { Name = name, Label = name.StartsWith("hicra/pass@", StringComparison.Ordinal) ? name[6..] : metric.Label };
    }

    /// <summary>The length of responses is in what stands for tokens.</summary>
    public static string Heading(LogReport report, Metric metric) => metric.Unit == "tokens" && report.Log.Tokens.StartsWith("words", StringComparison.Ordinal) ? $"{metric.Label} (words and signs)" : metric.Heading;

    public static string Value(Metric metric, double? value) => value is not double number ? NumberText.None : metric.IsShare ? NumberText.Percent(number)
        : metric.Name is LogMetricNames.Rollouts or LogMetricNames.Prompts ? NumberText.Count((long)number) : metric.Name.StartsWith(LogMetricNames.Cosine, StringComparison.Ordinal) ? NumberText.Fixed(number, 4) : NumberText.Of(number);

    /// <summary>A metric with its interval, where the row has one.</summary>
    public static string Cell(Metric metric, MetricRow row)
    {
        string value = Value(metric, row[metric.Name]);
        return row[metric.Name + "/low"] is double low && row[metric.Name + "/high"] is double high ? $"{value} [{Value(metric, low)}, {Value(metric, high)}]" : value;
    }

    public static string Subject(LogReport report)
    {
        int steps = report.Rows.Count;
        string of = steps == 1 ? "one step" : string.Create(CultureInfo.InvariantCulture, $"{steps} steps, {report.Rows[0].Step} to {report.Rows[^1].Step}");
        return $"{NumberText.Count(report.Log.Rollouts, "rollout", "rollouts")} of {(report.Log.Lacks.Contains("steps") ? "a log that names no steps" : of)}, {report.Log.Describe()}";
    }

    public static IEnumerable<(string Heading, string Text)> Conclusions(LogReport report)
    {
        yield return ("Planning", Planning(report));
        yield return ("HICRA's credit, replayed", Replay(report));
        if (report.Log.Lacks.Count > 0) yield return ("Not in the log", $"{Listed(report.Log.Lacks)}. What needs {(report.Log.Lacks.Count == 1 ? "it" : "them")} is not shown, and not zero.");
        if (report.Log.Notes.Count > 0) yield return ("Mind", string.Join("; ", report.Log.Notes) + ".");
    }

    /// <summary>The items of the paper that the log can feed, and why it cannot feed the others.</summary>
    public static IReadOnlyList<(string Item, bool Feeds, string Why)> Items(LogReport report)
    {
        bool steps = report.Rows.Count > 1, rewards = Has(MetricNames.RewardMean), verdicts = Has(MetricNames.Accuracy), entropies = Has(MetricNames.PlanningEntropy), logProbs = Has(MetricNames.PlanningPerplexity);
        string text = steps ? "text and steps" : "one step only: no curve";
        return
        [
            ("Figure 3, semantic entropy", steps, text), ("Figure 3, length and accuracy", steps && verdicts, !verdicts ? "needs rewards or verdicts" : text),
            ("Figure 3, token entropy", steps && entropies, entropies ? text : "needs token entropies"), ("Figure 3, perplexity", steps && logProbs, logProbs ? text : "needs log-probs"),
            ("Figure 5, kinds of errors", false, "needs a judge of each wrong answer"), ("Figure 6, semantic entropy and accuracy", steps && verdicts, !verdicts ? "needs rewards or verdicts" : text),
            ("Figures 9 and 10, high-entropy tokens", entropies, entropies ? "token entropies" : "need token entropies"), ("Table 1, accuracy", verdicts, verdicts ? "verdicts" : "needs rewards or verdicts"),
            ("Appendix A, strategic grams", true, rewards ? "text and rewards" : "text (all solutions are mined where none is judged)"),
        ];

        bool Has(string metric) => report.Rows.Any(r => r[metric] is not null);
    }

    private static string Planning(LogReport report)
    {
        var text = new List<string>();
        if (report.Mean(MetricNames.PlanningShare) is double share) text.Add($"{NumberText.Percent(share)} of the tokens belong to strategic grams (2 to 6 % in the paper), {NumberText.Of(report.Mean(MetricNames.Grams))} grams a rollout.");
        if (report.Mean(LogMetricNames.ThinkingShare) is double thinking) text.Add($"In the thoughts it is {NumberText.Percent(thinking)}{(report.Mean(LogMetricNames.AnswerShare) is double answer ? $", outside them {NumberText.Percent(answer)}" : "")}.");
        if (report.Rows[^1] is var last && last[LogMetricNames.Corrected] is double entropy)
            text.Add($"The semantic entropy of the last step is {NumberText.Of(entropy)} nats{(last[LogMetricNames.CorrectedLow] is double low ? $" (95 % {NumberText.Of(low)} to {NumberText.Of(last[LogMetricNames.CorrectedHigh])}, jackknife over prompts)" : "")}, the bias of few counts taken off; as counted it is {NumberText.Of(last[MetricNames.SemanticEntropy])}.");
        if (text.Count == 0) text.Add("No strategic gram occurs; the texts may be in another language or form than the library: mine one with --grams mined.");
        return string.Join(" ", text);
    }

    private static string Replay(LogReport report)
    {
        if (!report.Rows.Any(r => r[MetricNames.RewardMean] is not null)) return "Not known: the log has no rewards. Name the member that is one with --reward PATH.";
        if (!report.Rows.Any(r => r[MetricNames.FlatGroups] is not null)) return "Not known: every prompt has one rollout, so that no reward can be held against its group's.";
        string flat = report.Mean(MetricNames.FlatGroups) is double share ? $"In {NumberText.Percent(share)} of the groups all rewards are equal, so that no rule learns from them. " : "";
        MetricRow[] rows = [.. report.Rows.Where(r => r[LogMetricNames.Cosine] is not null)];
        if (rows.Length == 0) return flat + "No group teaches anything, whatever the rule.";
        double[] cosines = [.. rows.Select(r => r[LogMetricNames.Cosine]!.Value)];
        MetricRow last = rows[^1];
        string interval = last[LogMetricNames.CosineLow] is double low ? $", 95 % {low.ToString("F4", CultureInfo.InvariantCulture)} to {last[LogMetricNames.CosineHigh]!.Value.ToString("F4", CultureInfo.InvariantCulture)} over groups" : "";
        string range = rows.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (over the steps {cosines.Min():F4} to {cosines.Max():F4})");
        return string.Create(CultureInfo.InvariantCulture, $"{flat}At alpha {report.Alpha} HICRA's gradient makes an angle of {last[LogMetricNames.Angle]!.Value:F1}° with GRPO's in the last step (cosine {last[LogMetricNames.Cosine]!.Value:F4}{interval}){range}; {NumberText.Percent(last[LogMetricNames.GradientShare] ?? 0)} of GRPO's gradient lies on planning tokens, {NumberText.Percent(last[LogMetricNames.OwnGradientShare] ?? 0)} of HICRA's. This is with respect to log-probs, of one update at ratio 1; whether accuracy would rise a replay cannot tell, since under another rule the policy would have written other texts.");
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}
