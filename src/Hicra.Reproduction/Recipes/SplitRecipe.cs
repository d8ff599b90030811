namespace Hicra.Reproduction.Recipes;

/// <summary>HICRA's gradient in parts, at several steps of a run.</summary>
/// <param name="Run">The run whose checkpoints are looked at.</param>
public sealed record SplitRecipe(RunRecipe Run)
{
    /// <summary>The steps: those that have a checkpoint.</summary>
    public IReadOnlyList<int> Steps => [.. Enumerable.Range(0, Run.Steps / RunRecipe.CheckpointEvery + 1).Select(i => i * RunRecipe.CheckpointEvery).Append(Run.Steps).Distinct()];

    /// <summary>For files and lists.</summary>
    public string Name => Run.Name;

    /// <summary>Stands for everything that determines the result.</summary>
    public string Digest => RecipeDigest.Of($"gradient split {Run.Digest} steps {string.Join(' ', Steps)}");
}
