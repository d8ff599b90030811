using System.Globalization;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
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

    /// <summary>The habits of the authors of its base model's texts.</summary>
    public PuzzleAuthorOptions Authors { get; init; } = new();

    /// <summary>What of the authors differs from the base recipe, as settings; empty for nothing.</summary>
    public string Habits { get; init; } = "";

    /// <summary>The world of its problems.</summary>
    public string WorldName { get; init; } = WorldCatalog.Puzzle;

    /// <summary>The shipped model that is its base model of seed 0; null where none is.</summary>
    public string? Shipped => Name switch { "base" => BaseModel.Shipped, "seeing" => BaseModel.ShippedVision, "misreading" => BaseModel.ShippedNoisyVision, _ => null };

    /// <summary>Updates of its base model where the scale does not say.</summary>
    public int Batches => WorldRecipe.Of(WorldName).Pretraining.Batches;

    /// <summary>Whether its problems are pictures.</summary>
    public bool Sees => Seen is not null;

    /// <summary>Layers of the transformer.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Heads, each 16 wide.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>The shape of the model: the puzzle world's, with this family's layers and width.</summary>
    public ModelConfig Shape => Pretrainer.Shape(World()) with { Layers = Layers, Heads = Heads, HiddenSize = 16 * Heads, IntermediateSize = 44 * Heads };

    /// <summary>Everything that tells its base models from those of other families, as text.</summary>
    internal string Fingerprint => FormattableString.Invariant($"layers {Layers} heads {Heads} authors {Authors.Slip} {Authors.MarkerSlip} {Authors.Persistent} {Authors.PersistentGo} {Authors.PersistentVerify} {Authors.Go} {Authors.Verify} {Authors.LookBack} {Authors.Insight} {Authors.LookBackInsight} {Authors.MaxAttempts} [{Listed(Authors.StrategyWeights)}] [{Listed(Authors.ParaphraseWeights)}]{(Seen is { } seen ? FormattableString.Invariant($" pictures {seen.Pictures.Noise} {seen.Pictures.Clutter}") : "")}");

    /// <summary>The world whose authors have these habits; problems and verifier are the puzzle world's.</summary>
    internal IAuthoredWorld World() => Seen is { } seen ? new VisionWorld(seen.Name, seen.Pictures, new PuzzleAuthor(Authors)) : new AuthoredPuzzle(new PuzzleAuthor(Authors));

    private VisionWorld? Seen => WorldCatalog.BuiltIn.Find(WorldName) as VisionWorld;

    private static string Listed(IReadOnlyList<double> weights) => string.Join(' ', weights.Select(w => w.ToString(CultureInfo.InvariantCulture)));
}
