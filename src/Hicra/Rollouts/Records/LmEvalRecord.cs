using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>A line of lm-evaluation-harness's <c>samples_*.jsonl</c>: <c>doc</c>, <c>arguments</c>, <c>resps</c>, and a member for each metric.</summary>
internal sealed class LmEvalRecord(RewardFinder rewards, GroupsByPrompt groups)
{
    private string? _filter;

    public static bool Is(RecordView record) => (record.HasList("resps") || record.HasList("filtered_resps")) && (record.Has("doc") || record.Has("doc_id") || record.Has("arguments"));

    public IEnumerable<Rollout> Parse(RecordView record)
    {
        // A task with several filters (strict-match, flexible-extract) writes every response once for each.
        if (record.HasText("filter"))
        {
            _filter ??= record.Text("filter");
            if (record.Text("filter") != _filter) yield break;
        }
        string[] texts = [.. Texts(record.Member("resps") ?? record.Member("filtered_resps"))];
        if (texts.Length == 0) yield break;
        string? prompt = Arguments(record.Member("arguments")) ?? RecordText.Prompt(record), problem = record.Name("doc_id");
        int? step = RecordExtras.Step(record);
        (double? Reward, bool? Correct)[] found = Metric(record) is { } metric && texts.Length == 1 ? [(metric, rewards.From(metric))] : rewards.Of(record, texts.Length, "resps");
        for (int i = 0; i < texts.Length; i++)
        {
            (int? group, int? sample) = groups.Place(step, problem ?? prompt);
            yield return new Rollout { Step = step, Group = group, Sample = sample, ProblemId = problem, Prompt = prompt, Response = texts[i], Reward = found[i].Reward, Correct = found[i].Correct };
        }
    }

    // Newer versions list the names of the metrics.
    private static double? Metric(RecordView record)
    {
        if (record.List("metrics") is not { } names) return null;
        foreach (JsonElement name in names)
            if (name.ValueKind == JsonValueKind.String && record.Member(RecordView.Text(name, "metrics")) is { } value && value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String && RewardFinder.Reads(value))
                return RecordView.Number(value, "metrics");
        return null;
    }

    // [["text", "text"]] for repeats of one request; log-likelihood requests have numbers and no text.
    private static IEnumerable<string> Texts(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => [RecordView.Text(text, "resps")],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(item => Texts(item)),
        _ => [],
    };

    private static string? Arguments(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => RecordView.Text(text, "arguments"),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => Arguments(item)).FirstOrDefault(text => text is not null),
        { ValueKind: JsonValueKind.Object } object_ => object_.EnumerateObject().Select(member => Arguments(member.Value)).FirstOrDefault(text => text is not null),
        _ => null,
    };
}
