using System.Text.Json;
using Hicra.Testing;

namespace Hicra.Verification.Tests;

public sealed class VerificationProgramTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("objctive x", "did you mean 'objective'")]
    [InlineData("objective", "see Hicra.Verification objective --help")]
    [InlineData("objective {dir}/none.json", "{dir}/none.json")]
    [InlineData("objective {dir}/none.json --jsn", "did you mean '--json'")]
    [InlineData("world {dir}/none.json", "{dir}/none.json")]
    [InlineData("engine {dir}/none", "{dir}/none")]
    [InlineData("engine {dir} --threads 0", "--threads is 0")]
    [InlineData("model {dir}/none", "{dir}/none: no such folder")]
    [InlineData("model {dir} --engine torhc", "did you mean 'torch'")]
    [InlineData("dynamics {dir}", "--reference FILE")]
    [InlineData("dynamics {dir} --reference {dir}/none.csv", "{dir}/none.csv: no such file")]
    [InlineData("miner --solutions 0", "--solutions is 0")]
    [InlineData("miner --seeds 2..1", "--seeds is '2..1'")]
    [InlineData("miner --draws x", "--draws is 'x'")]
    [InlineData("miner --traces {dir}/none.jsonl", "{dir}/none.jsonl")]
    public void A_bad_input_is_one_line_that_says_what_and_the_remedy(string line, string expected)
    {
        (int code, string output, string error) = Run(Expand(line));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("hicra: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.TrimEnd('\n'));
        Assert.Contains(Expand(expected), error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("objective")]
    [InlineData("engine")]
    [InlineData("model")]
    [InlineData("world")]
    [InlineData("dynamics")]
    [InlineData("miner")]
    public void Every_verb_has_help(string verb)
    {
        (int code, string output, string error) = Run($"{verb} --help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Hicra.Verification {verb}".TrimEnd(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_words_at_all_give_the_help() => Assert.Equal(Run("--help"), Run(""));

    [Fact]
    public void Reference_values_pass_and_each_function_has_a_row()
    {
        (int code, string output, string error) = Run($"objective {Repository.Golden("policy-loss-reference.json")}");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"\nvanilla/token-mean gradient +4340 +\d\.\de-\d+ +1e-9 +ok +case \d+, losses\[\d\], element \d+\n", output);
        Assert.EndsWith("\npassed\n", output, StringComparison.Ordinal);
        Assert.Equal(0, Run($"engine {Repository.Golden("engine")} --threads 1").Code);
        Assert.Equal(0, Run($"world {Repository.Golden("engine/batch.json")}").Code);
        Assert.Equal(0, Run($"model {Repository.Golden("architectures/llama")} --threads 1").Code);
        Assert.Equal(0, Run($"model {Repository.Golden("architectures/stories260k")} --threads 1").Code);
        Assert.Contains("model_type qwen3 has norms", Run($"model {Repository.Golden("architectures/qwen3")}").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_value_fails_with_exit_code_1_and_is_named()
    {
        string batch = _temporary.File("batch.json");
        File.WriteAllText(batch, File.ReadAllText(Repository.Golden("engine/batch.json")).Replace("\"reward\": 1.0", "\"reward\": 0.0", StringComparison.Ordinal));
        (int code, string output, string error) = Run($"world {batch}");
        Assert.Equal((1, ""), (code, error));
        Assert.Matches(@"\nreward +64 +1\.0e\+1 +0e\+0 +FAILED +rollout 5\n", output);
        Assert.Contains("rollout ", output, StringComparison.Ordinal);
        Assert.EndsWith("\nfailed\n", output, StringComparison.Ordinal);

        (code, output, _) = Run($"world {batch} --json");
        Assert.Equal(1, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.NotEqual(0, json.RootElement.GetProperty("mismatches").GetArrayLength());
    }

    [Fact]
    public void The_miners_table_is_Markdown_and_too_few_texts_fail()
    {
        (int code, string output, string error) = Run("miner --solutions 400 --seeds 0 --draws 1");
        Assert.Equal((1, ""), (code, error));
        string[] table = [.. output.Split('\n').Where(l => l.StartsWith('|'))];
        Assert.Equal(2 + 6 * 3, table.Length); // authors, right texts of authors, rollouts of demo, in two spellings, with three libraries each
        Assert.Matches(@"^\| rollouts +\| words +\| control +\| +\d+ \| +\d+ \| 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) \|", table[^1]);
        Assert.Matches(@"\nauthors, Digits: recall 0\.\d{3} is below 0\.9\nfailed\n$", output);
    }

    private static (int Code, string Output, string Error) Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = VerificationProgram.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string Expand(string text) => text.Replace("{dir}", _temporary.Path, StringComparison.Ordinal);
}
