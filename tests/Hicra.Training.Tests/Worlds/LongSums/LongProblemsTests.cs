using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Tests.Worlds.LongSums;

public class LongProblemsTests
{
    [Fact]
    public void No_problem_is_in_two_sets_and_every_target_is_reached_by_a_strategy_of_its_kind()
    {
        LongProblem[] all = [.. LongProblems.Training, .. LongProblems.Validation, .. LongProblems.WithheldStrategies, .. LongProblems.WithheldNumbers];
        Assert.Equal(3000 + 200 + 100 + 100, all.Length);
        Assert.Equal(all.Length, all.Select(p => p.Id).Distinct().Count());
        Assert.All(all, p => Assert.NotEmpty(p.Reaching));
    }

    [Fact]
    public void Training_never_needs_the_withheld_strategies_and_never_shows_the_withheld_numbers()
    {
        foreach (LongProblem problem in LongProblems.Training.Concat(LongProblems.Validation))
        {
            Assert.Empty(Reaching(problem).Intersect(LongKind.WithheldStrategies));
            Assert.All(new[] { problem.A, problem.B, problem.C }, n => Assert.InRange(n, 10, 69));
        }
        Assert.All(LongProblems.WithheldStrategies, p => Assert.Empty(Reaching(p).Except(LongKind.WithheldStrategies)));
        Assert.All(LongProblems.WithheldNumbers, p => Assert.All(new[] { p.A, p.B, p.C }, n => Assert.InRange(n, 70, 99)));
    }

    [Fact]
    public void Authors_see_all_kinds_strategies_and_numbers()
    {
        LongProblem[] seen = [.. Enumerable.Range(0, 4000).Select(i => LongProblems.Any(CounterRandom.FromSeed(i)))];
        Assert.Equal(4, seen.Select(p => p.Kind).Distinct().Count());
        Assert.Equal(8, seen.SelectMany(p => p.Reaching).Distinct().Count());
        Assert.Equal((10, 99), (seen.Min(p => p.A), seen.Max(p => p.C)));
        Assert.Contains(seen, p => LongKind.All[p.Kind].Strategies.Contains(7) && p.Reaching.Contains(7));
    }

    [Fact]
    public void A_prompt_says_everything_in_words()
    {
        var world = new LongWorld();
        var problem = new LongProblem(35, 68, 73, 0, LongStrategy.All[0].Evaluate(35, 68, 73));
        Assert.Equal("a 35 b 68 c 73 coins target 2 4 6 :", world.Tokenizer.Decode(world.Prompt(problem)));
        Assert.Equal(world.Prompt(problem), world.Tokenizer.Encode("a 35 b 68 c 73 coins target 2 4 6 :"));
        Assert.Throws<ArgumentException>(() => world.Prompt(new Other()));
        Assert.Same(LongProblems.Training, world.Training);
        Assert.Equal(["strategies", "numbers"], world.Withheld.Select(w => w.Name));
    }

    private static IEnumerable<int> Reaching(LongProblem p) => Enumerable.Range(0, 8).Where(s => LongStrategy.All[s].Evaluate(p.A, p.B, p.C) == p.Target);

    private sealed record Other() : Problem("other");
}
