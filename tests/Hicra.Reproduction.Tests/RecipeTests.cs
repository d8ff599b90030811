using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Tests;

/// <summary>Digests stand for everything that determines a result.</summary>
public sealed class RecipeTests
{
    private static readonly RunRecipe Recipe = new(new BaseRecipe(Families.Base, 0, BaseRecipe.ShippedBatches), "hicra", 0, 80);

    [Fact]
    public void Whatever_determines_a_run_changes_its_digest()
    {
        RunRecipe[] others =
        [
            Recipe with { Method = "grpo" }, Recipe with { Seed = 1 }, Recipe with { Steps = 81 }, Recipe with { Alpha = 0.3 }, Recipe with { ValidationEvery = 10 },
            Recipe with { Base = Recipe.Base with { Seed = 1 } }, Recipe with { Base = Recipe.Base with { Batches = 1999 } },
            .. Families.All.Skip(1).Select(f => Recipe with { Base = Recipe.Base with { Family = f } }),
            Recipe with { Base = Recipe.Base with { Family = Families.Base with { Name = "other", Authors = new PuzzleAuthorOptions { Slip = 0.26 } } } },
        ];
        Assert.Equal(others.Length + 1, others.Append(Recipe).Select(r => r.Digest).Distinct().Count());
        Assert.Equal(Recipe.Digest, new RunRecipe(new BaseRecipe(Families.Base, 0, BaseRecipe.ShippedBatches), "hicra", 0, 80).Digest);
    }

    [Fact]
    public void The_base_family_is_the_shipped_model_s_recipe()
    {
        Assert.Equal(new Training.Learning.PretrainOptions(), new BaseRecipe(Families.Base, 0, BaseRecipe.ShippedBatches).Options);
        Assert.True(Recipe.Base.IsShipped);
        Assert.False((Recipe.Base with { Seed = 1 }).IsShipped);
        Assert.Equal(103_296, Families.Base.Shape.ParameterCount);
        Assert.InRange(Families.Larger.Shape.ParameterCount, 250_000, 400_000);
    }

    [Fact]
    public void Families_write_as_their_habits_say()
    {
        Assert.True(Attempts(Families.Distilled) > 1.5 * Attempts(Families.Base));
        Assert.True(Attempts(Families.Stopping) < 1.1);
        Assert.True(Sound(Families.Sound) > Sound(Families.Base) && Sound(Families.Base) > Sound(Families.Unreliable));

        static double Attempts(Family family) => Verdicts(family).Average(v => v.Attempts);
        static double Sound(Family family) => Verdicts(family).Average(v => (double)v.SoundAttempts / v.Attempts);
    }

    [Fact]
    public void Problem_sets_are_what_they_are_called()
    {
        Assert.Equal(6, ProblemSets.All.Count);
        Assert.All(ProblemSets.All, set => Assert.True(set.Problems.Count >= 32, $"{set.Name}: {set.Problems.Count}"));
        HashSet<string> seen = [.. PuzzleProblems.Training.Select(p => p.Id)];
        Assert.All(ProblemSets.All.SelectMany(s => s.Problems), p => Assert.DoesNotContain(p.Id, seen));
        Assert.All(ProblemSets.All.Single(s => s.Name == "new numbers").Problems.Cast<PuzzleProblem>(), p => Assert.True(p.A > 7 || p.B > 7 || p.C > 7));
        Assert.Equal(PuzzleProblems.Validation.Count, ProblemSets.All.Take(3).Sum(s => s.Problems.Count));
    }

    [Fact]
    public void Needs_name_everything_once()
    {
        Needs all = Needs.Union(PaperItems.All.Select(i => i.Needs(RunScale.Quick)));
        Assert.Equal(all.Runs.Count, all.Runs.Select(r => r.Digest).Distinct().Count());
        Assert.All(all.Evaluations, e => Assert.True(e.Run is null || all.Runs.Any(r => r.Digest == e.Run.Digest)));
        Assert.DoesNotContain(all.Bases, b => b.IsShipped);
    }

    private static IEnumerable<PuzzleVerdict> Verdicts(Family family) => Enumerable.Range(0, 400).Select(i =>
    {
        CounterRandom random = CounterRandom.FromSeed(i);
        PuzzleProblem problem = PuzzleProblems.Training[random.Derive("problem").Below(0, PuzzleProblems.Training.Count)];
        return PuzzleVerifier.Judge(problem, new PuzzleAuthor(family.Authors).Solve(problem, random.Derive("text")));
    });
}
