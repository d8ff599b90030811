using Hicra.Interactive.Features.Paper;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 12: does it matter which strategic grams are listed? Qwen2.5-7B-Base.</summary>
public sealed class Figure12SensitivityLarge() : PaperItem(PaperItemKind.Figure, 12, "30 % of the grams dropped, Qwen2.5-7B-Base")
{
    // The legends give the perplexities at the start.
    private static readonly PaperRow[] Known =
    [
        Row("planning tokens, all grams", 3.1), Row("planning tokens, 30 % dropped", 3.2), Row("execution tokens, all grams", 1.7), Row("execution tokens, 30 % dropped", 1.7),
    ];

    /// <inheritdoc/>
    public override string Shows => "The four panels of Figure 3 for Qwen2.5-7B-Base, (a) with all strategic grams and (b) with a random 30 % of them dropped, steps 0 to 500. The legends give perplexities at the start: planning 3.1 and 3.2, execution 1.7 in both.";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [19];

    /// <inheritdoc/>
    public override string? Notebook => "05-two-entropies";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Larger)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => SensitivityDrawing.Of(this, "Qwen2.5-7B-Base", Families.Larger, Known, scale, evidence);

    private static PaperRow Row(string what, double reported) => new() { Item = $"perplexity at the start, {what}", Reported = reported, Source = "printed" };
}
