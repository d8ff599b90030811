using System.Text.Json;
using Hicra.Rollouts.Records;

namespace Hicra.Rollouts;

/// <summary>Turns the records of a file of another tool into rollouts. One for each file: it counts groups as it goes.</summary>
internal sealed class ForeignRecords
{
    // Columns of a table that are numbers and no rewards.
    private static readonly string[] NoColumns = ["step", "advantage", "id", "idx", "index", "epoch", "length", "completion_length", "answer", "target", "label", "level", "seed", "rank", "global_step", "num_tokens", "group", "sample"];

    private readonly RolloutFormat _format;
    private readonly RolloutFileOptions _options;
    private readonly GroupsByPrompt _groups = new();
    private readonly RewardFinder _rewards;
    private readonly LmEvalRecord _lmEval;
    private readonly SampleRecord _samples;

    public ForeignRecords(RolloutFormat format, RolloutFileOptions options)
    {
        (_format, _options, _rewards) = (format, options, new RewardFinder(options));
        (_lmEval, _samples) = (new LmEvalRecord(_rewards, _groups), new SampleRecord(_rewards, _groups));
    }

    /// <summary>What the record's members say of the format of its file; null if it has no text, as a header.</summary>
    public static RolloutFormat? Recognise(RecordView record)
    {
        if (record.HasList("prompts") && record.List("prompts")!.Any(p => p.ValueKind == JsonValueKind.Object)) return RolloutFormat.Unipo;
        if (LmEvalRecord.Is(record)) return RolloutFormat.LmEval;
        if (record.HasText("input") && record.HasText("output") && !record.HasText("instruction")) return RolloutFormat.Verl;
        if (IsTrl(record)) return RolloutFormat.Trl;
        if (IsOurs(record)) return RolloutFormat.Hicra;
        if (SampleRecord.ListOf(record) is not null) return RolloutFormat.Samples;
        string? text = RecordText.Name(record);
        // A "text" beside a conversation is all of it in one piece.
        bool isModels = text is not null and not "text" && !RecordNames.Others.Contains(text);
        if (!isModels && Talk(record) is not null) return RolloutFormat.Dialogue;
        return text is not null && !IsOthersMessage(record, text) ? RolloutFormat.Plain : null;
    }

    /// <summary>The record's rollouts; none if it has no text.</summary>
    /// <exception cref="FormatException">A member has the wrong type, or the record contradicts itself; the message is a clause.</exception>
    public IEnumerable<Rollout> Parse(RecordView record)
    {
        IEnumerable<Rollout> rollouts = _format switch
        {
            RolloutFormat.Verl => One(record, "output", record.Text("output"), record.Text("input")),
            RolloutFormat.Trl => Trl(record),
            RolloutFormat.Unipo => UnipoRecord.Parse(record),
            RolloutFormat.Samples => _samples.Parse(record),
            RolloutFormat.LmEval => _lmEval.Parse(record),
            RolloutFormat.Dialogue => Talk(record) is { } name ? One(record, name, Dialogue.Read(record.Member(name)!.Value).Response, Dialogue.Read(record.Member(name)!.Value).Prompt) : [],
            RolloutFormat.Plain => RecordText.Name(record) is { } name ? One(record, name, RecordText.Response(record, name), RecordText.Prompt(record, name), RecordText.Problem(record)) : [],
            RolloutFormat.Mapped => Mapped(record),
            _ => throw new ArgumentOutOfRangeException(nameof(record), _format, "Not a foreign format."),
        };
        foreach (Rollout rollout in rollouts)
        {
            Rollout full = rollout with { Source = _format };
            if (_options.Problem is { } path && _format != RolloutFormat.Mapped) full = At(record, path, full);
            if (full.Contradiction() is { } contradiction) throw new FormatException(contradiction);
            yield return full;
        }
    }

    private static bool IsOurs(RecordView record) =>
        (record.FirstOf(["ids", "tokens", "logprobs", "entropies", "advantages", "grams"], static (r, name) => r.HasList(name)) is not null || (record.HasText("kind") && record.Text("kind") is "right" or "wrong" or "plan" or "other"))
        // Others write numbers of tokens, sums of log-probs and kinds of their own under these names.
        && !((string[])["ids", "tokens", "logprobs", "entropies", "advantages", "grams"]).Any(name => record.Has(name) && !record.HasList(name))
        && (record.HasText("response") || record.HasList("ids") || record.HasList("tokens"));

    private static bool IsTrl(RecordView record) =>
        record.Has("completion") && record.Has("prompt") && RecordText.Words(record, "completion") is not null
        && (record.HasList("completion") || record.Has("advantage") || record.Has("step") || record.Names().Any(RewardFinder.IsReward));

