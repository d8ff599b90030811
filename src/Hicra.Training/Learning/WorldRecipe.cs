using Hicra.Training.Policies;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Learning;

/// <summary>How a world is trained where nothing else is said: the shape and the recipe of its base model, and the defaults of RL.</summary>
public sealed record WorldRecipe
{
    private static readonly WorldRecipe Plain = new();

    // The puzzle world's, with a patch embedding, a layer to read with, and room for the pictures.
    private static readonly WorldRecipe Seen = new()
    {
        Shape = ModelConfig.Puzzle(PuzzleVocabulary.Words.Count, PuzzleVocabulary.End, PuzzleVocabulary.Pad) with { Layers = 3, PatchPixels = PatchToken.Pixels, MaxPositions = 176 },
        Pretraining = new PretrainOptions { Batches = 3000 },
    };

    private static readonly Dictionary<string, WorldRecipe> Known = new(StringComparer.Ordinal)
    {
        [WorldCatalog.Puzzle] = new() { Shape = ModelConfig.Puzzle(PuzzleVocabulary.Words.Count, PuzzleVocabulary.End, PuzzleVocabulary.Pad), Shipped = "shipped" },
        [WorldCatalog.LongSums] = new()
        {
            Shape = ModelConfig.Puzzle(LongVocabulary.Words.Count, LongVocabulary.End, LongVocabulary.Pad) with { KeyValueHeads = 4, MaxPositions = 1400 },
            Pretraining = new PretrainOptions { Batches = 2300, BatchSize = 32 },
            Training = new TrainingOptions { Prompts = 16, MaxNewTokens = 640, Optimizer = new AdamWOptions { LearningRate = 5e-5 } },
            Gate = LongGate.Judge,
            Shipped = "shipped-long",
        },
        [WorldCatalog.Vision] = Seen with { Shipped = "shipped-vision" },
        [WorldCatalog.NoisyVision] = Seen with { Shipped = "shipped-vision-noisy" },
        ["stories"] = new()
        {
            Shipped = "stories",
            Training = new TrainingOptions { Steps = 100, Prompts = 6, MaxNewTokens = 256, ValidationProblems = 32, ValidationEvery = 25 },
        },
    };

    /// <summary>The shape of the base model; null where the kit has no recipe for one.</summary>
    public ModelConfig? Shape { get; init; }

    /// <summary>The recipe of the base model.</summary>
    public PretrainOptions Pretraining { get; init; } = new();

    /// <summary>The defaults of RL.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>What a base model must show before RL begins; null where the world asks for nothing.</summary>
    public Func<ISampler, IWorld, CancellationToken, BaseVerdict>? Gate { get; init; }

    /// <summary>The name of the base model that is shipped for the world; null where none is.</summary>
    public string? Shipped { get; init; }

    /// <summary>The recipe of a world; the general defaults for one of the user's own.</summary>
    public static WorldRecipe Of(string world) => Known.GetValueOrDefault(world, Plain);
}
