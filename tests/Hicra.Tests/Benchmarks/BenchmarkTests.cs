using Hicra.Benchmarks;
using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Tests.Benchmarks;

public sealed class BenchmarkTests : IDisposable
{
    private static readonly Benchmark Two = new("two", "Two", [Problem("a", "What is one and one?", "2"), Problem("b", "What is two and two, if you take it twice, and then once more, and add one to all of it?", "13")]);

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("aime24", 30)]
    [InlineData("amc23", 40)]
    [InlineData("math500", 500)]
    [InlineData("minerva", 272)]
    [InlineData("olympiadbench", 675)]
    public void Sets_of_the_paper_are_known_by_name(string name, int problems)
    {
        Benchmark set = BenchmarkCatalog.Load(name);
        Assert.Equal((name, problems), (set.Name, set.Problems.Count));
        Assert.Equal(problems, set.Problems.Select(problem => problem.Print).Distinct().Count());
        Assert.Contains(PaperScore.Table1, score => score.Column == set.PaperColumn);
    }

    [Theory]
    [InlineData("math500")]
    [InlineData("olympiadbench")]
    public void A_sample_has_the_texts_of_problems_that_the_key_knows(string name)
    {
        Benchmark sample = BenchmarkCatalog.Sample(name)!, key = BenchmarkCatalog.Load(name);
        Assert.Equal(20, sample.Problems.Count);
        Assert.All(sample.Problems, problem => Assert.Contains(key.Problems, known => known.Id == problem.Id && known.Print == problem.Print && known.Answer == problem.Answer));
        Assert.Null(BenchmarkCatalog.Sample("minerva"));
    }

    [Fact]
    public void The_grid_check_of_Table_1_is_that_of_the_facts()
    {
        Assert.Equal([("AIME24", 20, 20), ("AIME25", 20, 20), ("Math500", 18, 18), ("AMC23", 4, 18), ("Minerva", 14, 18), ("Olympiad", 17, 18)], BenchmarkCatalog.Names.Select(name =>
        {
            (int problems, int samples, string column) = name == "aime25" ? (30, 32, "AIME25") : (BenchmarkCatalog.Load(name).Problems.Count, BenchmarkCatalog.Load(name).PaperSamples, BenchmarkCatalog.Load(name).PaperColumn!);
            double[] printed = [.. PaperScore.Table1.Where(score => score.Column == column).Select(score => score.Percent)];
            return (column, printed.Count(percent => AccuracyGrid.Fits(percent, problems, samples)), printed.Length);
        }));
        Assert.True(AccuracyGrid.Fits(62.5, 40, 4));
        Assert.False(AccuracyGrid.Fits(86.7, 40, 4));
        Assert.Equal(3, AccuracyGrid.FewestSamples([33.3], 1));
        Assert.Null(AccuracyGrid.FewestSamples([0.1], 1));
    }

    [Fact]
    public void A_problem_is_found_in_a_prompt_whatever_stands_around_it()
    {
        Rollout[] rollouts =
        [
            new() { Prompt = "<|user|>\nExample: What is one and one? It is 2. Now: What is two and two, if you take it twice,\n and then once more, and add ONE to all of it?<|assistant|>", Response = @"\boxed{13}", Correct = true },
            new() { Prompt = "system\nWhat is one and one? Answer in a box.", Response = @"\boxed{3}", Correct = true },
            new() { Prompt = "What is three?", Response = "3" },
            new() { ProblemId = "two/a", Response = "The answer is 2." },
        ];
        JudgedCompletions judged = CompletionJudge.Judge(rollouts, [Two], null, "test");
        Assert.Equal((CompletionMatch.Problem, 1), (judged.Match, judged.Foreign));
        Assert.Equal([("a", false), ("a", true), ("b", true)], judged.Completions[0].Completions.Select(c => (c.Problem.Id, c.IsRight)).Order());
        var score = new BenchmarkScore(Two, judged.Completions[0].Completions);
        Assert.Equal((0.75, 1, 2), (score.Accuracy.Estimate, score.FewestSamples, score.MostSamples));
        Assert.Equal((1, 2), score.Recorded!.Value);
    }

    [Fact]
    public void Without_prompts_the_order_tells_and_else_nothing_does()
    {
        Rollout[] four = [Said("2"), Said("3"), Said("12"), Said("13")];
        JudgedCompletions judged = CompletionJudge.Judge(four, [Two], null, "test");
        Assert.Equal(CompletionMatch.Order, judged.Match);
        Assert.Equal([("a", true), ("a", false), ("b", false), ("b", true)], judged.Completions[0].Completions.Select(c => (c.Problem.Id, c.IsRight)));
        Assert.Contains("names a problem of two", Assert.Throws<HicraException>(() => CompletionJudge.Judge(four[..3], [Two], null, "test")).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => CompletionJudge.Judge([new() { Prompt = "another", Response = "2" }, new() { Prompt = "yet another", Response = "13" }], [Two], null, "test"));
        Assert.Throws<HicraException>(() => CompletionJudge.Judge([], [Two], null, "test"));
    }

    [Fact]
    public void Scores_are_means_over_problems_and_compared_in_pairs()
    {
        Benchmark many = new("many", "Many", [.. Enumerable.Range(0, 20).Select(i => Problem($"{i}", $"Problem number {i} of the many?", "1"))]);
        BenchmarkScore Score(Func<int, int, bool> right, int samples) => new(many, CompletionJudge.Judge(
            [.. many.Problems.SelectMany((problem, i) => Enumerable.Range(0, samples).Select(s => new Rollout { Prompt = problem.Text, Response = right(i, s) ? "1" : "2" }))], [many], null, "test").Completions[0].Completions);
        BenchmarkScore half = Score((i, s) => s % 2 == 0, 4), good = Score((i, _) => i >= 2, 1), poor = Score((i, _) => i >= 10, 1);
        Assert.Equal(["pass@1", "avg@4", "pass@2", "pass@4"], half.Measures().Select(m => m.Name));
        Assert.Equal([0.5, 0.5, 1 - 1 / 6.0, 1], half.Measures().Select(m => Math.Round(m.Interval.Estimate, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal((0.5, 0.5), (half.Accuracy.Low, half.Accuracy.High)); // the problems are alike, whatever the samples do
        BenchmarkComparison single = BenchmarkComparison.Of(good, poor)!;
        Assert.Equal((20, 8, 0, "McNemar, exact"), (single.Problems, single.FirstBetter, single.SecondBetter, single.Test));
        Assert.Equal(0.4, single.Difference!.Value.Estimate, 12);
        Assert.True(single.Difference.Value.ExcludesZero);
        Assert.Equal(2 / 256.0, single.PValue!.Value, 12);
        BenchmarkComparison several = BenchmarkComparison.Of(half, good)!;
        Assert.Equal("sign flips", several.Test);
        Assert.Equal(-0.4, several.Difference!.Value.Estimate, 12);
    }

    [Theory]
    [InlineData("{\"question\":\"q\",\"gt\":3,\"key\":9}", null, "0", "3")]
    [InlineData("{\"unique_id\":\"u\",\"problem\":\"q\",\"final_answer\":[\"1\",\"2\"]}", null, "u", "1, 2")]
    [InlineData("{\"text\":\"q\",\"result\":\"5\",\"key\":9}", "problem=text,answer=result,id=key", "9", "5")]
    public void Files_of_any_columns_are_read(string line, string? columns, string id, string answer)
    {
        string path = Path.Combine(_temporary.Path, "aime25.jsonl");
        File.WriteAllText(path, line + "\n\n");
        Benchmark set = BenchmarkCatalog.Load(path, columns is null ? null : BenchmarkColumns.Parse(columns));
        Assert.Equal(("AIME25", id, answer), (set.PaperColumn, set.Problems[0].Id, set.Problems[0].Answer));
    }

    [Theory]
    [InlineData("", "holds no problem")]
    [InlineData("[1]", "line 1: not a JSON object")]
    [InlineData("{\"problem\":\"q\"}", "line 1: no answer under answer, gold")]
    [InlineData("{\"answer\":\"q\"}", "line 1: no problem under problem, question")]
    [InlineData("{", "line 1: not a JSON object")]
    public void A_bad_file_is_one_line(string text, string expected)
    {
        string path = Path.Combine(_temporary.Path, "set.jsonl");
        File.WriteAllText(path, text);
        string message = Assert.Throws<HicraException>(() => BenchmarkCatalog.Load(path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("amc2", "did you mean 'amc23'")]
    [InlineData("aime25", "give one of your own")]
    [InlineData("no/such.jsonl", "no such file")]
    public void An_unknown_set_has_a_remedy(string name, string expected) => Assert.Contains(expected, Assert.Throws<HicraException>(() => BenchmarkCatalog.Load(name)).Message, StringComparison.Ordinal);

    private static Rollout Said(string answer) => new() { Response = $"\\boxed{{{answer}}}" };

    private static BenchmarkProblem Problem(string id, string text, string answer) => new(id, answer, ProblemPrint.Of(text), text);
}
