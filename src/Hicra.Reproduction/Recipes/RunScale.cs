using Hicra.Interactive.Rendering;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Recipes;

/// <summary>How large a reproduction is: the same runs, fewer or shorter.</summary>
public sealed record RunScale
{
    private const string Both = "both";
    private static readonly string[] Known = [WorldCatalog.Puzzle, WorldCatalog.LongSums];

    /// <summary>Minutes on two cores.</summary>
    public static RunScale Quick { get; } = new()
    {
        Name = "quick", Steps = 80, ValidationEvery = 8, BaseSeeds = [0], Seeds = [0, 1, 2], FamilySeeds = [0, 1, 2], FamilyBatches = 900, VisionSteps = 32, Samples = 4,
        LongSteps = 160, LongValidationEvery = 16, LongBaseSeeds = [Families.ShippedLongSeed], LongSeeds = [0], Worlds = Known,
    };

    /// <summary>Hours: eight base models with two seeds each, four of every other family, and four of the long world: the first from seed 105 on that pass its gate (docs/worlds.md).</summary>
    public static RunScale Full { get; } = new()
    {
        Name = "full", Steps = 400, BaseSeeds = [0, 1, 2, 3, 4, 5, 6, 7], Seeds = [0, 1], FamilyBaseSeeds = [0, 1, 2, 3], FamilySeeds = [0, 1], VisionSteps = 150, Samples = 16,
        LongBaseSeeds = [105, Families.ShippedLongSeed, 109, 112], LongSeeds = [0, 1], Worlds = Known,
    };

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Updates of a run.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps between validations.</summary>
    public int ValidationEvery { get; init; } = 20;

    /// <summary>Seeds of base models of the base family; 0 is the shipped one.</summary>
    public required IReadOnlyList<long> BaseSeeds { get; init; }

    /// <summary>Seeds of RL on each of them.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Seeds of base models of the other families.</summary>
    public IReadOnlyList<long> FamilyBaseSeeds { get; init; } = [0];

    /// <summary>Seeds of RL on each of them.</summary>
    public required IReadOnlyList<long> FamilySeeds { get; init; }

    /// <summary>Updates of base models that are made; the shipped one had 2,000.</summary>
    public int FamilyBatches { get; init; } = BaseRecipe.ShippedBatches;

    /// <summary>Updates of a run of a vision family, whose steps take twice the time; as many as of any where nothing is said. The paper's two have 150 and 215.</summary>
    public int? VisionSteps { get; init; }

    /// <summary>Samples a problem in Tables 1 and 2.</summary>
    public required int Samples { get; init; }

    /// <summary>Updates of a run of the long world, whose second phase begins after step 100.</summary>
    public int LongSteps { get; init; } = 400;

    /// <summary>Steps between its validations.</summary>
    public int LongValidationEvery { get; init; } = 20;

    /// <summary>Seeds of base models of the long world.</summary>
    public IReadOnlyList<long> LongBaseSeeds { get; init; } = [];

    /// <summary>Seeds of RL on each of them.</summary>
    public IReadOnlyList<long> LongSeeds { get; init; } = [];

    /// <summary>The worlds whose runs are wanted.</summary>
    public IReadOnlyList<string> Worlds { get; init; } = [WorldCatalog.Puzzle];

    /// <summary>Whether the runs of a world are wanted.</summary>
    public bool Has(string world) => Worlds.Contains(world);

    /// <summary>The same scale in a world, or in both.</summary>
    /// <param name="word"><c>puzzle</c>, <c>long</c> or <c>both</c>.</param>
    /// <exception cref="HicraException">It is another word.</exception>
    public RunScale In(string word) => word == Both ? this with { Worlds = Known } : Known.Contains(word) ? this with { Worlds = [word] } : throw NameSuggestion.Unknown("world of the reproduction", word, WorldWords);

    /// <summary>The words that <see cref="In"/> takes.</summary>
    public static IReadOnlyList<string> WorldWords => [.. Known, Both];

    /// <summary>The scale of a name.</summary>
    /// <exception cref="HicraException">There is none of that name.</exception>
    public static RunScale Find(string name) => name == Quick.Name ? Quick : name == Full.Name ? Full : throw NameSuggestion.Unknown("scale", name, [Quick.Name, Full.Name]);

    /// <summary>The base models of a family.</summary>
    public IReadOnlyList<BaseRecipe> BasesOf(Family family)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (family.IsLong) return Has(WorldCatalog.LongSums) ? [.. LongBaseSeeds.Select(s => new BaseRecipe(family, s, family.Batches))] : [];
        return family.Name == Families.Base.Name ? [.. BaseSeeds.Select(s => new BaseRecipe(family, s, BaseRecipe.ShippedBatches))] : [.. FamilyBaseSeeds.Select(s => new BaseRecipe(family, s, family.Shipped is null ? FamilyBatches : family.Batches))];
    }

    /// <summary>The runs of a method on a family: all its base models, all seeds.</summary>
    public IReadOnlyList<RunRecipe> Runs(Family family, string method)
    {
        ArgumentNullException.ThrowIfNull(family);
        IReadOnlyList<long> seeds = family.IsLong ? LongSeeds : family.Name == Families.Base.Name ? Seeds : FamilySeeds;
        int steps = family.IsLong ? LongSteps : family.Sees ? VisionSteps ?? Steps : Steps;
        return [.. BasesOf(family).SelectMany(model => seeds.Select(seed => new RunRecipe(model, method, seed, steps) { ValidationEvery = family.IsLong ? LongValidationEvery : ValidationEvery }))];
    }

    /// <summary>The run whose rollouts are looked into.</summary>
    public RunRecipe Looked(Family family) => Runs(family, "grpo") is var runs && runs.FirstOrDefault(r => r.KeepsRollouts) is { } kept ? kept : runs[0];

    /// <summary>The settings in words, for pages.</summary>
    public string Describe() => string.Join("; ", ((string[])
    [
        Has(WorldCatalog.Puzzle) ? FormattableString.Invariant($"{Steps} steps of 256 rollouts; base family: {NumberText.Count(BaseSeeds.Count, "base model", "base models")} x {NumberText.Count(Seeds.Count, "seed", "seeds")}; other families: {NumberText.Count(FamilyBaseSeeds.Count, "base model", "base models")} of {FamilyBatches} batches x {NumberText.Count(FamilySeeds.Count, "seed", "seeds")}") : "",
        Has(WorldCatalog.Puzzle) && VisionSteps is { } steps ? FormattableString.Invariant($"vision families: {steps} steps x {NumberText.Count(FamilySeeds.Count, "seed", "seeds")}") : "",
        Has(WorldCatalog.LongSums) ? FormattableString.Invariant($"long world: {LongSteps} steps of 128 rollouts, {NumberText.Count(LongBaseSeeds.Count, "base model", "base models")} x {NumberText.Count(LongSeeds.Count, "seed", "seeds")}") : "",
    ]).Where(part => part.Length > 0));
}
