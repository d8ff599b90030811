namespace Hicra.Reproduction.Recipes;

/// <summary>Accuracy of a model on the problem sets of Table 1, or of Table 2 where its problems are pictures.</summary>
/// <param name="Base">The base model.</param>
/// <param name="Run">The run whose final weights are judged; null for the base model itself.</param>
/// <param name="Samples">Samples a problem.</param>
public sealed record EvaluationRecipe(BaseRecipe Base, RunRecipe? Run, int Samples)
{
    /// <summary>The paper's temperature of evaluation (section E.1).</summary>
    public const double Temperature = 0.6;

    /// <summary>Problems of a set at most.</summary>
    public const int Problems = 64;

    /// <summary>For files and lists.</summary>
    public string Name => Run?.Name ?? Base.Name;

    /// <summary>Stands for everything that determines the result.</summary>
    public string Digest => RecipeDigest.Of(FormattableString.Invariant($"evaluation {Run?.Digest ?? Base.Digest} temperature {Temperature} samples {Samples} problems {Problems} sets {string.Join(' ', ProblemSets.Of(Base.Family).Select(s => s.Name))}"));
}
