using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Tests.Rollouts;

/// <summary>Logs as public repositories hold them: names of several words, steps in words, verdicts beside the text, padded rows, folders with settings beside the steps.</summary>
public sealed class OddLogsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"prompt": "q", "raw_generation": "a", "extracted_expr": "1", "correct": true}""", "q", "a", 1.0)]
    [InlineData("""{"problem_id": "q", "decoded_completion": "a", "scalar_reward": 0.05, "reward_status": "correct", "reward_component_weights": {"format": 0.5}}""", null, "a", 0.05)]
    [InlineData("""{"problem": "q", "solution": "reference", "student_trace": "a", "verify_ok": true, "format_ok": false}""", "q", "a", 1.0)]
    [InlineData("""{"question": "q", "gold_completion": "reference", "output_format": "f", "policy_response": "a", "reward": 0}""", "q", "a", 0.0)]
    [InlineData("""{"sample": {"input": {"messages": [{"role": "user", "content": "q"}]}, "output": {"message": {"role": "assistant", "content": "a"}}}, "evaluation": {"correct": true}}""", "q", "a", 1.0)]
    [InlineData("""{"doc": {"query": "q"}, "model_response": {"text": ["a"], "input_tokens": [[1, 2]]}, "metric": {"extractive_match": 1}}""", "q", "a", 1.0)]
    [InlineData("""{"samples": [{"id": 1, "input": "q", "output": {"choices": [{"message": {"role": "assistant", "content": "a"}}]}, "scores": {"match": {"value": "I", "answer": "4"}}}]}""", "q", "a", 0.0)]
    [InlineData("""{"question": "q", "model_outputs": ["a"], "grading": [true]}""", "q", "a", 1.0)]
    [InlineData("""{"query": "q", "samples": [{"sample": "a", "reward": 1}]}""", "q", "a", 1.0)]
    [InlineData("""{"idx": 1, "message_log": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "total_reward": 0.5}""", "q", "a", 0.5)]
    [InlineData("""{"canary": "c", "outputs": [{"input": "q", "prediction": "a", "target": "5"}]}""", "q", "a", null)]
    [InlineData("""{"prompt": "q", "response": "a", "metadata": {"score": "A+"}}""", "q", "a", null)]
    [InlineData("""{"prompt": "q", "completions": ["a"], "metrics": {"scores": [1, 2, 3]}}""", "q", "a", null)]
    [InlineData("""{"prompt": "q", "response": "a", "reward": "tensor(0.5, device='cuda:0')"}""", "q", "a", 0.5)]
    [InlineData("""{"prompt": "q", "response": "a", "reward": "np.float32(1.0)"}""", "q", "a", 1.0)]
    [InlineData("""{"prompt": "q", "response": "a", "reward": "0,5"}""", "q", "a", 0.5)]
    public void Texts_and_verdicts_stand_under_many_names(string record, string? prompt, string response, double? reward)
    {
        Rollout read = Assert.Single(Read(record));
        Assert.Equal((prompt, response, reward), (read.Prompt, read.Response, read.Reward));
    }

    [Theory]
    [InlineData("\"kind\": \"high_reward\", \"group_rewards\": [-1, 1], \"group_mean\": 0")]
    [InlineData("\"tokens\": 285")]
    [InlineData("\"tokens\": {\"prompt\": 3, \"completion\": 5}")]
    [InlineData("\"ids\": \"a-1\"")]
    [InlineData("\"advantages\": 0.5")]
    [InlineData("\"logprobs\": -12.5")]
    [InlineData("\"entropies\": 0.5")]
    [InlineData("\"grams\": 3")]
    public void Our_own_names_may_mean_something_else(string member)
    {
        Rollout read = Assert.Single(Read($$"""{"prompt": "q", "response": "a", {{member}}, "reward": 1}"""));
        Assert.Equal((RolloutFormat.Plain, "a", 1.0, true), (read.Source, read.Response!, read.Reward!.Value, read.Correct!.Value));
    }

    [Theory]
    [InlineData("\"step\": \"step_5\"")]
    [InlineData("\"step\": \"Global step 5\"")]
    [InlineData("\"step\": \"5/100\"")]
    [InlineData("\"step\": [5]")]
    [InlineData("\"train_iter\": 5")]
    [InlineData("\"metadata\": {\"step\": \"5\"}")]
    [InlineData("\"extra_info\": {\"global_step\": 5.0}")]
    public void Steps_are_written_in_many_ways(string member) => Assert.Equal(5, Assert.Single(Read($$"""{{{member}}, "prompt": "q", "response": "a"}""")).Step);

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("5.5")]
    [InlineData("[5, 6]")]
    public void A_step_that_is_none_is_named(string step) =>
        Assert.Contains("line 1: 'step' is not a whole number", Assert.Throws<HicraException>(() => Read($$"""{"step": {{step}}, "prompt": "q", "completion": "a"}""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"step": 5, "rollouts": [{"prompt": "q", "completion": "a", "reward": 1}, {"prompt": "q", "completion": "b", "reward": 0}]}""")]
    [InlineData("""{"step": 5, "groups": [{"prompt": "q", "completions": ["a", "b"], "rewards": [1, 0]}]}""")]
    [InlineData("""{"step": 5, "question": "q", "response_0": "a", "reward_0": 1, "response_1": "b", "reward_1": 0}""")]
    [InlineData("""{"step": [5, 5], "prompt": ["q", "q"], "completion": ["a", "b"], "reward": [1, 0], "reward_names": ["x", "y", "z"]}""")]
    public void A_record_may_hold_a_step_or_a_group(string record) =>
        Assert.Equal([(5, 0, "a", 1.0), (5, 0, "b", 0.0)], Read(record).Select(r => (r.Step!.Value, r.Group!.Value, r.Response!, r.Reward!.Value)));

    [Fact]
    public void Rollouts_without_a_prompt_are_grouped_by_what_names_their_problem() =>
        Assert.Equal([0, 0, 1], Read("""{"id": 1, "group_index": 7, "response": "a"}""" + "\n" + """{"id": 2, "group_index": 7, "response": "b"}""" + "\n" + """{"id": 3, "group_index": 8, "response": "c"}""").Select(r => r.Group!.Value));

    [Fact]
    public void What_fills_a_row_up_is_no_token()
    {
        Rollout read = Assert.Single(Read("""{"prompt": "q", "completion": "a b", "completion_ids": [7, 0, 8, 1, 1], "completion_mask": [1, 0, 1, 0, 0], "logprobs": [-1, -2, -3, 0, 0], "reward": 1}"""));
        Assert.Equal([7, 0, 8], read.TokenIds!);
        Assert.Equal([-1f, -2f, -3f], read.LogProbs!);
    }

    [Fact]
    public void A_folder_of_steps_may_hold_settings_and_folders()
    {
        const string record = """{"input": "q", "output": "a", "score": 1}""";
        foreach (int step in (int[])[10, 2])
        {
            Write($"ranks/step_{step}/rank_0.jsonl", record);
            Write($"ranks/step_{step}/rank_1.jsonl", record);
            Write($"flat/global_step_{step}_rank_0.jsonl", record);
            Write($"flat/global_step_{step}_rank_1.jsonl", record);
            Write($"first/{step}_rollouts.jsonl", record);
            Write($"plain/{step}.jsonl", record);
            Write($"deep/checkpoint-{step}/eval/samples.jsonl", record);
        }
        Write("ranks/step_2/run_config.json", """{"lr": 1e-6}""");
        Write("first/0_notes.json", """{"note": 1}""");
        var report = new RolloutReadReport();
        Assert.Equal([2, 2, 10, 10], RolloutFiles.Read([_folder.File("ranks")], report: report).Select(r => r.Step!.Value));
        Assert.Equal("1 file without a text left out", report.LeftOut());
        Assert.Equal([2, 2, 10, 10], RolloutFiles.Read([_folder.File("flat")]).Select(r => r.Step!.Value));
        Assert.Equal([2, 10], RolloutFiles.Read([_folder.File("first")]).Select(r => r.Step!.Value));
        Write("plain/metrics.jsonl", """{"loss": 0.1}""");
        Write("plain/run_config.json", """{"lr": 1e-6}""");
        Assert.Equal([2, 10], RolloutFiles.Read([_folder.File("plain")]).Select(r => r.Step!.Value));
        Assert.Equal([2, 10], RolloutFiles.Read([_folder.File("deep")]).Select(r => r.Step!.Value));
        Assert.Contains("no record has a text", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("first/0_notes.json")]).ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_no_traces_at_all_is_named()
    {
        Write("settings/run.json", """{"lr": 1e-6}""");
        Write("other/notes/a.json", """{"prompt": "q", "response": "a"}""");
        Assert.Contains("run.json: no record has a text", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("settings")]).ToArray()).Message, StringComparison.Ordinal);
        Assert.Contains("the folder holds no traces", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("other")]).ToArray()).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), content);
    }

    private Rollout[] Read(string content)
    {
        Write("a.jsonl", content);
        return [.. RolloutFiles.Read([_folder.File("a.jsonl")])];
    }
}
