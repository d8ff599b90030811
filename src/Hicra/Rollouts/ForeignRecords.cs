using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>Turns the records of a file of another tool into rollouts. One for each file: it counts groups as it goes.</summary>
internal sealed class ForeignRecords(RolloutFormat format, RolloutFileOptions options)
{
    private static readonly string[] TextNames = ["solution", "text", "response", "completion", "output"];
    private static readonly string[] SampleNames = ["code", "response", "responses", "completions", "samples", "outputs", "generations"];
    private static readonly string[] VerdictNames = ["correct", "is_correct", "acc"];
    private static readonly string[] RewardNames = ["score", "reward", "scores", "rewards"];
    private static readonly string[] ProblemNames = ["problem_id", "id", "idx", "problem", "question", "query", "prompt"];
    private static readonly string[] PromptNames = ["prompt", "question", "query", "problem"];

    private readonly GroupsByPrompt _groups = new();

    /// <summary>What the record's members say of the format of its file; null if it has no text, as a header.</summary>
    public static RolloutFormat? Recognise(RecordView record)
    {
        if (record.HasList("prompts")) return RolloutFormat.Unipo;
        if (record.HasText("input") && record.HasText("output")) return RolloutFormat.Verl;
        if (record.Has("completion") && record.Has("prompt") && (record.HasList("completion") || record.Has("advantage") || record.Has("step"))) return RolloutFormat.Trl;
        if (IsOurs(record)) return RolloutFormat.Hicra;
        if (record.FirstOf(SampleNames, static (r, name) => r.HasList(name)) is not null) return RolloutFormat.Samples;
        return record.FirstOf(TextNames, static (r, name) => r.HasText(name)) is not null ? RolloutFormat.Plain : null;
    }

    /// <summary>The record's rollouts; none if it has no text.</summary>
    /// <exception cref="FormatException">A member has the wrong type, or the record contradicts itself; the message is a clause.</exception>
    public IEnumerable<Rollout> Parse(RecordView record)
    {
        IEnumerable<Rollout> rollouts = format switch
        {
            RolloutFormat.Verl => Verl(record),
            RolloutFormat.Trl => Trl(record),
            RolloutFormat.Unipo => UnipoRecord.Parse(record),
            RolloutFormat.Samples => Samples(record),
            RolloutFormat.Plain => Plain(record),
            _ => throw new ArgumentOutOfRangeException(nameof(record), format, "Not a foreign format."),
        };
        foreach (Rollout rollout in rollouts)
        {
            if (rollout.Contradiction() is { } contradiction) throw new FormatException(contradiction);
            yield return rollout with { Source = format };
        }
    }

    private static bool IsOurs(RecordView record) =>
        record.FirstOf(["ids", "tokens", "logprobs", "entropies", "advantages", "grams", "kind"], static (r, name) => r.Has(name)) is not null
        && (record.HasText("response") || record.HasList("ids") || record.HasList("tokens"));

    // ray_trainer.py, _dump_generations: rewards are the sums of token-level scores, further reward values stand beside them ("acc" with DAPO's).
    private IEnumerable<Rollout> Verl(RecordView record)
    {
        if (record.Text("output") is not { } response) yield break;
        string? prompt = record.Text("input");
        int? step = record.Whole("step");
        (int? group, int? sample) = _groups.Place(step, prompt);
        double? reward = record.Number(options.Reward ?? "score");
        double? correct = options.Reward is null ? record.Number("acc") : null;
        yield return new Rollout { Step = step, Group = group, Sample = sample, Prompt = prompt, ProblemId = prompt, Response = response, Reward = reward, Correct = From(correct ?? reward) };
    }

    // grpo_trainer.py, log(): step, prompt, completion, a column per reward function, columns of the user's, advantage.
    private IEnumerable<Rollout> Trl(RecordView record)
    {
        if (record.Conversation("completion") is not { } response) yield break;
        string? prompt = record.Conversation("prompt");
        int? step = record.Whole("step");
        (int? group, int? sample) = _groups.Place(step, prompt);
        string[] columns = options.Reward is { } chosen ? [chosen] : [.. record.NumberNames().Except(["step", "advantage"])];
        double?[] rewards = [.. columns.Select(record.Number)];
        bool known = rewards.Any(r => r is not null);
        yield return new Rollout
        {
            Step = step, Group = group, Sample = sample, Prompt = prompt, ProblemId = prompt, Response = response,
            // TRL weighs its reward functions alike unless it is told otherwise, which the table does not hold.
            Reward = known ? rewards.Sum(r => r ?? 0) : null,
            Advantage = record.Number("advantage"),
            Correct = From(record.Number(Verdict(columns))),
        };
    }

    // Of several rewards (accuracy, format, length, ...) only one tells right from wrong.
    private static string Verdict(string[] columns) =>
        columns.Length == 1 ? columns[0] : columns.FirstOrDefault(c => c.Contains("accuracy", StringComparison.Ordinal) || c.Contains("correct", StringComparison.Ordinal)) ?? "";

    private IEnumerable<Rollout> Samples(RecordView record)
    {
        if (record.FirstOf(SampleNames, static (r, name) => r.HasList(name)) is not { } name) yield break;
        string[] texts = record.Texts(name)!;
        double?[] rewards = new double?[texts.Length];
        if ((options.Reward ?? record.FirstOf([.. VerdictNames, .. RewardNames], static (r, n) => r.HasList(n))) is { } verdicts && record.List(verdicts) is { } list)
        {
            if (list.Length != texts.Length) throw new FormatException($"there are {texts.Length} texts in '{name}' but {list.Length} verdicts in '{verdicts}'");
            rewards = [.. list.Select(item => item.ValueKind == JsonValueKind.Null ? (double?)null : RecordView.Number(item, verdicts))];
        }
        string? prompt = Prompt(record);
        int group = _groups.Next();
        for (int i = 0; i < texts.Length; i++)
            yield return new Rollout { Group = group, Sample = i, ProblemId = Problem(record), Prompt = prompt, Response = texts[i], Reward = rewards[i], Correct = From(rewards[i]) };
    }

    private IEnumerable<Rollout> Plain(RecordView record)
    {
        if (record.FirstOf(TextNames, static (r, name) => r.HasText(name)) is not { } name) yield break;
        string? verdict = options.Reward is null ? record.FirstOf(VerdictNames, static (r, n) => r.Has(n)) : null;
        double? reward = record.Number(options.Reward ?? record.FirstOf(RewardNames, static (r, n) => r.Has(n)) ?? verdict ?? "");
        yield return new Rollout
        {
            Step = record.Whole("step"), ProblemId = Problem(record), Prompt = Prompt(record), Response = record.Text(name),
            Reward = reward, Correct = From(verdict is null ? reward : record.Number(verdict)),
        };
    }

    private bool? From(double? reward) => reward is double value ? value >= options.CorrectFrom : null;

    private static string? Problem(RecordView record) => record.FirstOf(ProblemNames, IsName) is { } name ? record.Name(name) : null;

    private static string? Prompt(RecordView record) => record.FirstOf(PromptNames, static (r, name) => r.HasText(name)) is { } name ? record.Text(name) : null;

    private static bool IsName(RecordView record, string name) => record.Has(name) && !record.HasList(name) && record.Object(name) is null;
}
