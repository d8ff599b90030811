using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Traces;

/// <summary>Traces for terminals: planning tokens in brackets, and the numbers of both classes.</summary>
internal static class RolloutText
{
    public static string Render(Rollout rollout) => Render(RolloutModel.Of(rollout), null);

    public static string Render(RolloutPair pair) =>
        $"{Render(RolloutModel.Of(pair.First), pair.FirstName)}\n\n{new string('-', 40)}\n\n{Render(RolloutModel.Of(pair.Second), pair.SecondName)}";

    /// <summary>Rollouts as a table, a line each.</summary>
    public static string Render(IReadOnlyCollection<Rollout> rollouts)
    {
        const int Lines = 24;
        string table = PlainTable.Render(["#", "verdict", "reward", "advantage", "tokens", "response"], rollouts.Take(Lines).Select((r, i) => (IReadOnlyList<string>)
            [i.ToString(CultureInfo.InvariantCulture), r.Kind is null ? "–" : Short(Verdict(r.Kind), 16), NumberText.Of(r.Reward), NumberText.Of(r.Advantage), r.TokenCount?.ToString(CultureInfo.InvariantCulture) ?? "–", Short(r.Response ?? "", 56)]),
            leftColumns: [1, 5], drop: [3, 4]);
        return $"{PlainTable.Wrap(PlainTable.Clean($"{Count(rollouts)}: {Verdicts(rollouts)}"))}\n{table}{(rollouts.Count > Lines ? string.Create(CultureInfo.InvariantCulture, $"\n… {rollouts.Count - Lines} more") : "")}";

        static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
    }

    internal static string Count(IReadOnlyCollection<Rollout> rollouts) => string.Create(CultureInfo.InvariantCulture, $"{rollouts.Count} {(rollouts.Count == 1 ? "rollout" : "rollouts")}");

    internal static string Verdicts(IReadOnlyCollection<Rollout> rollouts) =>
        string.Join(", ", rollouts.GroupBy(r => r.Kind).OrderByDescending(g => g.Count()).Take(6).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {(g.Key is null ? "without a verdict" : Verdict(g.Key))}")));

    /// <summary>One rollout.</summary>
    /// <param name="model">The rollout.</param>
    /// <param name="name">A heading; null for none.</param>
    /// <param name="coloured">Planning tokens black on yellow, for terminals with colours, and not in brackets.</param>
    internal static string Render(RolloutModel model, string? name, bool coloured = false)
    {
        Rollout rollout = model.Rollout;
        var text = new StringBuilder();
        if (name is not null) text.Append(PlainTable.Clean(name)).Append('\n');
        text.Append(PlainTable.Wrap(PlainTable.Clean(string.Join(" · ", Facts(model))))).Append('\n');
        if (rollout.Prompt is not null) text.Append('\n').Append(PlainTable.Wrap(PlainTable.Clean(rollout.Prompt))).Append('\n');
        if (PixelPicture.Text(rollout.PromptPixels) is { Length: > 0 } picture) text.Append('\n').Append(picture).Append('\n');
        text.Append('\n').Append(Paint(PlainTable.Wrap(Marked(model)), coloured)).Append('\n');
        if (model.Lacks() is { } lacks) text.Append('\n').Append(PlainTable.Wrap(lacks)).Append('\n');
        if (model.KnowsPlanning && model.Count > 0)
        {
            text.Append(Paint($"\n{Open}planning tokens{Close} execution tokens\n", coloured));
            text.Append(PlainTable.Render(["tokens", "count", "mean log-prob", "mean entropy", "mean advantage"],
                model.Classes().Select(c => (IReadOnlyList<string>)[c.Name, c.Count.ToString(CultureInfo.InvariantCulture), NumberText.Of(c.LogProb), NumberText.Of(c.Entropy), NumberText.Of(c.Advantage)])));
        }
        return text.ToString().TrimEnd('\n');
    }

    internal static IEnumerable<string> Facts(RolloutModel model)
    {
        Rollout rollout = model.Rollout;
        if (model.Origin() is { Length: > 0 } origin) yield return origin;
        if (rollout.Kind is not null) yield return Verdict(rollout.Kind);
        if (rollout.Reward is double reward) yield return $"reward {NumberText.Of(reward)}";
        if (rollout.Advantage is double advantage) yield return $"advantage {NumberText.Of(advantage)}";
        if (model.Count > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{model.Count} tokens");
    }

    internal static string Verdict(string kind) => kind switch { "right" => "right", "plan" => "planning error", "other" => "other error", _ => kind };

    // Private-use characters while lines are broken: escapes and brackets would count as text.
    private const string Open = "\ue000", Close = "\ue001";

    private static string Paint(string text, bool coloured) =>
        text.Replace(Open, coloured ? "\e[30;43m" : "[[", StringComparison.Ordinal).Replace(Close, coloured ? "\e[0m" : "]]", StringComparison.Ordinal);

    private static string Marked(RolloutModel model)
    {
        if (model.Texts is null) return PlainTable.Clean(model.Rollout.Response);
        var text = new StringBuilder();
        for (int i = 0; i < model.Count; i++)
        {
            if (model.Words && i > 0) text.Append(' ');
            string token = PlainTable.Clean(model.Texts[i]).Replace(Open, "\ufffd", StringComparison.Ordinal).Replace(Close, "\ufffd", StringComparison.Ordinal);
            string body = token.TrimStart(' ');
            bool opens = model.IsPlanning(i) && (i == 0 || model.Gram[i - 1] != model.Gram[i]), closes = model.IsPlanning(i) && (i == model.Count - 1 || model.Gram[i + 1] != model.Gram[i]);
            text.Append(token.AsSpan(0, token.Length - body.Length)).Append(opens ? Open : "").Append(body).Append(closes ? Close : "");
        }
        return text.ToString();
    }
}
