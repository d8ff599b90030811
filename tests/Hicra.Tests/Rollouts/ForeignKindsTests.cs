using System.Text;
using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Tests.Rollouts;

/// <summary>The spellings under which tools write the same things: who said what, rewards, tables, steps, places that a reader names.</summary>
public sealed class ForeignKindsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""", "s\nq", "a")]
    [InlineData("""{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}""", "q", "a")]
    [InlineData("""{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}, {"from": "human", "value": "r"}, {"from": "gpt", "value": "b"}]}""", "q", "a\n\nb")]
    [InlineData("""{"conversation": [{"role": "user", "content": [{"type": "text", "text": "q"}]}, {"role": "assistant", "content": [{"type": "text", "text": "a "}, {"type": "text", "text": "b"}, {"type": "image_url", "image_url": {"url": "u"}}]}]}""", "q", "a b")]
    [InlineData("""{"prompt": [{"role": "user", "content": "q"}], "completion": [{"role": "assistant", "content": "a"}, {"role": "tool", "content": "t"}, {"role": "assistant", "content": "b"}], "reward": 1}""", "q", "a\n\nb")]
    [InlineData("""{"prompt": [{"role": "user", "content": "q"}], "completion": [{"role": "assistant", "content": ["a", "b"]}]}""", "q", "ab")]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "reasoning_content": "t"}]}""", "q", "<think>\nt\n</think>\n\na")]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": [{"type": "thinking", "thinking": "t"}, {"type": "text", "text": "a"}]}]}""", "q", "<think>\nt\n</think>\n\na")]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}], "choices": [{"message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"}]}""", "q", "a")]
    [InlineData("""{"custom_id": "1", "response": {"status_code": 200, "body": {"choices": [{"message": {"role": "assistant", "content": "a"}}]}}}""", null, "a")]
    [InlineData("""{"question": "q", "response": {"role": "assistant", "content": "a"}}""", "q", "a")]
    [InlineData("""{"question": "q", "reasoning": "t", "response": "a"}""", "q", "<think>\nt\n</think>\n\na")]
    [InlineData("""{"instruction": "q", "input": "x", "output": "a"}""", "q\nx", "a")]
    [InlineData("""{"input": "q", "prediction": "a", "target": "5", "correct": true}""", "q", "a")]
    [InlineData("""{"Question": "q", "Model Response": "a"}""", "q", "a")]
    [InlineData("""{"problem": "q", "solution": "reference", "generatedText": "a"}""", "q", "a")]
    [InlineData("""{"doc_id": 3, "doc": {"question": "q"}, "arguments": [["Q: q", {"until": []}]], "resps": [["a"]], "filtered_resps": ["5"], "exact_match": 1}""", "Q: q", "a")]
    [InlineData("""{"prompt": "q", "outputs": [{"text": "a", "finish_reason": "length"}]}""", "q", "a")]
    [InlineData("""{"row_idx": 0, "row": {"prompt": "q", "completion": "a"}}""", "q", "a")]
    public void Only_the_models_words_are_the_response(string record, string? prompt, string response)
    {
        Rollout read = One(record);
        Assert.Equal((prompt, response), (read.Prompt, read.Response));
    }

    [Theory]
    [InlineData("\"score\": 1", 1.0, true)]
    [InlineData("\"reward\": \"0.0\"", 0.0, false)]
    [InlineData("\"acc\": true", 1.0, true)]
    [InlineData("\"accuracy\": \"False\"", 0.0, false)]
    [InlineData("\"rewards/accuracy\": 0, \"rewards/format\": 1", 1.0, false)]
    [InlineData("\"rewards\": {\"accuracy\": 0, \"format\": 0.5}", 0.5, false)]
    [InlineData("\"rewards\": {\"accuracy_reward\": \"1\", \"total\": 1.5}", 1.5, true)]
    [InlineData("\"reward\": 1.5, \"accuracy_reward\": 0, \"format_reward\": 1", 1.5, false)]
    [InlineData("\"accuracy_reward\": \"1.0\", \"format_reward\": \"0.5\"", 1.5, true)]
    [InlineData("\"correctness\": [true]", 1.0, true)]
    [InlineData("\"is_correct\": \"incorrect\"", 0.0, false)]
    [InlineData("\"verdict\": \"Correct.\"", 1.0, true)]
    [InlineData("\"judge_score\": 0.75", 0.75, true)]
    [InlineData("\"score\": -1, \"acc\": 0", -1.0, false)]
    [InlineData("\"score\": \"nan\"", null, null)]
    [InlineData("\"correct\": \"Paris\"", null, null)]
    [InlineData("\"correct_answer\": \"5\", \"reward_std\": 0.3", null, null)]
    [InlineData("\"token_level_scores\": [0, 0, 1]", 1.0, true)]
    [InlineData("\"label\": 1", null, null)]
    public void Rewards_have_many_names(string members, double? reward, bool? correct)
    {
        Rollout read = One($$"""{"prompt": "q", "response": "a", {{members}}}""");
        Assert.Equal((reward, correct), (read.Reward, read.Correct));
        Assert.Equal((reward, correct), One($$"""{"question": "q", "generations": ["a"], {{members}}}""") is var sampled ? (sampled.Reward, sampled.Correct) : default);
    }

    [Theory]
    [InlineData("""{"prompt": ["p", "q"], "completion": ["a", "b"], "step": ["5", "5"], "accuracy_reward": [1, 0]}""")]
    [InlineData("""{"step": 5, "prompt": ["p", "q"], "response": ["a", "b"], "reward": ["1.0", "0.0"]}""")]
    [InlineData("""{"data": {"step": [5, 5], "prompt": ["p", "q"], "response": ["a", "b"], "reward": [true, false]}}""")]
    [InlineData("""{"columns": {"step": [5, 5], "prompt": ["p", "q"], "response": ["a", "b"], "reward": [1, 0]}}""")]
    [InlineData("""{"columns": ["step", "prompt", "response", "reward"], "data": [[5, "p", "a", 1], [5, "q", "b", 0]]}""")]
    [InlineData("""{"columns": ["step", "prompt", "response", "reward"], "index": [0, 1], "data": [["5", "p", "a", "1"], ["5", "q", "b", "0"]]}""")]
    [InlineData("""{"step": {"0": 5, "1": 5}, "prompt": {"0": "p", "1": "q"}, "response": {"0": "a", "1": "b"}, "reward": {"0": 1, "1": 0}}""")]
    [InlineData("""{"0": {"step": 5, "prompt": "p", "response": "a", "reward": 1}, "1": {"step": 5, "prompt": "q", "response": "b", "reward": 0}}""")]
    [InlineData("""{"schema": {"fields": []}, "data": [{"index": 0, "step": 5, "prompt": "p", "response": "a", "reward": 1}, {"index": 1, "step": 5, "prompt": "q", "response": "b", "reward": 0}]}""")]
    [InlineData("""{"features": [], "rows": [{"row_idx": 0, "row": {"step": 5, "prompt": "p", "response": "a", "reward": 1}}, {"row_idx": 1, "row": {"step": 5, "prompt": "q", "response": "b", "reward": 0}}]}""")]
    [InlineData("""{"schema": {}, "batches": [{"count": 2, "columns": [{"name": "step", "DATA": [5, 5]}, {"name": "prompt", "DATA": ["p", "q"]}, {"name": "response", "DATA": ["a", "b"]}, {"name": "reward", "DATA": [1, 0]}]}]}""")]
    [InlineData("""{"step": [5, 5], "prompt": [[{"role": "user", "content": "p"}], [{"role": "user", "content": "q"}]], "completion": [[{"role": "assistant", "content": "a"}], [{"role": "assistant", "content": "b"}]], "reward": [1, 0]}""")]
    [InlineData("""[{"step": "5", "prompt": "p", "response": "a", "reward": 1}, {"step": 5.0, "prompt": "q", "response": "b", "reward": 0}]""")]
    [InlineData("{\n  \"step\": [5, 5],\n  \"prompt\": [\"p\", \"q\"],\n  \"completion\": [\"a\", \"b\"],\n  \"reward\": [1, 0]\n}\n")]
    [InlineData("{\n  \"step\": 5, \"prompt\": \"p\",\n  \"completion\": \"a\", \"reward\": 1\n}\n{\n  \"step\": 5, \"prompt\": \"q\",\n  \"completion\": \"b\", \"reward\": 0\n}\n")]
    public void Tables_have_many_shapes(string table) =>
        Assert.Equal([(5, "p", "a", 1.0), (5, "q", "b", 0.0)], Read(table).Select(r => (r.Step!.Value, r.Prompt!, r.Response!, r.Reward!.Value)));

    [Fact]
    public void Samples_of_one_problem_are_no_table()
    {
        Assert.Equal([(0, 0, true), (0, 1, false)], Read("""{"problem": "q", "generations": ["a", "b"], "correctness_math_verify": [true, false], "correctness_llama": null, "messages": [{"role": "user", "content": "q"}]}""").Select(r => (r.Group!.Value, r.Sample!.Value, r.Correct!.Value)));
        Assert.Equal([0, 0, 1], Read("{\"prompt\": \"q\", \"response\": \"a\"}\n{\"prompt\": \"q\", \"response\": \"b\"}\n{\"prompt\": \"r\", \"response\": \"a\"}\n").Select(r => r.Group!.Value));
    }

    [Fact]
    public void A_harness_with_two_filters_writes_each_response_twice_and_it_counts_once()
    {
        string Line(int doc, string filter, int match) => $$"""{"doc_id": {{doc}}, "doc": {"question": "q{{doc}}"}, "resps": [["a{{doc}}"]], "filter": "{{filter}}", "metrics": ["exact_match"], "exact_match": {{match}}}""";
        Assert.Equal([("a0", 1.0), ("a1", 0.0)], Read($"{Line(0, "strict-match", 1)}\n{Line(0, "flexible-extract", 1)}\n{Line(1, "strict-match", 0)}\n{Line(1, "flexible-extract", 1)}\n").Select(r => (r.Response!, r.Reward!.Value)));
    }

    [Fact]
    public void A_place_that_a_reader_names_is_the_way_out()
    {
        const string record = """{"meta": {"q": "what is it?", "n": 7}, "out": {"deep": [{"t": "a long text that a model wrote"}]}, "eval": {"ok": "yes"}}""";
        Assert.Equal(("what is it?", "a long text that a model wrote", true), Read(record, new() { Text = "out.deep[0].t", Problem = "meta/q", Reward = "$.eval.ok" }).Single() is var r ? (r.Prompt, r.Response, r.Correct) : default);
        string error = Assert.Throws<HicraException>(() => Read(record)).Message;
        Assert.Contains("--text PATH (texts by length: out.deep[0].t (30), meta.q (11)", error, StringComparison.Ordinal);
        Assert.Contains("--problem PATH and --reward PATH (numbers: meta.n, eval.ok)", error, StringComparison.Ordinal);
        Assert.Contains("no record has a text at 'out.x'", Assert.Throws<HicraException>(() => Read(record, new() { Text = "out.x" })).Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Read("""{"z": [{"t": "a"}, {"t": "b"}]}""", new() { Text = "z[*].t" }).Select(x => x.Response));
    }

    [Fact]
    public void The_step_is_the_files_where_its_records_name_none()
    {
        foreach (int step in (int[])[10, 2]) File.WriteAllText(_folder.File($"step_{step}.jsonl"), $$"""{"prompt": "p", "response": "{{step}}"}""");
        Assert.Equal([(2, "2"), (10, "10")], RolloutFiles.Read([_folder.File("step_*.jsonl")]).Select(r => (r.Step!.Value, r.Response!)));
        foreach (int part in (int[])[1, 2]) File.WriteAllText(_folder.File($"train-0000{part}-of-00002.jsonl"), """{"prompt": "p", "response": "a"}""");
        Assert.All(RolloutFiles.Read([_folder.File("train-*.jsonl")]), r => Assert.Null(r.Step));
        foreach (int part in (int[])[1, 2]) File.WriteAllText(_folder.File($"0000{part}-of-00002.jsonl"), """{"prompt": "p", "response": "a"}""");
        Assert.All(RolloutFiles.Read([_folder.File("0000*.jsonl")]), r => Assert.Null(r.Step));
    }

    [Theory]
    [InlineData("<think>\nso\n</think>\n\n5", "\nso\n", "\n\n5", false)]
    [InlineData("so</think>5", "so", "5", false)]
    [InlineData("<think>so", "so", "", true)]
    [InlineData("<|begin_of_thought|>so<|end_of_thought|>5", "so", "5", false)]
    [InlineData("5 < 6, I think", null, "5 < 6, I think", false)]
    [InlineData("the mark <think> opens", null, "the mark <think> opens", false)]
    public void Thoughts_are_kept_apart_from_the_answer(string response, string? thinking, string answer, bool open)
    {
        ResponseParts parts = ResponseParts.Of(response);
        Assert.Equal((thinking, answer, open), (parts.Thinking is { } range ? response[range] : null, response[parts.Answer], parts.IsOpen));
    }

    private Rollout One(string record) => Assert.Single(Read(record));

    private Rollout[] Read(string content, RolloutFileOptions? options = null)
    {
        string file = _folder.File("a.jsonl");
        File.WriteAllText(file, content, new UTF8Encoding(false));
        return [.. RolloutFiles.Read([file], options)];
    }
}
