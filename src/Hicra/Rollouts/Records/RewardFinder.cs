using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>
/// The reward and the verdict of each text of a record, under whatever names: <c>score</c>, <c>reward</c>, <c>acc</c>,
/// <c>rewards/accuracy</c>, an object of several, lists with one for each text, true and false, text that reads as either.
/// </summary>
internal sealed class RewardFinder(RolloutFileOptions options)
{
    private static readonly string[] NoRewards = ["std", "length", "count", "len", "id", "threshold", "model", "name", "advantage", "reason", "type", "weight", "weights", "max", "min", "mean", "avg", "text", "feedback", "dist", "status", "version", "policy", "hash", "format_error", "range", "scale"];
    private static readonly string[] Oks = ["ok", "passed", "verified", "solved", "right", "success"], NotOks = ["format", "parse", "parsed", "syntax", "length", "valid", "n", "num", "count", "total"];

    /// <summary>[texts] reward and verdict; null where the record says none.</summary>
    /// <exception cref="FormatException">A member that is a reward by its name is no number, or there are not as many as texts.</exception>
    public (double? Reward, bool? Correct)[] Of(RecordView record, int texts, string textName)
    {
        if (options.Reward is { } chosen)
        {
            double?[] given = Chosen(record, chosen, texts, textName);
            return [.. given.Select(reward => (reward, From(reward)))];
        }
        // A reward that is text and no number is an error; "correct" may be the text of the right answer.
        string? rewardName = First(record, RecordNames.Rewards, texts, anyText: true), verdictName = First(record, RecordNames.Verdicts, texts, anyText: false);
        double?[]? rewards = rewardName is null ? null : Values(record.Member(rewardName)!.Value, rewardName, texts, textName, strict: true);
        double?[]? verdicts = verdictName is null ? null : Values(record.Member(verdictName)!.Value, verdictName, texts, textName, strict: false);
        bool several = false;
        if (rewards is null && verdicts is null)
        {
            (string Name, JsonElement Value)[] patterned = [.. record.Members().Where(m => IsReward(m.Name) && Reads(m.Value))];
            several = patterned.Length > 1;
            if (patterned.Length > 0) rewards = Sum([.. patterned.Select(m => Values(m.Value, m.Name, texts, textName, strict: false))], texts);
        }
        verdicts ??= record.Members().Where(m => m.Name != rewardName && IsVerdict(m.Name) && Reads(m.Value)).Select(m => Values(m.Value, m.Name, texts, textName, strict: false)).FirstOrDefault()
            ?? (rewardName is not null ? Inner(record.Member(rewardName)!.Value, texts) : null);
        rewards ??= verdicts;
        if (rewards is null && Beside(record, texts, textName) is { } beside) return beside;
        return [.. Enumerable.Range(0, texts).Select(i => (rewards?[i], From(verdicts is null ? (several ? null : rewards?[i]) : verdicts[i] ?? rewards?[i])))];
    }

    // {"response": ..., "evaluation": {"correct": true}}
    private (double? Reward, bool? Correct)[]? Beside(RecordView record, int texts, string textName)
    {
        foreach (string name in RecordNames.Besides)
            if (name != textName && record.Object(name) is { } inner && Around(inner, texts, textName) is { } found) return found;
        return null;
    }

    /// <summary>The same of an object that lies around or beside what holds the texts; null where it says nothing, or speaks of something else (<c>"score": "A+"</c>).</summary>
    public (double? Reward, bool? Correct)[]? Around(RecordView record, int texts, string textName)
    {
        try
        {
            return Of(record, texts, textName) is var found && found.Any(f => f.Reward is not null) ? found : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a member is a reward by its name: <c>rewards/format</c>, <c>accuracy_reward</c>, <c>judge_score</c>.</summary>
    public static bool IsReward(string name) =>
        (name.Contains("reward", StringComparison.OrdinalIgnoreCase) || name.Contains("score", StringComparison.OrdinalIgnoreCase))
        && !Words(name).Any(word => NoRewards.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a member tells right from wrong by its name: <c>rewards/accuracy</c>, <c>correctness_reward</c>.</summary>
    public static bool IsVerdict(string name) =>
        (name.Contains("accuracy", StringComparison.OrdinalIgnoreCase) || name.Contains("correct", StringComparison.OrdinalIgnoreCase) || IsOk(Words(name)))
        && !name.Contains("incorrect", StringComparison.OrdinalIgnoreCase)
        && !Words(name).Any(word => NoRewards.Contains(word, StringComparer.OrdinalIgnoreCase) || word is "answer" or "answers" or "solution" or "option" or "choice");

    // verifier_ok, tests_passed; format_ok says nothing of the answer.
    private static bool IsOk(string[] words) => words.Length > 1 && Oks.Contains(words[^1], StringComparer.OrdinalIgnoreCase) && !words.Any(word => NotOks.Contains(word, StringComparer.OrdinalIgnoreCase));

    public bool? From(double? reward) => reward is double value ? value >= options.CorrectFrom : null;

    /// <summary>Whether a value is a number or a verdict, or a list or an object of such.</summary>
    public static bool Reads(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.String => TextNumber.TryRead(RecordView.Text(value, ""), out double? number) && number is not null,
        JsonValueKind.Array => value.GetArrayLength() > 0 && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Null || Reads(item)) && value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Null),
        JsonValueKind.Object => value.EnumerateObject().Any(member => Reads(member.Value)),
        _ => false,
    };

    private static string? First(RecordView record, string[] names, int texts, bool anyText) =>
        record.FirstOf(names, (r, name) => r.Member(name) is { } value && ((anyText && value.ValueKind == JsonValueKind.String) || (value.ValueKind == JsonValueKind.Array && texts > 1 && value.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.Null)) || Reads(value)));

