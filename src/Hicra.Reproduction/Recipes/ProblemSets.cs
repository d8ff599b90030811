using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Recipes;

/// <summary>A column of Table 1 or 2 here.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Description">What its problems have in common.</param>
/// <param name="Problems">The problems.</param>
public sealed record ProblemSet(string Name, string Description, IReadOnlyList<Problem> Problems)
{
    /// <summary>The world that shows the problems; null for the family's own.</summary>
    public IWorld? World { get; init; }
}

/// <summary>
/// The columns of Table 1 here: puzzles of graded difficulty and of a kind that neither base model nor training ever saw. They are
/// no stand-ins for AIME and the others, and are named for what they are.
/// </summary>
public static class ProblemSets
{
    // The authors' weights of the eight strategies fall from .45 to .02; the first two make 69 % of their first attempts.
    private static readonly int[] Obvious = [0, 1], Middling = [2, 3, 4];

    /// <summary>The sets on which a family is judged.</summary>
    public static IReadOnlyList<ProblemSet> Of(Family family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return family.Sees ? VisionSets.All : All;
    }

    /// <summary>The sets of words.</summary>
    public static IReadOnlyList<ProblemSet> All { get; } =
    [
        Validation("obvious", "validation problems that the authors' two favourite strategies reach", p => Reaching(p).Any(Obvious.Contains)),
        Validation("middling", "validation problems that their third to fifth strategy reaches, and no favourite", p => !Reaching(p).Any(Obvious.Contains) && Reaching(p).Any(Middling.Contains)),
        Validation("hidden", "validation problems that the three rarest strategies alone reach", p => !Reaching(p).Any(s => Obvious.Contains(s) || Middling.Contains(s))),
        Validation("two ways", "validation problems that two strategies reach", p => Reaching(p).Count == 2),
        Validation("large", "validation problems with a target of 40 or more", p => p.Target >= 40),
        new("new numbers", "puzzles with an 8 or a 9, which no base model and no training has seen", NewNumbers()),
    ];

    private static ProblemSet Validation(string name, string description, Func<PuzzleProblem, bool> fits) => new(name, description, [.. PuzzleProblems.ValidationOrder.Where(fits)]);

    private static List<int> Reaching(PuzzleProblem problem) =>
        [.. Enumerable.Range(0, PuzzleStrategy.All.Count).Where(s => PuzzleStrategy.All[s].Evaluate(problem.A, problem.B, problem.C) == problem.Target)];

    // Every target of a triple that one or two strategies reach, as in training; in an order of our own.
    private static PuzzleProblem[] NewNumbers()
    {
        PuzzleProblem[] problems =
        [
            .. from a in Enumerable.Range(2, 8) from b in Enumerable.Range(2, 8) from c in Enumerable.Range(2, 8)
               where a > 7 || b > 7 || c > 7
               from reached in PuzzleStrategy.All.Select(s => s.Evaluate(a, b, c)).Where(v => v is >= 0 and < PuzzleVocabulary.NumberCount).GroupBy(v => v)
               where reached.Count() <= 2
               orderby a, b, c, reached.Key
               select new PuzzleProblem(a, b, c, reached.Key),
        ];
        CounterRandom.FromSeed(0).Derive("new numbers").Shuffle<PuzzleProblem>(problems);
        return problems;
    }
}
