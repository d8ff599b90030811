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
        new("Accuracy of rollouts (share)", ("hicra/accuracy", "accuracy")),
        new("Validation accuracy (share)", ("val-core/*", "validation")),
        new("Entropy by token class (nats)", ("hicra/entropy/planning", "planning"), ("hicra/entropy/execution", "execution")),
        new("Semantic entropy of grams (nats)", ("hicra/semantic_entropy", "semantic entropy")),
        new("Errors (share of rollouts)", ("hicra/error/planning", "planning"), ("hicra/error/other", "other")),
        new("Execution perplexity", ("hicra/perplexity/execution", "execution")),
        new("Response length (tokens)", ("response_length/mean", "mean length")),
        new("Planning tokens (share)", ("hicra/planning_share", "planning share")),
        new("Policy loss", ("actor/pg_loss", "loss")),
        new("Clipped tokens (share)", ("actor/pg_clipfrac", "clipped")),
        new("Gradient norm", ("actor/grad_norm", "norm")),
        new("Groups of equal rewards (share)", ("frac_reward_zero_std", "no signal")),
    ];
}
