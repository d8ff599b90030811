using System.Globalization;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 2: a response with its planning tokens marked.</summary>
public sealed class Figure02MarkedSample() : PaperItem(PaperItemKind.Figure, 2, "a response with its strategic grams marked")
{
    /// <inheritdoc/>
    public override string Shows => "A response of Qwen3-4B after GRPO with its strategic grams marked: deduction (\"we can use the fact that\"), branching (\"let's try a different approach\"), backtracing (\"but the problem mentions that\").";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [21];

    /// <inheritdoc/>
    public override string? Notebook => "03-the-reasoning-hierarchy";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Base)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        RunRecipe recipe = scale.Looked(Families.Base);
        Exhibit[] reported = [new(new TextBlock("Figure 2 as reported", ["Deduction: \"we can use the fact that\". Branching: \"let's try a different approach\". Backtracing: \"but the problem mentions that\"."]), "Examples printed in the paper's text; the image could not be had.")];
        if (evidence.RolloutSteps(recipe) is not [var first, .., var last]) return new Drawing { State = ItemState.NotRun, Missing = [$"rollouts of {recipe.Name}"], Reported = reported };
        IReadOnlyList<Rollout> late = evidence.Rollouts(recipe, last), early = evidence.Rollouts(recipe, first);
        var rows = new List<string[]> { (string[])["move", "an example", FormattableString.Invariant($"per 100 responses at step {first}"), FormattableString.Invariant($"at step {last}")] };
        foreach (StrategicMove move in (StrategicMove[])[StrategicMove.Deduction, StrategicMove.Branching, StrategicMove.Backtracing])
            rows.Add([move.ToString().ToLowerInvariant(), Example(late, move), Rate(early, move), Rate(late, move)]);
        var measured = new List<Exhibit>();
        if (Samples.Best(late) is { } sample) measured.Add(new(sample, FormattableString.Invariant($"Step {last} of {recipe.Name}: a right response with as many kinds of moves as any has, the shortest of those.")));
        measured.Add(new(new GridTable("Moves before and after RL", rows) { LeftColumns = 2 }));
        return new Drawing
        {
            State = ItemState.Measured, Reported = reported, Measured = measured,
            Differences = ["The three moves of the paper are there because the world's phrases were written to have them; how often each is used is what RL decides."],
        };
    }

    private static string Example(IReadOnlyList<Rollout> rollouts, StrategicMove move) => rollouts.SelectMany(Samples.Moves).FirstOrDefault(s => s.Move == move)?.Text ?? "none was said";

    private static string Rate(IReadOnlyList<Rollout> rollouts, StrategicMove move) =>
        (100.0 * rollouts.Sum(r => r.PlanningSpans?.Count(s => Samples.MoveOf(s.Gram) == move) ?? 0) / rollouts.Count).ToString("F0", CultureInfo.InvariantCulture);
}
