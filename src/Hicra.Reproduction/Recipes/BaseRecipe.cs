using Hicra.Training.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Recipes;

/// <summary>A base model that an item needs.</summary>
/// <param name="Family">Whose authors it learns from.</param>
/// <param name="Seed">Its first weights and its texts.</param>
/// <param name="Batches">Updates; the puzzle world's shipped base model had 2,000.</param>
public sealed record BaseRecipe(Family Family, long Seed, int Batches)
{
    /// <summary>The updates of the base model that is shipped for the puzzle world.</summary>
    public const int ShippedBatches = 2000;

    /// <summary>Whether it is shipped, so that it is never made.</summary>
    public bool IsShipped => Shipped is not null;

    /// <summary>The name of the shipped model that it is; null for one that is made.</summary>
    public string? Shipped => Seed == Family.ShippedSeed && Batches == Family.Batches ? Family.Shipped : null;

    /// <summary>The recipe of pretraining.</summary>
    public PretrainOptions Options => WorldRecipe.Of(Family.WorldName).Pretraining with { Seed = Seed, Batches = Batches };

    /// <summary>For folders and lists, for example <c>sound-0</c>.</summary>
    public string Name => FormattableString.Invariant($"{Family.Name}-{Seed}");

    /// <summary>Stands for everything that determines the weights.</summary>
    public string Digest => Shipped ?? RecipeDigest.Of(Everything);

    /// <summary>The recipe in a line; pictures are of the puzzle world's problems, and the family's words say how they are drawn.</summary>
    public string Everything => Shipped ?? FormattableString.Invariant($"{(Family.Sees ? WorldCatalog.Puzzle : Family.WorldName)} base {Family.Fingerprint} seed {Seed} batches {Options.Batches} of {Options.BatchSize} lr {Options.LearningRate} warm-up {Options.WarmUp} final {Options.FinalShare} decay {Options.WeightDecay}");
}
