using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>What a record may say beside text and reward: step, advantage, tokens with their numbers, and whether the response was cut off.</summary>
internal static class RecordExtras
{
    /// <summary>The step, of the record or of what it says beside the text; null where it names none.</summary>
    /// <exception cref="FormatException">The member <c>step</c> is no whole number.</exception>
    public static int? Step(RecordView record)
    {
        if (record.Member("step") is { } named) return StepText.Read(named) ?? throw new FormatException("'step' is not a whole number");
        foreach (string name in RecordNames.Steps.AsSpan(1))
            if (record.Member(name) is { } value && StepText.Read(value) is int step) return step;
        foreach (string name in RecordNames.Besides)
            if (record.Object(name) is { } inner)
                foreach (string inside in RecordNames.Steps)
                    if (inner.Member(inside) is { } value && StepText.Read(value) is int step) return step;
        return null;
    }

    /// <summary>A rollout with what the record, or the part of it that holds this response, says further.</summary>
    /// <exception cref="FormatException">The tokens do not spell the response, or a list has no numbers.</exception>
    public static Rollout With(RecordView record, Rollout rollout)
    {
        rollout = rollout with { Truncated = Truncated(record) };
        RecordView? logProbs = record.FirstOf(RecordNames.LogProbs, static (r, n) => r.Object(n) is not null) is { } name ? record.Object(name) : null;
        if (logProbs is { } logged && OfLogProbs(logged, rollout) is { } listed) return listed;
        string? tokens = record.FirstOf(RecordNames.Tokens, static (r, n) => r.HasList(n)), ids = record.FirstOf(RecordNames.Ids, static (r, n) => r.HasList(n));
        if (tokens is null && ids is null) return rollout;
        string[]? texts = tokens is null || record.List(tokens)!.Any(item => item.ValueKind != JsonValueKind.String) ? null : record.Texts(tokens);
        int[]? numbers = ids is not null ? record.Wholes(ids) : tokens is not null && texts is null && record.List(tokens)!.All(item => item.ValueKind == JsonValueKind.Number) ? record.Wholes(tokens) : null;
        int? count = texts?.Length ?? numbers?.Length;
        float[]? logs = List(record, RecordNames.LogProbs, count), entropies = List(record, RecordNames.Entropies, count);
        if (count is int all && Unpadded(record, all) is int real && real < all)
            (texts, numbers, logs, entropies) = (texts?[..real], numbers?.Length == all ? numbers[..real] : numbers, logs?[..real], entropies?[..real]);
        return rollout with { TokenIds = numbers, TokenTexts = texts is null ? null : TokenSpelling.Fit(texts, rollout.Response), Response = rollout.Response, LogProbs = logs, Entropies = entropies };
    }

    // Trainers fill the rows of a batch up to one length; a mask of as many places ends in zeros there.
    private static int Unpadded(RecordView record, int count)
    {
        foreach (string name in RecordNames.Masks)
        {
            if (record.List(name) is not { } mask || mask.Length != count || mask.Any(item => item.ValueKind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))) continue;
            int real = count;
            while (real > 0 && RecordView.Number(mask[real - 1], name) == 0) real--;
            // All zeros says that the response takes no part, not that there is none.
            if (real > 0) return real;
        }
        return count;
    }

    // OpenAI's {"content": [{"token": ..., "logprob": ...}]}, and the older {"tokens": [...], "token_logprobs": [...]}.
    private static Rollout? OfLogProbs(RecordView logged, Rollout rollout)
    {
        if (logged.List("content") is { Length: > 0 } content && content.All(item => item.ValueKind == JsonValueKind.Object))
        {
            string[] texts = [.. content.Select(item => new RecordView(item).Text("token") ?? "")];
            double?[] values = [.. content.Select(item => new RecordView(item).Number("logprob"))];
            return rollout with { TokenTexts = TokenSpelling.Fit(texts, rollout.Response), LogProbs = values.Any(v => v is null) ? null : [.. values.Select(v => (float)v!.Value)] };
        }
        return logged.HasList("tokens") ? rollout with { TokenTexts = TokenSpelling.Fit(logged.Texts("tokens")!, rollout.Response), LogProbs = logged.Numbers("token_logprobs") } : null;
    }

    private static float[]? List(RecordView record, string[] names, int? count) =>
        record.FirstOf(names, static (r, n) => r.HasList(n)) is { } name && record.List(name)!.Length == count ? record.Numbers(name) : null;

    private static bool? Truncated(RecordView record)
    {
        foreach (string name in RecordNames.Truncations)
            if (record.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value) return value.GetBoolean();
        foreach (string name in RecordNames.Finishes)
            if (record.HasText(name)) return record.Text(name) is "length" or "max_tokens" or "max_length" or "MAX_TOKENS";
        return null;
    }
}
