using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>A problem with a list of sampled texts: as texts, as objects with a text each (<c>choices</c>, <c>outputs</c>), or as conversations.</summary>
internal sealed class SampleRecord(RewardFinder rewards, GroupsByPrompt groups)
{
    /// <summary>The name of the list; null where the record has none.</summary>
    public static string? ListOf(RecordView record) => Body(record).FirstOf(RecordNames.Samples, static (r, name) => r.Member(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && HasTexts(list, name));

    public IEnumerable<Rollout> Parse(RecordView whole)
    {
        RecordView record = Body(whole);
        if (ListOf(whole) is not { } name) yield break;
        JsonElement list = record.Member(name)!.Value;
        (JsonElement Part, string? Text)[] samples = IsOne(list, name) ? [(list, Dialogue.Read(list, allAreResponse: true).Response)] : [.. list.EnumerateArray().Select(item => (item, Words(item)))];
        string? prompt = RecordText.Prompt(whole, name) ?? RecordText.Prompt(record, name), problem = RecordText.Problem(whole);
        int? step = RecordExtras.Step(whole);
        ulong? own = prompt is null && problem is null ? groups.Next() : null;
        (double? Reward, bool? Correct)[] found = rewards.Of(record, samples.Length, name);
        // Beside the list, or around what holds it.
        if (found.All(f => f.Reward is null && f.Correct is null)) found = rewards.Around(whole, samples.Length, name) ?? found;
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i].Text is not { } text) continue;
            (int? group, int? sample) = own is ulong key ? groups.Place(step, key) : groups.Place(step, prompt ?? problem);
            var rollout = new Rollout { Step = step, Group = group, Sample = sample, ProblemId = problem ?? prompt, Prompt = prompt, Response = text, Reward = found[i].Reward, Correct = found[i].Correct, Truncated = Finish(record, i) };
            if (samples[i].Part.ValueKind == JsonValueKind.Object)
            {
                var part = new RecordView(samples[i].Part);
                rollout = RecordExtras.With(part, rollout) is var full && full.Truncated is null ? full with { Truncated = rollout.Truncated } : full;
                if (rollout.Reward is null && rollout.Correct is null && rewards.Of(part, 1, name)[0] is var said) rollout = rollout with { Reward = said.Reward, Correct = said.Correct };
            }
            yield return rollout;
        }
    }

    // Batch files of APIs: {"custom_id": ..., "response": {"body": {"choices": [...]}}}; Inspect's {"input": ..., "output": {"choices": [...]}}.
    private static RecordView Body(RecordView record)
    {
        RecordView inner = record;
        for (int depth = 0; depth < 2 && !inner.HasList("choices"); depth++)
        {
            if (inner.Object("response") is { } response) inner = response;
            else if (inner.Object("body") is { } body) inner = body;
            else if (inner.Object("output") is { } output && output.HasList("choices")) inner = output;
        }
        if (!inner.HasList("choices") && inner.Object("body") is { } last) inner = last;
        return inner.HasList("choices") ? inner : record;
    }

    private static bool HasTexts(JsonElement list, string name) =>
        list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null) ? list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String)
        : IsOne(list, name) || (list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) && list.EnumerateArray().Any(item => Words(item) is not null));

    // Messages are turns of one response, unless the name says that they are several.
    private static bool IsOne(JsonElement list, string name) =>
        Dialogue.Is(list) && name != "choices" && !(name.EndsWith('s') && list.GetArrayLength() > 1 && list.EnumerateArray().All(item => Dialogue.Read(Wrapped(item)).Response is not null));

    private static JsonElement Wrapped(JsonElement message)
    {
        using JsonDocument one = JsonDocument.Parse($"[{message.GetRawText()}]");
        return one.RootElement.Clone();
    }

    private static string? Words(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String) return RecordView.Text(item, "samples");
        if (item.ValueKind == JsonValueKind.Array) return Dialogue.Is(item) ? Dialogue.Read(item, allAreResponse: true).Response : item.GetArrayLength() == 1 ? Words(item[0]) : null;
        if (item.ValueKind != JsonValueKind.Object) return null;
        var record = new RecordView(item);
        if (record.Member("message") is { } message && Dialogue.Words(message) is { } said) return said;
        return (RecordText.Name(record) ?? record.FirstOf(RecordNames.Items, static (r, name) => r.HasText(name))) is { } name ? RecordText.Response(record, name) : Dialogue.Words(item);
    }

    private static bool? Finish(RecordView record, int at)
    {
        foreach (string name in RecordNames.Finishes)
            if (record.List(name) is { } list && at < list.Length && list[at].ValueKind == JsonValueKind.String) return RecordView.Text(list[at], name) is "length" or "max_tokens" or "max_length";
        return null;
    }
}
