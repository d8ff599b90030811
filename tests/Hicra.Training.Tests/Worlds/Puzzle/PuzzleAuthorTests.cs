using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

/// <summary>The authors' texts against the recipe: its probabilities must reappear as frequencies (fixed seed; bounds of five standard errors).</summary>
public class PuzzleAuthorTests
{
    private const int Texts = 20_000;

    private static readonly Lazy<(PuzzleProblem Problem, string[] Words)[]> Base = new(() => Write(new PuzzleAuthor()));

    [Fact]
    public void A_text_is_a_pure_function_of_the_stream()
    {
        var author = new PuzzleAuthor();
        CounterRandom random = CounterRandom.FromSeed(5);
        PuzzleProblem problem = PuzzleProblems.Training[0];
        Assert.Equal(author.Solve(problem, random), new PuzzleAuthor().Solve(problem, random));
        Assert.Contains(Enumerable.Range(0, 10), i => !author.Solve(problem, random.Derive(i)).SequenceEqual(author.Solve(problem, random)));
    }

    [Fact]
    public void Every_text_is_well_formed()
    {
        string[] announcements = [.. PuzzleGrams.Texts.Take(24)];
        string[] others = [.. PuzzleGrams.Texts.Skip(24)];
        foreach ((PuzzleProblem problem, string[] words) in Base.Value)
        {
            int at = 0;
            for (int attempt = 1; ; attempt++)
            {
                Assert.InRange(attempt, 1, 6);
                Assert.Contains(string.Join(' ', words[at..(at + 5)]), announcements);
                Assert.True(PuzzleAttempt.TryRead(PuzzleVocabulary.Encode(string.Join(' ', words[(at + 5)..(at + 16)])), out PuzzleAttempt execution));
                Assert.Equal(execution.Claimed, execution.Carried);
                Assert.InRange(execution.Form(problem), 0, 7);
                Assert.Contains(words[at + 16], new[] { "hit", "miss" });
                if (words[at + 17] == "answer")
                {
                    Assert.Equal($"answer {execution.Result} <eos>", string.Join(' ', words[(at + 17)..]));
                    break;
                }
                Assert.Equal("miss", words[at + 16]);
                Assert.Contains(string.Join(' ', words[(at + 17)..(at + 22)]), others);
                at += 22;
            }
        }
    }

    [Fact]
    public void First_attempts_follow_insight_and_the_prior()
    {
        double[] prior = [.45, .24, .12, .07, .05, .03, .02, .02];
        var expected = new double[8];
        var got = new int[8];
        foreach ((PuzzleProblem problem, string[] words) in Base.Value)
        {
            int[] values = [.. PuzzleStrategy.All.Select(strategy => strategy.Evaluate(problem.A, problem.B, problem.C))];
            double possible = values.Index().Where(v => v.Item is >= 0 and < 100).Sum(v => prior[v.Index]);
            double reaching = values.Count(value => value == problem.Target);
            for (int i = 0; i < 8; i++)
            {
                if (values[i] is >= 0 and < 100) expected[i] += .92 * prior[i] / possible;
                if (values[i] == problem.Target) expected[i] += .08 / reaching;
            }
            got[AnnouncedStrategy(words)]++;
        }
        for (int i = 0; i < 8; i++) AssertShare(expected[i] / Texts, got[i], Texts);
    }

    [Fact]
    public void Steps_slip_markers_slip_and_paraphrases_are_weighted_as_the_recipe_says()
    {
        int attempts = 0, firstSlips = 0, unclamped = 0, secondSlips = 0, wrongMarkers = 0;
        var offsets = new int[7];
        var paraphrases = new int[3];
        foreach ((PuzzleProblem problem, string[] words) in Base.Value)
        {
            paraphrases[PuzzleGrams.Texts.Index().Single(gram => gram.Item == string.Join(' ', words[..5])).Index % 3]++;
            for (int at = 5; at < words.Length - 3; at += 22)
            {
                Assert.True(PuzzleAttempt.TryRead(PuzzleVocabulary.Encode(string.Join(' ', words[at..(at + 11)])), out PuzzleAttempt execution));
                attempts++;
                int slip = execution.Claimed - PuzzleStrategy.Apply(execution.First, execution.X, execution.Y);
                Assert.InRange(slip, -3, 3);
                offsets[slip + 3]++; // first steps lie within 4..49 and are never clamped
                if (slip != 0) firstSlips++;
                int written = PuzzleStrategy.Apply(execution.Second, execution.Carried, execution.Z);
                Assert.InRange(Math.Abs(execution.Result - Math.Clamp(written, 0, 99)), 0, 3);
                if (written is >= 3 and <= 96) // a slip cannot be clamped away
                {
                    unclamped++;
                    if (execution.Result != written) secondSlips++;
                }
                if (words[at + 11] == "hit" != (execution.Result == problem.Target)) wrongMarkers++;
            }
        }
        AssertShare(.25, firstSlips, attempts);
        AssertShare(.25, secondSlips, unclamped);
        AssertShare(.03, wrongMarkers, attempts);
        for (int slip = -3; slip <= 3; slip++)
            if (slip != 0) AssertShare(.25 / 6, offsets[slip + 3], attempts);
        AssertShare(.6, paraphrases[0], Texts);
        AssertShare(.3, paraphrases[1], Texts);
        AssertShare(.1, paraphrases[2], Texts);
    }

