using System.Text;
using Hicra.Credit;
using Hicra.Logs.Measures;
using Hicra.Logs.Runs;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Logs.Tests;

/// <summary>A verl dump becomes a run whose numbers are those that one counts by hand.</summary>
public sealed class LogRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dump_of_steps_becomes_a_run()
    {
        ExistingRun run = LogRun.Write(_folder.File("run"), [Dump()]);
        Assert.True(run.IsFinished);
        Assert.Equal("verl", run.Config.Log!.Format);
        Assert.Equal(["advantages", "token texts", "log-probs", "entropies", "whether a response was cut off"], run.Config.Log.Lacks);
        IReadOnlyList<MetricRow> rows = MetricsLog.Read(run.Folder.Metrics);
        Assert.Equal([2, 10], rows.Select(r => r.Step));
        MetricRow row = rows[0];
        // "But wait , let me think . So 4" and the three others: see Texts.
        Assert.Equal((4.0, 2.0, 0.5, 0.5), (row[LogMetricNames.Rollouts], row[LogMetricNames.Prompts], row[MetricNames.RewardMean], row[MetricNames.FlatGroups]));
        Assert.Equal((0.5, 1.0), (row[MetricNames.Accuracy], row["hicra/pass@2"]));
        int[] tokens = [.. Texts.Select(Count)], planning = [.. Texts.Select(Planning)];
        Assert.Equal((double)planning.Sum() / tokens.Sum(), row[MetricNames.PlanningShare]!.Value, 12);
        Assert.Equal(tokens.Average(), row[MetricNames.ResponseLength]!.Value, 12);
        Assert.Null(row[MetricNames.PlanningEntropy]);
        Assert.Null(row[LogMetricNames.Truncated]);
        Assert.Equal([2, 10], run.Folder.RolloutSteps());
        Rollout[] saved = [.. RolloutJsonl.Read(run.Folder.RolloutsOf(2))];
        Assert.Equal([0, 0, 1, 1], saved.Select(r => r.Group!.Value));
        var advantages = new double[2];
        new GroupZScore().Estimate([1, 0], [1, 1], 2, advantages);
        Assert.Equal([.. advantages, 0, 0], [.. saved.Select(r => r.Advantage!.Value)]);
        Assert.All(saved, r => Assert.Equal(r.Response, string.Concat(r.TokenTexts!)));
        Assert.Equal("paper", GramLibraryFile.Load(run.Folder.Grams).Name);
    }

    [Fact]
    public void The_same_log_gives_the_same_numbers()
    {
        string dump = Dump();
        string[] metrics = [.. ((string[])["a", "b"]).Select(name => File.ReadAllText(LogRun.Write(_folder.File(name), [dump]).Folder.Metrics))];
        Assert.Equal(metrics[0], metrics[1]);
    }

    [Fact]
    public void Spans_that_are_saved_cover_the_tokens_that_were_counted()
    {
        var library = StrategicGramLibrary.FromGrams("own", ["let me try", "me try another way", "but wait"]);
        File.WriteAllText(_folder.File("a.jsonl"), """{"prompt": "p", "response": "So let me try another way. But wait 5", "reward": 1}""");
        ExistingRun run = LogRun.Write(_folder.File("run"), [_folder.File("a.jsonl")], new LogOptions { Library = library });
        Rollout saved = RolloutJsonl.Read(run.Folder.RolloutsOf(0)).Single();
        var mask = new bool[saved.TokenTexts!.Length];
        new PlanningMatcher(library).Mark(saved.TokenTexts, mask);
        var covered = new bool[mask.Length];
        foreach (GramSpan span in saved.PlanningSpans!) covered.AsSpan(span.Start, span.Length).Fill(true);
        Assert.Equal(mask, covered);
        Assert.Equal(2, saved.PlanningSpans.Length);
        Assert.Contains("steps", run.Config.Log!.Lacks);
    }

    [Fact]
    public void Thoughts_are_measured_apart()
    {
        File.WriteAllText(_folder.File("a.jsonl"), """
            {"prompt": "p", "response": "<think>but wait now</think>It is 5.", "reward": 1}
            {"prompt": "p", "response": "<think>but wait", "reward": 0}
            """);
        MetricRow row = MetricsLog.Read(LogRun.Write(_folder.File("run"), [_folder.File("a.jsonl")], new LogOptions { Library = StrategicGramLibrary.FromGrams("own", ["but wait"]) }).Folder.Metrics).Single();
        Assert.Equal((0.5, 0.8), (row[LogMetricNames.ThinkingOpen], row[LogMetricNames.ThinkingShare]!.Value));
        Assert.Equal(0, row[LogMetricNames.AnswerShare]);
        Assert.Equal(2.5, row[LogMetricNames.ThinkingLength]);
    }

    [Fact]
    public void A_long_log_keeps_evenly_spread_steps_and_a_large_step_its_first_groups()
    {
        string folder = Directory.CreateDirectory(_folder.File("long")).FullName;
        for (int step = 0; step < 32; step++) File.WriteAllText(Path.Combine(folder, $"{step}.jsonl"), string.Concat(Enumerable.Range(0, 8).Select(i => $$"""{"input": "p{{i / 2}}", "output": "so it is {{new string('x', 400)}}", "score": {{i % 2}}, "step": {{step}}}""" + "\n")));
        ExistingRun run = LogRun.Write(_folder.File("run"), [folder], new LogOptions { SavedBytes = 60_000 });
        Assert.Equal(32, MetricsLog.Read(run.Folder.Metrics).Count);
        IReadOnlyList<int> steps = run.Folder.RolloutSteps();
        Assert.InRange(steps.Count, 2, 16);
        Assert.Single(steps.Zip(steps.Skip(1), (a, b) => b - a).Distinct());
        Assert.Contains(run.Config.Log!.Notes, note => note.Contains("evenly spread", StringComparison.Ordinal));
        Assert.Empty(LogRun.Write(_folder.File("none"), [folder], new LogOptions { SavedBytes = 0 }).Folder.RolloutSteps());
    }

    [Fact]
    public void What_fails_leaves_nothing()
    {
        File.WriteAllText(_folder.File("bad.jsonl"), "{\"input\": \"p\", \"output\": \"a\", \"score\": 1}\n{\"input\": ");
        Assert.Throws<HicraException>(() => LogRun.Write(_folder.File("run"), [_folder.File("bad.jsonl")]));
        Assert.Empty(Directory.GetDirectories(_folder.File("")));
        string dump = Dump();
        LogRun.Write(_folder.File("run"), [dump]);
        Assert.Contains("is there already", Assert.Throws<HicraException>(() => LogRun.Write(_folder.File("run"), [dump])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Such_a_run_cannot_be_trained_on()
    {
        ExistingRun run = LogRun.Write(_folder.File("run"), [Dump()]);
        Assert.Contains("can only be looked at", Assert.Throws<HicraException>(() => TrainingRun.Resume(run.Folder.Path, new RunEnvironment())).Message, StringComparison.Ordinal);
    }

    private static readonly string[] Texts = ["But wait, let me think. So 4", "It is <b>5</b>.", "So we need to add. 7", "Therefore 8"];

    private string Dump()
    {
        string folder = Directory.CreateDirectory(_folder.File("dump")).FullName;
        foreach (int step in (int[])[10, 2])
            File.WriteAllText(Path.Combine(folder, $"{step}.jsonl"), string.Concat(Texts.Select((text, i) => $$"""{"input": "p{{i / 2}}", "output": "{{text}}", "gts": "4", "score": {{(i is 0 ? 1 : i is 1 ? 0 : step == 2 ? 0.5 : i)}}, "step": {{step}}, "acc": {{(i is 0 or 3 ? "true" : "false")}}}""" + "\n")), new UTF8Encoding(false));
        return folder;
    }

    private static int Count(string text)
    {
        var ends = new List<int>();
        PreTokens.Ends(text, ends);
        return ends.Count;
    }

    private static int Planning(string text)
    {
        var ends = new List<int>();
        PreTokens.Ends(text, ends);
        string[] pieces = [.. ends.Select((end, i) => text[(i == 0 ? 0 : ends[i - 1])..end])];
        var mask = new bool[pieces.Length];
        new PlanningMatcher(StrategicGramLibrary.Paper).Mark(pieces, mask);
        return mask.Count(planning => planning);
    }
}
