using System.IO.Compression;
using System.Text;
using Hicra.Rollouts;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Tests.Rollouts;

/// <summary>The records are written as the tools write them: verl's ray_trainer.py, TRL's grpo_trainer.py, UNIPO's canonical schema.</summary>
public sealed class RolloutFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Verl_dumps_have_rewards_and_groups_by_prompt()
    {
        string file = Write("7.jsonl", """
            {"input": "p", "output": "wait \"so\"", "gts": "4", "score": -1.0, "step": 7, "acc": false}
            {"input": "q", "output": "b", "gts": null, "score": 1.0, "step": 7, "acc": true}
            {"input": "p", "output": "c", "gts": ["4"], "score": 0.25, "step": 7}
            """);
        Rollout[] read = Read(file, out RolloutReadReport report);
        Assert.Equal([(7, 0, 0, "p", "wait \"so\"", -1, false), (7, 1, 0, "q", "b", 1, true), (7, 0, 1, "p", "c", 0.25, false)],
            read.Select(r => (r.Step!.Value, r.Group!.Value, r.Sample!.Value, r.Prompt!, r.Response!, r.Reward!.Value, r.Correct!.Value)));
        Assert.All(read, r => Assert.Equal((RolloutFormat.Verl, null, null), (r.Source!.Value, r.LogProbs, r.TokenIds)));
        Assert.Equal((1, 3, "Verl", null), (report.Files, report.Traces, string.Join(",", report.Formats), report.LeftOut()));
    }

    [Fact]
    public void Trl_logs_have_a_column_per_reward()
    {
        string file = Write("a.jsonl", """
            {"step": 2, "prompt": "p", "completion": "a", "accuracy_reward": 0.0, "format_reward": 1.0, "note": "x", "advantage": -0.5}
            {"step": 2, "prompt": "p", "completion": [{"role": "assistant", "content": "b"}], "accuracy_reward": 1.0, "format_reward": null, "note": "y", "advantage": 0.5}
            """);
        Rollout[] read = Read(file, out _);
        Assert.Equal([("a", 1, false, -0.5, 0), ("b", 1, true, 0.5, 1)], read.Select(r => (r.Response!, r.Reward!.Value, r.Correct!.Value, r.Advantage!.Value, r.Sample!.Value)));
        Assert.Equal([(1.0, true), (null, null)], Read(file, out _, new() { Reward = "format_reward" }).Select(r => (r.Reward, r.Correct)));
        string two = Write("two.jsonl", """{"step": 2, "prompt": "p", "completion": "a", "brevity": 1.0, "format": 1.0, "advantage": 0}""");
        Assert.Null(Read(two, out _)[0].Correct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Unipo_logs_have_tokens(bool lines)
    {
        const string entry = """
            {"step": 3, "metrics": {"entries": [1]}, "prompts": [
              {"prompt": "p", "responses": [{"id": "x", "reward": 1, "advantage": 0.5, "response_text": "a b", "tokens": {"ids": [4, 5], "strings": ["a", " b"], "log_probs": [-1, -2], "old_log_probs": [-0.5, -0.25], "advantages": [1, 2], "entropies": [0.1, 0.2]}}]},
              {"prompt": "q", "responses": [{"id": "y", "reward": 0, "tokens": {"strings": ["c"], "log_probs": [null]}}, {"id": "z", "reward": 0, "response_text": "d"}]}]}
            """;
        string file = lines
            ? Write("log.jsonl", "{\"type\": \"header\", \"algorithm\": \"grpo\"}\n{\"type\":\"step\"," + entry.ReplaceLineEndings("")[1..] + "\n{\"type\":\"step\",\"step\":4,\"metrics\":{}}\n")
            : Write("log.json", "\uFEFF{ \"header\": {\"algorithm\": \"grpo\", \"entries\": [[]]},\n \"blueprint\": null, \"entries\": [" + entry + ",\n{\"step\": 4, \"metrics\": {}}] }\n");
        Rollout[] read = Read(file, out RolloutReadReport report);
        Assert.Equal([(3, 0, 0, "a b"), (3, 1, 0, "c"), (3, 1, 1, "d")], read.Select(r => (r.Step!.Value, r.Group!.Value, r.Sample!.Value, r.Response!)));
        Assert.Equal([4, 5], read[0].TokenIds!);
        Assert.Equal(["a", " b"], read[0].TokenTexts!);
        Assert.Equal([-0.5f, -0.25f], read[0].LogProbs!);
        Assert.Equal([0.1f, 0.2f], read[0].Entropies!);
        Assert.Equal([1f, 2f], read[0].TokenAdvantages!);
        Assert.Null(read[1].LogProbs);
        Assert.Equal(lines ? 2 : 1, report.WithoutText);
    }

    [Fact]
    public void Sampled_texts_come_with_their_verdicts_and_not_the_reference_solution()
    {
        string file = Write("a.jsonl", """{"idx": 3, "question": "q", "solution": "reference", "answer": "4", "code": ["a", "b"], "report": [null, null], "score": [true, false]}""");
        Assert.Equal([new Solution("a", true, "3"), new Solution("b", false, "3")], RolloutFiles.Solutions([file]));
        Assert.Equal([(0, 0, 1.0), (0, 1, 0.0)], Read(file, out _).Select(r => (r.Group!.Value, r.Sample!.Value, r.Reward!.Value)));
        string bad = Write("b.jsonl", """{"code": ["a", "b"], "score": [true]}""");
        Assert.Equal($"{bad} line 1: there are 2 texts in 'code' but 1 verdicts in 'score'; mend or remove the record, or leave bad records out", Fails(bad));
    }

    [Fact]
    public void The_800_real_solutions_are_read()
    {
        var report = new RolloutReadReport();
        Solution[] read = [.. RolloutFiles.Solutions([Repository.RealSolutions], null, report)];
        Assert.Equal((800, 728, 100), (read.Length, read.Count(s => s.Correct == true), read.Select(s => s.Problem).Distinct().Count()));
        Assert.StartsWith("To find the value of \\(10.0000198", read[0].Text, StringComparison.Ordinal);
        Assert.Equal(RolloutFormat.Samples, report.Formats.Single());
    }

    [Theory]
    [InlineData("""{"solution": "a", "correct": true, "id": "1-2"}""", "a", true, "1-2")]
    [InlineData("""{"text": "a", "score": 0.4, "id": 5}""", "a", false, "5")]
    [InlineData("""{"response": "a", "reward": 1, "question": "q"}""", "a", true, "q")]
    [InlineData("""{"completion": "a", "prompt": "q", "correct": false, "reward": 1}""", "a", false, "q")]
    [InlineData("""{"completion": "a"}""", "a", null, null)]
    [InlineData("""{"response": "a", "reward": 1, "kind": "plan"}""", "a", false, null)]
    [InlineData("""{"response": "a", "ids": [1], "kind": "right"}""", "a", true, null)]
    public void Plain_lines_are_solutions(string line, string text, bool? correct, string? problem) =>
        Assert.Equal([new Solution(text, correct, problem)], RolloutFiles.Solutions([Write("a.jsonl", line)]));

    [Fact]
    public void Our_own_files_come_back_as_they_were_written()
    {
        var rollout = new Rollout { Step = 1, Response = "a", Kind = "right", Correct = true, TokenIds = [3], LogProbs = [-1], PlanningSpans = [new(0, 1, 2)] };
        string file = _folder.File("a.jsonl");
        using (RolloutWriter writer = RolloutJsonl.OpenWrite(file)) writer.Write(rollout);
        Assert.Equivalent(rollout, Read(file, out _).Single(), strict: true);
        File.AppendAllText(file, "{\"step\": 2, \"resp");
        Assert.Single(Read(file, out _, new() { AllowTornLastLine = true }));
        Assert.Contains("line 2: not valid JSON", Fails(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_is_left_out_and_counted()
    {
        Read(Write("a.jsonl", "{\"planted\": [[\"x\"]]}\n{\"id\": 1, \"solution\": \"a\"}\n\n{\"id\": 2, \"solution\": null}\n"), out RolloutReadReport report);
        Assert.Equal((1, 2, "2 records without a text left out"), (report.Traces, report.WithoutText, report.LeftOut()));
    }

    [Theory]
    [InlineData("[{\"text\": \"a\"},\n {\"text\": \"b\"}\n]\n")]
    [InlineData("\uFEFF[\r\n{\"text\": \"a\"}, {\"text\":\r\n\"b\"}]")]
    [InlineData("\uFEFF{\"text\": \"a\"}\r\n\r\n{\"text\": \"b\"}")]
    public void Arrays_byte_order_marks_and_line_ends_do_not_matter(string content)
    {
        Assert.Equal(["a", "b"], Read(Write("a.json", content), out _).Select(r => r.Response));
        Assert.Equal(["a", "b"], Read(Packed("a.bin", content), out _).Select(r => r.Response));
        using var trickle = new MemoryStream(Encoding.UTF8.GetBytes(content));
        Assert.Equal(["a", "b"], RolloutFiles.Read(trickle, "memory").Select(r => r.Response));
    }

    [Fact]
    public void Folders_and_patterns_are_read_in_the_order_of_their_numbers()
    {
        string verl = Directory.CreateDirectory(_folder.File("verl")).FullName, other = Directory.CreateDirectory(_folder.File("other")).FullName;
        foreach (int step in (int[])[10, 2, 1]) File.WriteAllText(Path.Combine(verl, $"{step}.jsonl"), $$"""{"input": "p", "output": "{{step}}", "score": 1, "step": {{step}}}""");
        File.WriteAllText(Path.Combine(verl, "notes.txt"), "x");
        File.WriteAllText(Path.Combine(other, "3.jsonl"), """{"text": "3"}""");
        Assert.Equal(["1", "2", "10"], RolloutFiles.Read([verl]).Select(r => r.Response));
        Assert.Equal(["1", "10", "3"], RolloutFiles.Read([Path.Combine(verl, "1*.jsonl"), other]).Select(r => r.Response));
        Assert.Equal(["3", "1", "2"], RolloutFiles.Read([_folder.File("*/?.jsonl")]).Select(r => r.Response));
        Assert.Contains("no file fits", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("*.csv")])).Message, StringComparison.Ordinal);
        Assert.Contains("no such file or folder", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("none")])).Message, StringComparison.Ordinal);
        Assert.Contains("holds no traces", Assert.Throws<HicraException>(() => RolloutFiles.Read([Directory.CreateDirectory(_folder.File("empty")).FullName])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_format_is_taken_and_an_unknown_one_is_an_error()
    {
        string file = Write("a.jsonl", """{"input": "p", "output": "o", "text": "t"}""");
        Assert.Equal("o", Read(file, out _).Single().Response);
        Assert.Equal("t", Read(file, out _, new() { Format = RolloutFormat.Plain }).Single().Response);
        Assert.Contains("no record has a text as TRL completion logs have (the first one has input, output, text)", Fails(file, new() { Format = RolloutFormat.Trl }), StringComparison.Ordinal);
        Assert.Contains("no record has a text as rollouts have", Fails(file, new() { Format = RolloutFormat.Hicra }), StringComparison.Ordinal);
        Assert.Contains("no record has a text (the first one has a, b)", Fails(Write("b.jsonl", """{"a": 1, "b": 2}""")), StringComparison.Ordinal);
        Assert.Equal(RolloutFormat.Trl, RolloutFormats.Parse("trl"));
        Assert.Contains("did you mean 'verl'?", Assert.Throws<HicraException>(() => RolloutFormats.Parse("vrl")).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content, new UTF8Encoding(false));
        return _folder.File(name);
    }

    private string Packed(string name, string content)
    {
        using var gzip = new GZipStream(File.Create(_folder.File(name)), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(content));
        return _folder.File(name);
    }

    private static Rollout[] Read(string file, out RolloutReadReport report, RolloutFileOptions? options = null) => [.. RolloutFiles.Read([file], options, report = new())];

    private static string Fails(string file, RolloutFileOptions? options = null) => Assert.Throws<HicraException>(() => RolloutFiles.Read([file], options).Count()).Message;
}
