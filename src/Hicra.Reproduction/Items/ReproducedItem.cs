using Hicra.Reproduction.Recipes;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Items;

/// <summary>An item with what was drawn of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Scale">The scale of its runs.</param>
/// <param name="Drawing">Reported, measured, and the difference.</param>
public sealed record ReproducedItem(PaperItem Item, RunScale Scale, Drawing Drawing)
{
    /// <summary>What the runs say of the claims that rest on it, a line each; empty where nobody asked.</summary>
    public IReadOnlyList<string> Verdicts { get; init; } = [];

    /// <summary>The command that makes its runs and draws it.</summary>
    public string Command => $"hicra reproduce {Item.Id} --scale {Scale.Name}{(Scale.Has(WorldCatalog.Puzzle) ? "" : $" --world {WorldCatalog.LongSums}")}";

    /// <summary>How far it is reproduced, in words; with the reason where it is not.</summary>
    public string State => Drawing.State switch
    {
        ItemState.Measured => "measured",
        ItemState.InPart when Drawing.Missing.Count > 0 => "measured in part",
        ItemState.InPart => "measured, but for what is not here yet",
        ItemState.NotRun => "not run",
        _ => Item.Lacks.Count > 0 ? Item.Lacks[0].Why : "not yet",
    };
}
