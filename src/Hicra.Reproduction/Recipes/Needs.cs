namespace Hicra.Reproduction.Recipes;

/// <summary>What an item needs to be made.</summary>
/// <param name="Runs">Runs.</param>
/// <param name="Evaluations">Evaluations, each of a base model or of one of the runs.</param>
public sealed record Needs(IReadOnlyList<RunRecipe> Runs, IReadOnlyList<EvaluationRecipe> Evaluations)
{
    /// <summary>Gradients taken apart, each of one of the runs.</summary>
    public IReadOnlyList<SplitRecipe> Splits { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static Needs Nothing { get; } = new([], []);

    /// <summary>The base models of all of it, those that are not shipped.</summary>
    public IReadOnlyList<BaseRecipe> Bases => [.. Runs.Select(r => r.Base).Concat(Evaluations.Select(e => e.Base)).DistinctBy(b => b.Digest).Where(b => !b.IsShipped)];

    /// <summary>Runs alone.</summary>
    public static Needs Of(params IEnumerable<IReadOnlyList<RunRecipe>> runs) => new([.. runs.SelectMany(r => r)], []);

    /// <summary>All of several, everything once.</summary>
    public static Needs Union(IEnumerable<Needs> needs)
    {
        Needs[] all = [.. needs];
        EvaluationRecipe[] evaluations = [.. all.SelectMany(n => n.Evaluations).DistinctBy(e => e.Digest)];
        return new([.. all.SelectMany(n => n.Runs).Concat(evaluations.Select(e => e.Run).OfType<RunRecipe>()).DistinctBy(r => r.Digest)], evaluations) { Splits = [.. all.SelectMany(n => n.Splits).DistinctBy(s => s.Digest)] };
    }
}
