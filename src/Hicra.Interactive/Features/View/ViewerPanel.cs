using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.View;

/// <summary>One chart of the page.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Keys">The metrics and their names in the chart. A name that ends in <c>*</c> stands for the first metric that begins so.</param>
internal sealed record ViewerPanel(string Title, params (string Key, string Name)[] Keys)
{
    /// <summary>The charts, in reading order: first what one hopes for, then the paper's dynamics, then the optimiser.</summary>
    public static IReadOnlyList<ViewerPanel> All { get; } =
    [
        new("Accuracy of rollouts", (MetricNames.Accuracy, "accuracy")),
        new("Validation accuracy", ("val-core/*", "validation")),
        new("Entropy by token class (nats)", (MetricNames.PlanningEntropy, "planning"), (MetricNames.ExecutionEntropy, "execution")),
        new("Semantic entropy of grams (nats)", (MetricNames.SemanticEntropy, "semantic entropy")),
        new("Errors", (MetricNames.PlanningErrors, "planning"), (MetricNames.OtherErrors, "other")),
        new("Execution perplexity", (MetricNames.ExecutionPerplexity, "execution")),
        new("Response length (tokens)", (MetricNames.ResponseLength, "mean length")),
        new("Planning tokens", (MetricNames.PlanningShare, "planning share")),
        new("Policy loss", (MetricNames.PolicyLoss, "loss")),
        new("Clipped tokens", (MetricNames.ClipFraction, "clipped")),
        new("Gradient norm", (MetricNames.GradientNorm, "norm")),
        new("Groups of equal rewards", (MetricNames.FlatGroups, "no signal")),
    ];
}