    private static string? Talk(RecordView record) =>
        record.FirstOf(RecordNames.Dialogues, IsTalk) ?? record.Members().FirstOrDefault(m => !RecordNames.Prompts.Any(p => m.Name.Contains(p, StringComparison.OrdinalIgnoreCase)) && IsTalk(record, m.Name)).Name;

    private static bool IsTalk(RecordView record, string name) => record.Member(name) is { } list && Dialogue.Is(list) && Dialogue.Read(list).Response is not null;

    // A message a line: what the user says is no response.
    private static bool IsOthersMessage(RecordView record, string text) => text == "content" && record.HasText("role") && record.Text("role") != "assistant";

    // ray_trainer.py, _dump_generations: rewards are the sums of token-level scores, further reward values stand beside them ("acc" with DAPO's).
    private IEnumerable<Rollout> One(RecordView record, string name, string? response, string? prompt, string? problem = null)
    {
        if (response is null) yield break;
        (double? reward, bool? correct) = _rewards.Of(record, 1, name)[0];
        yield return Placed(record, new Rollout { Prompt = prompt, ProblemId = problem ?? prompt, Response = response, Reward = reward, Correct = correct });
    }

    // grpo_trainer.py, log(): step, prompt, completion, a column per reward function, columns of the user's, advantage.
    private IEnumerable<Rollout> Trl(RecordView record)
    {
        if (RecordText.Words(record, "completion") is not { } response) yield break;
        string? prompt = RecordText.Asked(record.Member("prompt"), "prompt");
        bool named = _options.Reward is not null || record.Names().Any(n => RewardFinder.IsReward(n) || RecordNames.Rewards.Contains(n));
        (double? reward, bool? correct) = named ? _rewards.Of(record, 1, "completion")[0] : Columns(record);
        yield return Placed(record, new Rollout { Prompt = prompt, ProblemId = prompt, Response = response, Reward = reward, Correct = correct });
    }

    // TRL weighs its reward functions alike unless it is told otherwise, which the table does not hold.
    private (double? Reward, bool? Correct) Columns(RecordView record)
    {
        string[] columns = [.. record.Members().Where(m => m.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null).Select(m => m.Name).Except(NoColumns)];
        double?[] rewards = [.. columns.Select(record.Number)];
        // Of several rewards (accuracy, format, length, ...) only one tells right from wrong.
        string? verdict = columns.Length == 1 ? columns[0] : columns.FirstOrDefault(c => RewardFinder.IsVerdict(c) || RecordNames.Verdicts.Contains(c));
        return (rewards.Any(r => r is not null) ? rewards.Sum(r => r ?? 0) : null, _rewards.From(verdict is null ? null : record.Number(verdict)));
    }

    private IEnumerable<Rollout> Mapped(RecordView record)
    {
        List<JsonElement> found = [.. MemberPath.Find(record, _options.Text!).SelectMany(Flat)];
        string[] texts = [.. found.Select(value => Dialogue.Is(value) ? Dialogue.Read(value, allAreResponse: true).Response : Dialogue.Words(value)).OfType<string>()];
        if (texts.Length == 0) yield break;
        (double? Reward, bool? Correct)[] rewards = _rewards.Of(record, texts.Length, _options.Text!);
        for (int i = 0; i < texts.Length; i++)
        {
            var rollout = new Rollout { Prompt = RecordText.Prompt(record, _options.Text), ProblemId = RecordText.Problem(record), Response = texts[i], Reward = rewards[i].Reward, Correct = rewards[i].Correct };
            if (_options.Problem is { } path) rollout = At(record, path, rollout);
            yield return Placed(record, rollout, extras: texts.Length == 1);
        }
    }

    // A list of texts is several responses; a list of messages is one.
    private static IEnumerable<JsonElement> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && !Dialogue.Is(value) && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Array) ? value.EnumerateArray().SelectMany(Flat) : [value];

    private static Rollout At(RecordView record, string path, Rollout rollout)
    {
        if (MemberPath.Find(record, path) is not [var value, ..]) return rollout;
        string? text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : RecordText.Asked(value, path);
        return text is null ? rollout : rollout with { ProblemId = text, Prompt = value.ValueKind == JsonValueKind.Number ? rollout.Prompt : text };
    }

    private Rollout Placed(RecordView record, Rollout rollout, bool extras = true)
    {
        int? step = RecordExtras.Step(record);
        (int? group, int? sample) = _groups.Place(step, rollout.Prompt ?? RecordText.Group(record) ?? rollout.ProblemId);
        rollout = rollout with { Step = step, Group = group, Sample = sample };
        if (extras) rollout = RecordExtras.With(record, rollout);
        string advantage = record.Has("advantage") ? "advantage" : "advantages";
        return record.Member(advantage) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } ? rollout with { Advantage = record.Number(advantage) } : rollout;
    }
}
