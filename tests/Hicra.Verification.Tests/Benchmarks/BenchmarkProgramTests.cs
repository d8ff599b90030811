using System.Text.Json;
using Hicra.Benchmarks;
using Hicra.Testing;

namespace Hicra.Verification.Tests.Benchmarks;

public sealed class BenchmarkProgramTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("--steps 0", "--steps is 0")]
    [InlineData("engine --steps 0", "--steps is 0")]
    [InlineData("engine --base nowhere", "nowhere: no base model there")]
    [InlineData("engine --peer nowhere.py", "nowhere.py: no such file")]
    [InlineData("matchr", "did you mean 'matcher'")]
    [InlineData("matcher --words 0", "--words is 0")]
    [InlineData("matcher --traces nowhere.jsonl", "nowhere.jsonl")]
    [InlineData("miner", "--peer sklearn_mine.py")]
    [InlineData("miner --peer nowhere.py --solutions 10,x", "'x' is no number of solutions")]
    [InlineData("answers --rounds 0", "--rounds is 0")]
    [InlineData("answers --solutions nowhere.jsonl", "nowhere.jsonl")]
    [InlineData("kernel", "LABEL=PREFIX")]
    [InlineData("kernel built", "'built' names no kernel")]
    [InlineData("kernel built={dir}", "{dir}: no kernel is installed there")]
    public void A_bad_input_is_one_line_that_says_what_and_the_remedy(string line, string expected)
    {
        (int code, string output, string error) = Run(line.Replace("{dir}", _temporary.Path, StringComparison.Ordinal));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected.Replace("{dir}", _temporary.Path, StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.StartsWith("hicra: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("engine ")]
    [InlineData("matcher ")]
    [InlineData("miner ")]
    [InlineData("answers ")]
    [InlineData("kernel ")]
    public void Every_verb_has_help(string verb)
    {
        (int code, string output, string error) = Run($"{verb}--help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Hicra.Benchmarks {verb}".TrimEnd(), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("engine ")]
    public void The_engines_speed_is_one_line_of_JSON_with_or_without_the_verb(string verb)
    {
        (int code, string output, string error) = Run($"{verb}--steps 1 --threads 1");
        Assert.Equal((0, ""), (code, error));
        using JsonDocument json = JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n')));
        Assert.Equal(["threads", "sample_tokens_per_s", "train_tokens_per_s", "steps_per_s", "sample_gflops", "train_gflops", "sgemm_gflops", "parameters"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(103_296, json.RootElement.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public void A_peer_is_measured_in_turn_and_shown_beside_as_Markdown()
    {
        // A shell stands for Python, and a program that prints what it always prints for the reference program.
        string peer = _temporary.File("peer.sh");
        File.WriteAllText(peer, """
            echo '{"threads": 1, "sample_tokens_per_s": 1, "train_tokens_per_s": 1, "steps_per_s": 0.001, "sample_gflops": 0.5, "train_gflops": 0.5, "sgemm_gflops": 0.5, "parameters": 1}'
            """);
        (int code, string output, string error) = Run($"engine --peer {peer} --python sh --rounds 2 --steps 1 --threads 1");
        Assert.Equal(0, code);
        Assert.Equal(["round 1 of 2", "round 2 of 2"], error.Split('\n').Where(l => l.StartsWith("round", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(',', StringComparison.Ordinal)]));
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.Matches(@"^\| figure +\| threads \| +ours \| PyTorch \| +ratio \| +smallest \| +largest \|$", lines[0]);
        Assert.Matches(@"^\| -+ \| -+: \| -+: \| -+: \| -+: \| -+: \| -+: \|$", lines[1]);
        Assert.Matches(@"^\| RL steps/s +\| +1 \| +[\d.,]+ \| +0\.0 \| +[\d.]+x \| +[\d.]+x \| +[\d.]+x \|$", lines[2]);
        Assert.Single(lines.Select(l => l.Length).Distinct());
    }

    [Fact]
    public void The_matcher_is_shown_beside_plain_ways_as_Markdown()
    {
        string traces = _temporary.File("traces.jsonl");
        File.WriteAllText(traces, "{\"text\": \"But wait, so we can.\"}\n");
        (int code, string output, string error) = Run($"matcher --words 5 --traces {traces}");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["matching", "---", "spans", "mask", "regular expression", "a search per gram"], output.TrimEnd().Split('\n').Select(l => l.Split('|')[1].Trim()).Select(c => c.StartsWith("---", StringComparison.Ordinal) ? "---" : c));
    }

    [Fact]
    public void The_kernels_client_is_given_the_rounds_and_the_kernels()
    {
        Directory.CreateDirectory(_temporary.File("share/jupyter/kernels/hicra"));
        File.WriteAllText(_temporary.File("share/jupyter/kernels/hicra/kernel.json"), "{}");
        // A program that prints its words stands for Python.
        (int code, string output, string error) = Run($"kernel built={_temporary.Path} --rounds 3 --python echo");
        Assert.Equal((0, ""), (code, error));
        string[] words = output.TrimEnd().Split(' ');
        Assert.Equal(["3", $"built={_temporary.Path}"], words[1..]);
        Assert.StartsWith("\"\"\"Start, first cell", File.ReadAllText(words[0]), StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = BenchmarkProgram.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
