using System.Globalization;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Reproduction.Recipes;

/// <summary>
/// A stand-in for a model of the paper: a small transformer whose base model learned from authors of certain habits. It shares
/// with the model that it stands for the one property that the paper makes its point with, and nothing else.
/// </summary>
public sealed record Family
{
    /// <summary>The name in folders and options, for example <c>sound</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The paper's models that it stands for, as <c>data/paper</c> names them in Figures 3 and 13.</summary>
    public required IReadOnlyList<string> StandsFor { get; init; }

    /// <summary>What it shares with them.</summary>
    public required string Shares { get; init; }

    /// <summary>What it does not share with them.</summary>
    public required string Lacks { get; init; }

    /// <summary>The name of the world in which it is trained.</summary>
    public string WorldName { get; init; } = WorldCatalog.Puzzle;

    /// <summary>The habits of the authors of its base model's texts, in the puzzle world.</summary>
    public PuzzleAuthorOptions Authors { get; init; } = new();

    /// <summary>The habits of authors who were asked to think, where the family has two modes: half of its texts are theirs, behind a prompt that ends with a second colon; null for one mode.</summary>
    /// <remarks>RL, validation and problem sets have the plain prompt: what is trained and judged is the mode without thinking.</remarks>
    public PuzzleAuthorOptions? ThinkingAuthors { get; init; }

    /// <summary>What of the authors differs from the base recipe, as settings; empty for nothing.</summary>
    public string Habits { get; init; } = "";

    /// <summary>The shipped model that is its base model of <see cref="ShippedSeed"/>; null where none is.</summary>
    public string? Shipped => Name switch { "base" => BaseModel.Shipped, "seeing" => BaseModel.ShippedVision, "misreading" => BaseModel.ShippedNoisyVision, "long" => BaseModel.ShippedLong, _ => null };

    /// <summary>The seed of the shipped model.</summary>
    public long ShippedSeed => Name == "long" ? Families.ShippedLongSeed : 0;

    /// <summary>Updates of its base model where the scale does not say.</summary>
    public int Batches => WorldRecipe.Of(WorldName).Pretraining.Batches;

    /// <summary>Whether it is of the long world.</summary>
    public bool IsLong => WorldName == WorldCatalog.LongSums;

    /// <summary>Whether its problems are pictures.</summary>
    public bool Sees => Seen is not null;

    /// <summary>Layers of the transformer.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Heads, each 16 wide.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>The shape of the model: the world's, with this family's layers and width.</summary>
    public ModelConfig Shape => Pretrainer.Shape(World()) with { Layers = Layers, Heads = Heads, HiddenSize = 16 * Heads, IntermediateSize = 44 * Heads };

    // A family of one mode is written as it always was: bases and runs are kept by these words.
    /// <summary>Everything that tells its base models from those of other families, as text.</summary>
    internal string Fingerprint => IsLong ? FormattableString.Invariant($"layers {Layers} heads {Heads} authors of the recipe") : FormattableString.Invariant($"layers {Layers} heads {Heads} authors {Written(Authors)}{(ThinkingAuthors is null ? "" : $" thinking {Written(ThinkingAuthors)}")}{(Seen is { } seen ? FormattableString.Invariant($" pictures {seen.Pictures.Noise} {seen.Pictures.Clutter}") : "")}");

    /// <summary>The world whose authors have these habits; problems and verifier are those of the world of its name.</summary>
    internal IAuthoredWorld World() => IsLong ? new LongWorld()
        : Seen is { } seen ? new VisionWorld(seen.Name, seen.Pictures, new PuzzleAuthor(Authors))
        : new AuthoredPuzzle(new PuzzleAuthor(Authors), ThinkingAuthors is null ? null : new PuzzleAuthor(ThinkingAuthors));

    private VisionWorld? Seen => WorldCatalog.BuiltIn.Find(WorldName) as VisionWorld;

    private static string Written(PuzzleAuthorOptions authors) =>
        FormattableString.Invariant($"{authors.Slip} {authors.MarkerSlip} {authors.Persistent} {authors.PersistentGo} {authors.PersistentVerify} {authors.Go} {authors.Verify} {authors.LookBack} {authors.Insight} {authors.LookBackInsight} {authors.MaxAttempts} [{Listed(authors.StrategyWeights)}] [{Listed(authors.ParaphraseWeights)}]");

    private static string Listed(IReadOnlyList<double> weights) => string.Join(' ', weights.Select(w => w.ToString(CultureInfo.InvariantCulture)));
}
