using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 11: does it matter which strategic grams are listed? Qwen3-4B-Base.</summary>
public sealed class Figure11SensitivitySmall() : PaperItem(PaperItemKind.Figure, 11, "30 % of the grams dropped, Qwen3-4B-Base")
{
    /// <inheritdoc/>
    public override string Shows => "The four panels of Figure 3 for Qwen3-4B-Base, (a) with all strategic grams and (b) with a random 30 % of them dropped, steps 0 to 150.";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [19];

    /// <inheritdoc/>
    public override string? Notebook => "05-two-entropies";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Base)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => SensitivityDrawing.Of(this, "Qwen3-4B-Base", Families.Base, [], scale, evidence);

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfRollouts((recipe, evidence) => SensitivityDrawing.Measured(this, recipe, [], evidence));
}