    [Fact]
    public void After_a_first_miss_authors_go_on_look_back_verify_or_stop_as_the_recipe_says()
    {
        int misses = 0, goOn = 0, verify = 0, back = 0;
        foreach ((_, string[] words) in Base.Value)
        {
            if (words[16] != "miss") continue;
            misses++;
            if (words[17] == "answer") continue;
            int cluster = PuzzleGrams.ClusterOf[PuzzleGrams.Texts.Index().Single(gram => gram.Item == string.Join(' ', words[17..22])).Index];
            if (cluster == PuzzleGrams.Verification)
            {
                verify++;
                Assert.Equal(AnnouncedStrategy(words), AnnouncedStrategy(words[22..]));
                continue;
            }
            goOn++;
            if (cluster == PuzzleGrams.Constraint) back++;
        }
        AssertShare(.08 * .80 + .92 * .15, goOn, misses);
        AssertShare(.08 * .06 + .92 * .04, verify, misses);
        AssertShare(.5, back, goOn);
    }

    [Fact]
    public void A_look_back_shows_the_way_more_often_than_branching()
    {
        // Second attempts on strategies that reach the target: .25 or .08 by insight, and some by the prior.
        (int Reached, int Of) back = (0, 0), branch = (0, 0);
        double backExpected = 0, branchExpected = 0;
        double[] prior = [.45, .24, .12, .07, .05, .03, .02, .02];
        foreach ((PuzzleProblem problem, string[] words) in Base.Value)
        {
            if (words[17] == "answer") continue;
            int cluster = PuzzleGrams.ClusterOf[PuzzleGrams.Texts.Index().Single(gram => gram.Item == string.Join(' ', words[17..22])).Index];
            if (cluster == PuzzleGrams.Verification) continue;
            int tried = AnnouncedStrategy(words);
            int[] values = [.. PuzzleStrategy.All.Select(strategy => strategy.Evaluate(problem.A, problem.B, problem.C))];
            int[] left = [.. Enumerable.Range(0, 8).Where(i => values[i] is >= 0 and < 100 && i != tried)];
            double byPrior = left.Where(i => values[i] == problem.Target).Sum(i => prior[i]) / left.Sum(i => prior[i]);
            int reached = values[AnnouncedStrategy(words[22..])] == problem.Target ? 1 : 0;
            if (cluster == PuzzleGrams.Constraint)
            {
                back = (back.Reached + reached, back.Of + 1);
                backExpected += .25 + .75 * byPrior;
            }
            else
            {
                branch = (branch.Reached + reached, branch.Of + 1);
                branchExpected += .08 + .92 * byPrior;
            }
        }
        AssertShare(backExpected / back.Of, back.Reached, back.Of);
        AssertShare(branchExpected / branch.Of, branch.Reached, branch.Of);
    }

    [Fact]
    public void Perfect_authors_solve_every_problem_at_once()
    {
        var perfect = new PuzzleAuthor(new PuzzleAuthorOptions { Slip = 0, MarkerSlip = 0, Insight = 1 });
        foreach ((PuzzleProblem problem, string[] words) in Write(perfect).Take(2000))
            Assert.Equal((ErrorKind.Right, 1), PuzzleVerifier.Judge(problem, string.Join(' ', words)) is var verdict ? (verdict.Kind, verdict.Attempts) : default);
    }

    [Fact]
    public void Tireless_authors_stop_at_the_most_attempts_and_try_all_before_repeating()
    {
        var tireless = new PuzzleAuthor(new PuzzleAuthorOptions { Persistent = 1, PersistentGo = 1, PersistentVerify = 0, Insight = 0, LookBackInsight = 0, Slip = 1, MaxAttempts = 4 });
        (PuzzleProblem Problem, string[] Words)[] texts = Write(tireless);
        Assert.Equal(4, texts.Max(text => PuzzleVerifier.Judge(text.Problem, string.Join(' ', text.Words)).Attempts));
        foreach ((_, string[] words) in texts.Take(2000))
        {
            int[] tried = [.. Enumerable.Range(0, (words.Length - 3 + 5) / 22).Select(i => AnnouncedStrategy(words[(22 * i)..]))];
            Assert.Equal(tried.Length, tried.Distinct().Count()); // every problem has at least four possible strategies
        }
    }

    [Fact]
    public void Impossible_options_and_problems_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PuzzleAuthorOptions { Slip = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PuzzleAuthorOptions { Go = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PuzzleAuthorOptions { MaxAttempts = 0 });
        Assert.Throws<ArgumentException>(() => new PuzzleAuthorOptions { ParaphraseWeights = [1, 1] });
        Assert.Throws<ArgumentException>(() => new PuzzleAuthorOptions { StrategyWeights = [1, 1, 1, 1, 1, 1, 1, 0] });
        Assert.Throws<ArgumentException>(() => new PuzzleAuthor(new PuzzleAuthorOptions { Go = .9, Verify = .2 }));
        Assert.Throws<ArgumentException>(() => new PuzzleAuthor().Solve(new PuzzleProblem(2, 2, 2, 99), CounterRandom.FromSeed(0)));
    }

    private static (PuzzleProblem Problem, string[] Words)[] Write(PuzzleAuthor author)
    {
        CounterRandom random = CounterRandom.FromSeed(20260301);
        return [.. Enumerable.Range(0, Texts).Select(i =>
        {
            PuzzleProblem problem = PuzzleProblems.Training[i % PuzzleProblems.Training.Count];
            return (problem, PuzzleVocabulary.Decode(author.Solve(problem, random.Derive(i))).Split(' '));
        })];
    }

    private static int AnnouncedStrategy(string[] words) =>
        PuzzleGrams.ClusterOf[PuzzleGrams.Texts.Index().Single(gram => gram.Item == string.Join(' ', words[..5])).Index];

    private static void AssertShare(double expected, int count, int of)
    {
        double bound = 5 * Math.Sqrt(expected * (1 - expected) / of);
        Assert.InRange(count / (double)of, expected - bound, expected + bound);
    }
}
