namespace Hicra.Interactive.Commands;

/// <summary>The metrics that people plot, for completion and tables.</summary>
internal static class MetricNames
{
    public static IReadOnlyList<string> Common { get; } =
    [
        "hicra/accuracy", "hicra/sound_attempts", "hicra/semantic_entropy", "hicra/executed_entropy", "hicra/entropy/planning", "hicra/entropy/execution",
        "hicra/perplexity/planning", "hicra/perplexity/execution", "hicra/planning_share", "hicra/grams", "hicra/alpha", "response_length/mean",
        "actor/entropy", "actor/pg_loss", "actor/grad_norm", "critic/rewards/mean", "timing_s/step",
    ];

    /// <summary>What a live table shows: the metric and its heading.</summary>
    public static IReadOnlyList<(string Metric, string Heading, string Format)> Table(string world, int samples) =>
    [
        ("hicra/accuracy", "accuracy", "F3"), ($"val-core/{world}/acc/mean@{samples}", "validation", "F3"), ("hicra/sound_attempts", "sound attempts", "F3"),
        ("hicra/semantic_entropy", "gram entropy (nats)", "F2"), ("hicra/entropy/planning", "planning H (nats)", "F3"), ("hicra/entropy/execution", "execution H (nats)", "F3"),
        ("response_length/mean", "length (tokens)", "F1"),
    ];
}
