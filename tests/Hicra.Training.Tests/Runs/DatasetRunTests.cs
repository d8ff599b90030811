using System.Text.Json.Nodes;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Tests.Runs;

/// <summary>Problems from a file, and a model with a tokenizer: a run of them is found again with everything that makes its numbers.</summary>
public sealed class DatasetRunTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Method = "hicra", Steps = 3, Prompts = 2, GroupSize = 4, MaxNewTokens = 24, ValidationProblems = 2, ValidationSamples = 1, ValidationEvery = 2, Filter = new TokenFilter { TopP = 0.9 },
    };

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_run_that_dies_goes_on_to_the_same_numbers_with_its_own_problems()
    {
        TextDataset dataset = Sums() with { Verifier = Verifiers.Exact, Template = "{problem}\\n=", Instruction = "Count.", Stop = ["\n", "."], Columns = "problem=text,answer=result" };
        string whole = _temporary.File("whole"), died = _temporary.File("died");
        using (TrainingRun run = TrainingRun.Create(whole, Config(dataset), Small.Environment())) Assert.True(run.Continue());
        using (TrainingRun run = TrainingRun.Create(died, Config(dataset), Small.Environment()))
            Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 2) throw new TimeoutException(); })));
        using (TrainingRun run = TrainingRun.Resume(died, Small.Environment()))
        {
            Assert.Equivalent(dataset, run.Config.Dataset);
            Assert.True(run.Continue());
        }
        Assert.Equal(Small.Comparable(MetricsLog.Read(new RunFolder(whole).Metrics)), Small.Comparable(MetricsLog.Read(new RunFolder(died).Metrics)));
        Rollout rollout = RolloutJsonl.Read(new RunFolder(whole).RolloutsOf(1)).First();
        Assert.Contains("Count.\n\n", rollout.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("\n=", rollout.Prompt, StringComparison.Ordinal);
        Assert.StartsWith("sums/", rollout.ProblemId, StringComparison.Ordinal);
        MetricRow row = MetricsLog.Read(new RunFolder(whole).Metrics)[0];
        Assert.NotNull(row["val-core/sums/acc/mean@1"]);
        // Stories say a full stop soon; what was drawn from is narrower than the whole.
        Assert.True(row["hicra/truncated"] < 1);
        Assert.True(row["hicra/drawn/entropy"] < row["actor/entropy"]);
        // Checkpoints hold the tokenizer, so that they are models by themselves.
        Assert.True(File.Exists(Path.Combine(new RunFolder(whole).CheckpointOf(3), "vocab.json")));
    }

    [Fact]
    public void The_shipped_stories_are_measured_like_puzzles_where_that_makes_sense()
    {
        string path = _temporary.File("run");
        RunConfig config = Config(TextDataset.Find(TextDataset.Stories)) with { Base = BaseModel.Find(BaseModel.Stories) };
        using (TrainingRun run = TrainingRun.Create(path, config with { Training = Options with { Steps = 1, MaxNewTokens = 40 } }, Small.Environment())) Assert.True(run.Continue());
        MetricRow row = MetricsLog.Read(new RunFolder(path).Metrics)[0];
        string[] names = ["hicra/error/planning", "hicra/error/other", "hicra/grams", "hicra/semantic_entropy", "hicra/planning_share", "hicra/entropy/execution", "hicra/story/said", "hicra/story/overlap", "response_length/mean"];
        Assert.All(names, name => Assert.NotNull(row[name]));
        Assert.All(row.Values, value => Assert.NotNull(MetricCatalog.Find(value.Key)));
        Assert.Contains("but then", File.ReadAllText(new RunFolder(path).Grams), StringComparison.Ordinal);
        // A run remembers the words, not where the kit lies.
        JsonNode json = JsonNode.Parse(File.ReadAllText(new RunFolder(path).Config))!;
        Assert.Equal("stories", (string?)json["dataset"]!["file"]);
        Assert.Equal("stories", (string?)json["base"]!["directory"]);
        Rollout rollout = RolloutJsonl.Read(new RunFolder(path).RolloutsOf(0)).First();
        Assert.Equal(rollout.Response, string.Concat(rollout.TokenTexts!));
        Assert.Contains(rollout.TokenTexts!, piece => piece.Length is 1 or 2);
    }

    [Fact]
    public void What_cannot_be_posed_is_refused_in_a_line_that_names_the_file()
    {
        Refusal.Says("no such file", () => TextDataset.Find(_temporary.File("none.jsonl")));
        Refusal.Says("is a folder", () => TextDataset.Find(Directory.CreateDirectory(_temporary.File("folder")).FullName));
        Refusal.Says("a fingerprint and no text", () => Open(Written("keys.jsonl", """{"id": "1", "answer": "3", "print": ["0", "0", 5]}""")));
        Refusal.Says("two problems are called '1'", () => Open(Written("twice.jsonl", "{\"id\": 1, \"problem\": \"a\", \"answer\": \"b\"}\n{\"id\": 1, \"problem\": \"c\", \"answer\": \"d\"}")));
        Refusal.Says("no answer", () => Open(Written("half.jsonl", """{"problem": "a"}""")));
        Refusal.Says("no tokenizer.json", () => TextDataset.Find(Written("fine.jsonl", """{"problem": "a", "answer": "b"}""")).Open(BaseModel.ShippedDirectory));
        Refusal.Says("no {problem}", () => (Sums() with { Template = "x" }).Open(Stories));
        Refusal.Says("no chat template", () => (Sums() with { Template = TextDataset.Chat }).Open(Stories));
        Refusal.Says("did you mean 'exact'?", () => (Sums() with { Verifier = "exat" }).Open(Stories));
        TextDataset changed = TextDataset.Find(Written("changed.jsonl", """{"problem": "a", "answer": "b"}"""));
        Written("changed.jsonl", """{"problem": "a", "answer": "c"}""");
        Refusal.Says("was changed since the run began", () => changed.Open(Stories));
    }

    [Fact]
    public void A_small_file_keeps_an_eighth_for_validation_and_a_single_problem_nothing()
    {
        TextWorld world = Sums().Open(Stories);
        Assert.Equal((28, 4), (world.Training.Count, world.Validation.Count));
        Assert.Empty(world.Training.Select(p => p.Id).Intersect(world.Validation.Select(p => p.Id)));
        Assert.Empty(TextDataset.Find(Written("one.jsonl", """{"problem": "a", "answer": "b"}""")).Open(Stories).Validation);
        Assert.Equal("one", TextDataset.Find(_temporary.File("one.jsonl")).World);
    }

    [Fact]
    public void The_embedded_engine_refuses_what_is_not_its_own_by_name()
    {
        foreach ((EngineOptions options, string word) in ((EngineOptions, string)[])
            [(new() { Device = "cuda:0" }, "cuda:0"), (new() { Dtype = "bf16" }, "bf16"), (new() { Lora = new() { Rank = 4 } }, "LoRA"), (new() { TokenBudget = 100 }, "--token-budget"), (new() { Checkpointing = false }, "--checkpointing"), (new() { OffloadOptimizer = true }, "--offload")])
        {
            Refusal.Says(word, () => TrainingRun.Create(_temporary.File("refused"), Small.Config() with { EngineOptions = options }, Small.Environment()));
            Assert.False(Directory.Exists(_temporary.File("refused")));
        }
    }

    private static string Stories => BaseModel.Find(BaseModel.Stories).Folder;

    private static RunConfig Config(TextDataset dataset) => new() { Training = Options, World = dataset.World, Dataset = dataset, Base = BaseModel.Find(Stories), CheckpointEvery = 1, RolloutsEvery = 1 };

    private static TextWorld Open(string file) => TextDataset.Find(file).Open(Stories);

    private TextDataset Sums() => TextDataset.Find(Written("sums.jsonl", string.Join('\n', Enumerable.Range(0, 32).Select(i => $$"""{"id": "{{i}}", "problem": "{{i}} + 1", "text": "{{i}} and 1", "answer": "{{i + 1}}", "result": {{i + 1}}}"""))));

    private string Written(string name, string content)
    {
        File.WriteAllText(_temporary.File(name), content);
        return _temporary.File(name);
    }
}
