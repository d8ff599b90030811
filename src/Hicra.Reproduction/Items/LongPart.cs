using Hicra.Interactive.Features.Paper;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>An item's part in the long world, where planning is the paper's share of all tokens.</summary>
/// <param name="Needs">The runs that it needs.</param>
/// <param name="Draw">Draws it from what there is.</param>
internal sealed record LongPart(Func<RunScale, Needs> Needs, Func<RunScale, IEvidence, Drawing> Draw)
{
    /// <summary>What titles call it.</summary>
    public const string In = "in the long world (2 to 6 % planning tokens)";

    /// <summary>A part that rests on GRPO's runs alone.</summary>
    /// <param name="draw">Draws the finished runs; state and missing ones are added.</param>
    public static LongPart OfGrpo(Func<IReadOnlyList<MadeRun>, IEvidence, Drawing> draw) => new(scale => Recipes.Needs.Of(scale.Runs(Families.LongWorld, "grpo")), (scale, evidence) =>
    {
        var missing = new List<string>();
        IReadOnlyList<MadeRun> runs = StandIns.Find(evidence, scale.Runs(Families.LongWorld, "grpo"), missing);
        return runs.Count == 0 ? new Drawing { State = ItemState.NotRun, Missing = missing } : draw(runs, evidence) with { State = StandIns.State(true, missing, []), Missing = missing };
    });

    /// <summary>A part that looks into the rollouts of the run whose responses are shown.</summary>
    /// <param name="draw">Draws the run of a recipe.</param>
    public static LongPart OfRollouts(Func<RunRecipe, IEvidence, Drawing> draw) =>
        new(scale => Recipes.Needs.Of([scale.Looked(Families.LongWorld)]), (scale, evidence) => draw(scale.Looked(Families.LongWorld), evidence));

    /// <summary>Runs by base model, in the order of their seeds.</summary>
    public static IEnumerable<(BaseRecipe Base, IReadOnlyList<MadeRun> Runs)> ByBase(IReadOnlyList<MadeRun> runs) => runs.GroupBy(r => r.Recipe.Base).OrderBy(g => g.Key.Seed).Select(g => (g.Key, (IReadOnlyList<MadeRun>)[.. g]));

    /// <summary>An item's two parts as one: the long world's below the puzzle's.</summary>
    public static Drawing Join(Drawing puzzle, Drawing part) => puzzle with
    {
        State = puzzle.State == part.State ? puzzle.State : ItemState.InPart,
        Measured = [.. puzzle.Measured, .. part.Measured],
        Differences = [.. puzzle.Differences, .. part.Differences.Select(d => d.StartsWith("Long world", StringComparison.Ordinal) ? d : $"Long world: {char.ToLowerInvariant(d[0])}{d[1..]}")],
        Numbers = Join(puzzle.Numbers, part.Numbers),
        Missing = [.. puzzle.Missing, .. part.Missing],
    };

    private static Exhibit? Join(Exhibit? puzzle, Exhibit? part) =>
        puzzle?.Value is PaperTable a && part?.Value is PaperTable b ? puzzle with { Value = a with { Rows = [.. a.Rows, .. b.Rows] } } : puzzle ?? part;
}
