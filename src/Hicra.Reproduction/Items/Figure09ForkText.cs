using Hicra.Metrics;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;

namespace Hicra.Reproduction.Items;

/// <summary>A response whose tokens are marked as planning, as of high entropy, or as both.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Tokens">[tokens] their text.</param>
/// <param name="Planning">[tokens] whether a token plans.</param>
/// <param name="HighEntropy">[tokens] whether its entropy is among the highest.</param>
public sealed record MarkedText(string Title, IReadOnlyList<string> Tokens, IReadOnlyList<bool> Planning, IReadOnlyList<bool> HighEntropy);

/// <summary>Figure 9: a response with high-entropy and planning tokens coloured.</summary>
public sealed class Figure09ForkText() : PaperItem(PaperItemKind.Figure, 9, "planning and high-entropy tokens in a text")
{
    private const double Top = 0.3;

    /// <inheritdoc/>
    public override string Shows => "One solution (a geometry problem) in which high-entropy tokens, planning tokens, and tokens that are both are coloured. Several marked spans are not in the paper's own Listing 1.";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [18];

    /// <inheritdoc/>
    public override string? Notebook => "08-fork-tokens";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Base)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Exhibit[] reported = [new(new TextBlock("Figure 9 as reported", ["Marked as planning or both: \"Alright, so\", \"need to find\", \"Hmm, okay. Let me try to\", \"Let's denote\", \"Wait, but I need to\", and fifteen more."]))];
        return Marked(scale.Looked(Families.Base), evidence) with { Reported = reported };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfRollouts(Marked);

    private static Drawing Marked(RunRecipe recipe, IEvidence evidence)
    {
        if (evidence.RolloutSteps(recipe) is not [.., var last] || evidence.Rollouts(recipe, last) is not { Count: > 0 } rollouts || Samples.Best(rollouts, Samples.MovesOf(recipe.World)) is not { } sample)
            return new Drawing { State = ItemState.NotRun, Missing = [$"rollouts of {recipe.Name}"] };
        double threshold = Threshold(rollouts);
        bool[] planning = Mask(sample), high = [.. sample.Entropies!.Select(e => e >= threshold)];
        float[] entropies = [.. rollouts.SelectMany(r => r.Entropies!)];
        HighEntropyOverlap all = HighEntropyOverlap.Measure<float>(entropies, [.. rollouts.SelectMany(Mask)], topFraction: Top);
        var text = new MarkedText(FormattableString.Invariant($"Step {last} of {recipe.Name}: a right response to \"{sample.Prompt}\""), [.. RolloutTokens.Pieces(sample)], planning, high);
        return new Drawing
        {
            State = ItemState.Measured,
            Measured = [new(text, FormattableString.Invariant($"High entropy: the {100 * Top:F0} % of the tokens of these responses with the highest, {threshold:F3} nats and more."))],
            Differences = [FormattableString.Invariant($"Of the {all.Tokens:N0} tokens of {rollouts.Count} responses of the step {100.0 * all.Planning / all.Tokens:F1} % plan. Of those, {100.0 * all.Both / all.Planning:F1} % are of high entropy; of the tokens of high entropy, {100.0 * all.Both / Math.Max(1, all.HighEntropy):F1} % plan (fewer than 10 % in the paper, where 2 to 6 % of all tokens plan).")],
        };
    }

    private static double Threshold(IReadOnlyList<Rollout> rollouts)
    {
        float[] entropies = [.. rollouts.SelectMany(r => r.Entropies ?? []).Order()];
        return Quantiles.OfSorted<float>(entropies, 1 - Top);
    }

    private static bool[] Mask(Rollout rollout) => Samples.Mask(rollout.TokenCount ?? 0, rollout.PlanningSpans ?? []);
}