    private static double?[] Chosen(RecordView record, string path, int texts, string textName)
    {
        List<JsonElement> found = MemberPath.Find(record, path);
        if (found.Count == 0) return new double?[texts];
        if (found.Count == 1) return Values(found[0], path, texts, textName, strict: true);
        return found.Count == texts ? [.. found.Select(value => RecordView.Number(value, path))] : throw Unequal(texts, textName, found.Count, path);
    }

    private static double?[] Values(JsonElement value, string name, int texts, string textName, bool strict)
    {
        var values = new double?[texts];
        if (value.ValueKind == JsonValueKind.Array)
        {
            JsonElement[] list = [.. value.EnumerateArray()];
            // One text with a list: a reward of each token adds up; of a single item it is that.
            if (texts == 1 && list.Length != 1)
            {
                if (name.Contains("token", StringComparison.OrdinalIgnoreCase)) values[0] = list.Sum(item => One(item, name, strict) ?? 0);
                return values;
            }
            if (list.Length != texts) throw Unequal(texts, textName, list.Length, name);
            for (int i = 0; i < texts; i++) values[i] = One(list[i], name, strict);
            return values;
        }
        // One number beside several texts says nothing about each.
        if (texts == 1) values[0] = One(value, name, strict);
        return values;
    }

    private static double? One(JsonElement value, string name, bool strict)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (string total in (string[])["score", "reward", "total", "overall", "value", "sum", "final"])
                if (value.TryGetProperty(total, out JsonElement inner) && inner.ValueKind != JsonValueKind.Object && Reads(inner)) return One(inner, name, strict);
            // {"match": {"value": "C", "answer": "4"}}, as Inspect writes: C for correct, I for incorrect.
            if (value.TryGetProperty("value", out JsonElement letter) && letter.ValueKind == JsonValueKind.String) return RecordView.Text(letter, name) switch { "C" => 1, "I" => 0, "P" => 0.5, _ => null };
            double?[] parts = [.. value.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Object && Reads(m.Value)).Select(m => One(m.Value, m.Name, false))];
            if (parts.Length > 0) return parts.Sum(p => p ?? 0);
            JsonElement[] nested = [.. value.EnumerateObject().Select(m => m.Value).Where(v => v.ValueKind == JsonValueKind.Object)];
            return nested.Length == 1 ? One(nested[0], name, strict) : null;
        }
        if (value.ValueKind == JsonValueKind.Array) return Reads(value) ? value.EnumerateArray().Sum(item => One(item, name, strict) ?? 0) : null;
        if (!strict && value.ValueKind == JsonValueKind.String) return TextNumber.TryRead(RecordView.Text(value, name), out double? number) ? number : null;
        return RecordView.Number(value, name);
    }

    // {"rewards": {"accuracy": 1, "format": 1}}: only one of them tells right from wrong.
    private static double?[]? Inner(JsonElement rewards, int texts)
    {
        if (texts != 1 || rewards.ValueKind != JsonValueKind.Object) return null;
        foreach (JsonProperty member in rewards.EnumerateObject())
            if ((RecordNames.Verdicts.Contains(member.Name, StringComparer.OrdinalIgnoreCase) || IsVerdict(member.Name)) && Reads(member.Value)) return [One(member.Value, member.Name, false)];
        return null;
    }

    private static double?[] Sum(double?[][] parts, int texts) =>
        [.. Enumerable.Range(0, texts).Select(i => parts.All(p => p[i] is null) ? null : (double?)parts.Sum(p => p[i] ?? 0))];

    private static string[] Words(string name) => name.Split(['_', '/', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static FormatException Unequal(int texts, string textName, int verdicts, string name) => new($"there are {texts} texts in '{textName}' but {verdicts} verdicts in '{name}'");
}
