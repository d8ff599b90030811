using Hicra.Training.Learning;

namespace Hicra.Reproduction.Recipes;

/// <summary>A base model that an item needs.</summary>
/// <param name="Family">Whose authors it learns from.</param>
/// <param name="Seed">Its first weights and its texts.</param>
/// <param name="Batches">Updates; the shipped base model had 2,000.</param>
public sealed record BaseRecipe(Family Family, long Seed, int Batches)
{
    /// <summary>The shipped base model's updates.</summary>
    public const int ShippedBatches = 2000;

    /// <summary>Whether it is the shipped one, which is never made.</summary>
    public bool IsShipped => Family.Shipped is not null && Seed == 0 && Batches == Family.Batches;

    /// <summary>The recipe of pretraining.</summary>
    public PretrainOptions Options => new() { Seed = Seed, Batches = Batches };

    /// <summary>For folders and lists, for example <c>sound-0</c>.</summary>
    public string Name => FormattableString.Invariant($"{Family.Name}-{Seed}");

    /// <summary>Stands for everything that determines the weights.</summary>
    public string Digest => IsShipped ? Family.Shipped! : RecipeDigest.Of(Everything);

    /// <summary>The recipe in a line.</summary>
    public string Everything => IsShipped ? Family.Shipped! : FormattableString.Invariant($"puzzle base {Family.Fingerprint} seed {Seed} batches {Options.Batches} of {Options.BatchSize} lr {Options.LearningRate} warm-up {Options.WarmUp} final {Options.FinalShare} decay {Options.WeightDecay}");
}
