using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>What several items say of their runs, and how they find them.</summary>
internal static class StandIns
{
    /// <summary>What every item of this kit scales down.</summary>
    public static IReadOnlyList<string> ScaledDown { get; } =
    [
        "models of 0.1 to 0.4 million parameters stand in for 4 to 8 billion",
        "number puzzles with an exact verifier stand in for mathematics",
        "20 to 60 tokens a response, a third of them planning (2 to 6 % in the paper); in the long world, where it is shown, 110 to 640 tokens, 2 to 6 % of them planning",
    ];

    /// <summary>What a figure calls a family.</summary>
    public static string Label(Family family) => family.StandsFor.Count == 0 ? $"{family.Title} (2 to 6 % planning tokens)" : $"{family.Title} (stands in for {string.Join(", ", family.StandsFor)})";

    /// <summary>The finished runs among some; the names of the others are added to <paramref name="missing"/>.</summary>
    public static IReadOnlyList<MadeRun> Find(IEvidence evidence, IReadOnlyList<RunRecipe> recipes, List<string> missing)
    {
        var found = new List<MadeRun>();
        foreach (RunRecipe recipe in recipes)
        {
            if (evidence.Run(recipe) is { } run) found.Add(run);
            else missing.Add(recipe.Name);
        }
        return found;
    }

    /// <summary>The state of an item that measured what there was.</summary>
    public static ItemState State(bool any, IReadOnlyList<string> missing, IReadOnlyList<Lack> lacks) =>
        !any ? ItemState.NotRun : missing.Count > 0 || lacks.Count > 0 ? ItemState.InPart : ItemState.Measured;
}
