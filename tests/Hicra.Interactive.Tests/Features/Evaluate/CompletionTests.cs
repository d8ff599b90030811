using System.Text.Json;
using Hicra.Benchmarks;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Tests.Commands;

namespace Hicra.Interactive.Tests.Features.Evaluate;

public sealed class CompletionTests : IDisposable
{
    private static readonly Benchmark Sample = BenchmarkCatalog.Sample("math500")!;

    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public CompletionTests()
    {
        // Two samples each: the reference in words around it, and a wrong answer, or two wrong ones for every fourth problem.
        Write("two.jsonl", Sample.Problems.SelectMany((problem, i) => new[] { (problem.Text!, i % 4 == 0 ? "I say \\boxed{<b>no</b>}" : $"So it is $\\boxed{{{problem.Answer}}}$."), (problem.Text!, "It is \\boxed{-17.25}.") }));
        Write("one.jsonl", Sample.Problems.Select(problem => (problem.Text!, $"\\boxed{{{problem.Answer}}}")));
        Write("none.jsonl", Sample.Problems.Select(problem => (problem.Text!, "\\boxed{-17.25}")));
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_report_has_the_measures_the_papers_row_and_the_grid()
    {
        await Run("#!hicra-eval --completions two.jsonl --set math500 --name report");
        var report = Assert.IsType<CompletionReport>(_host.Values["report"]);
        BenchmarkScore score = Assert.Single(report.Scores);
        Assert.Equal((20, 2, 2, 0.375), (score.Answered.Count, score.FewestSamples, score.MostSamples, score.Accuracy.Estimate));
        Assert.Equal(0.75, score.Mean(2).Estimate, 12);
        string text = Assert.Single(_host.Displays).Last.PlainText!;
        foreach (string part in (string[])["MATH-500: 20 of 500 problems, 2 samples each", "pass@1", "avg@2", "pass@2", "37.5", "75.0", "480 problems without a response", "measured here", "Qwen2.5-7B-Base", "80.2", "18 of 18"])
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("<table", _host.Displays[0].Last.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_are_compared_in_pairs_and_written_as_JSON()
    {
        await Run("#!hicra-eval --completions one.jsonl --set math500 --against none.jsonl --json --judged judged.jsonl");
        using JsonDocument json = JsonDocument.Parse(_host.Written.ToString());
        JsonElement set = json.RootElement.GetProperty("sets")[0], comparison = json.RootElement.GetProperty("comparisons")[0];
        Assert.Equal(("math500", 20, 1.0), (set.GetProperty("set").GetString(), set.GetProperty("answered").GetInt32(), set.GetProperty("pass@1").GetProperty("value").GetDouble()));
        Assert.Equal(18, set.GetProperty("paper").GetArrayLength());
        Assert.Equal((20, 0, "McNemar, exact", 1.0), (comparison.GetProperty("better").GetInt32(), comparison.GetProperty("worse").GetInt32(), comparison.GetProperty("test").GetString(), comparison.GetProperty("difference").GetProperty("value").GetDouble()));
        Assert.True(comparison.GetProperty("p").GetDouble() < 1e-4);
        string[] judged = await File.ReadAllLinesAsync(Path.Combine(_host.WorkingDirectory, "judged.jsonl"));
        Assert.Equal(20, judged.Length);
        Assert.All(judged, line => Assert.Contains("\"correct\":true", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_problems_with_columns_of_its_own_will_do()
    {
        await File.WriteAllTextAsync(Path.Combine(_host.WorkingDirectory, "mine.jsonl"), "{\"text\":\"What is one half of one half, as a decimal or not?\",\"result\":\"\\\\frac14\"}\n");
        Write("said.jsonl", [("Please: What is one half of one half, as a decimal or not?", "0.25")]);
        await Run("#!hicra-eval --completions said.jsonl --set mine.jsonl --columns problem=text,answer=result --name report");
        Assert.Equal(1, Assert.Single(((CompletionReport)_host.Values["report"]!).Scores).Accuracy.Estimate);
        Assert.DoesNotContain("Table 1", Assert.Single(_host.Displays).Last.PlainText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--completions two.jsonl", "give --set aime24")]
    [InlineData("--completions two.jsonl --set amc2", "did you mean 'amc23'")]
    [InlineData("--completions two.jsonl --set amc23", "none of 40 responses names a problem of amc23")]
    [InlineData("--completions nowhere.jsonl --set amc23", "nowhere.jsonl")]
    [InlineData("--set amc23", "--set goes with --completions FILE")]
    [InlineData("--strict", "--strict goes with --completions FILE")]
    [InlineData("demo/grpo --completions two.jsonl --set math500", "leave out either")]
    [InlineData("--completions two.jsonl --set math500 --tolerance 2", "give less than 1")]
    [InlineData("--completions two.jsonl --set math500 --columns x", "--columns has 'x'")]
    public async Task A_bad_line_says_what_and_the_remedy(string line, string expected)
    {
        string message = (await Assert.ThrowsAsync<HicraException>(() => Run("#!hicra-eval " + line))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_judged()
    {
        await Run("#!hicra-eval --completions two.jsonl --set math500 amc23 --dry-run");
        Assert.Equal("would judge two.jsonl on MATH-500 (500 problems), AMC 2023 (40 problems)\n", _host.Written.ToString().Replace("\r", "", StringComparison.Ordinal));
    }

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    private void Write(string file, IEnumerable<(string Prompt, string Completion)> said) =>
        File.WriteAllLines(Path.Combine(_host.WorkingDirectory, file), said.Select(one => JsonSerializer.Serialize(new { prompt = one.Prompt, completion = one.Completion })));
}
