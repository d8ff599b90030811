using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Rollouts;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 4: token entropy and semantic entropy are different things.</summary>
public sealed class Figure04TwoEntropies() : PaperItem(PaperItemKind.Figure, 4, "token entropy and semantic entropy")
{
    private const int MostWords = 10, MostGrams = 16;

    /// <inheritdoc/>
    public override string Shows => "An illustration. Left: a distribution of the next token over single words (up to 8 %). Right: how often strategic grams are said, over all that are said (up to 10 %).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "left: how often each word follows the word miss in the rollouts of a step, which estimates the policy's distribution there"];

    /// <inheritdoc/>
    public override string? Notebook => "05-two-entropies";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Base)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Exhibit[] reported = [new(new TextBlock("Figure 4 as reported", ["Left: words such as the, need, this, how, many. Right: grams such as define the variables, goal is to, need to use, verify the solution, however."]), ReportedMark.Described.Sentence())];
        return Beside(scale.Looked(Families.Base), PuzzleGrams.Texts, "", evidence) with { Reported = reported };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfRollouts((recipe, evidence) => Beside(recipe, LongGrams.Texts, " " + LongPart.In, evidence));

    private static Drawing Beside(RunRecipe recipe, IReadOnlyList<string> texts, string where, IEvidence evidence)
    {
        if (evidence.RolloutSteps(recipe) is not [var first, .., var last]) return new Drawing { State = ItemState.NotRun, Missing = [$"rollouts of {recipe.Name}"] };
        IReadOnlyList<Rollout> early = evidence.Rollouts(recipe, first), late = evidence.Rollouts(recipe, last);
        Dictionary<string, int> wordsBefore = AfterMiss(early), wordsAfter = AfterMiss(late), gramsBefore = Grams(early, texts), gramsAfter = Grams(late, texts);
        (string Word, double Before, double After)[] next = Beside(wordsBefore, wordsAfter, MostWords);
        (string Gram, double Before, double After)[] grams = Beside(gramsBefore, gramsAfter, MostGrams);
        string before = FormattableString.Invariant($"step {first}"), after = FormattableString.Invariant($"step {last}");
        var left = new Figure { Title = $"What follows a miss{where}: a distribution over words", PlotHeight = 150, Columns = 1, Panels = [Bars("Probability of the next word after miss", [.. next.Select(n => (n.Word, n.Before, n.After))], before, after)] };
        var right = new Figure { Title = $"Which strategic grams are said{where}: a distribution over strategies", Columns = 1, Panels = [Dots("Share among all grams said", grams, before, after)], Caption = FormattableString.Invariant($"The {grams.Length} most frequent of {texts.Count}.") };
        return new Drawing
        {
            State = ItemState.Measured, Measured = [new(left), new(right)],
            Differences =
            [
                FormattableString.Invariant($"Entropy over words after a miss: {EntropyOf(wordsBefore):F2} nats before, {EntropyOf(wordsAfter):F2} after. Entropy over strategic grams: {EntropyOf(gramsBefore):F2} before, {EntropyOf(gramsAfter):F2} after: two different measures, which need not move together."),
            ],
        };
    }

    private static Dictionary<string, int> AfterMiss(IReadOnlyList<Rollout> rollouts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Rollout rollout in rollouts)
        {
            string[] words = [.. RolloutTokens.Pieces(rollout).Select(p => p.Trim())];
            for (int i = 1; i < words.Length; i++)
                if (words[i - 1] == "miss") counts[words[i]] = counts.GetValueOrDefault(words[i]) + 1;
        }
        return counts;
    }

    private static Dictionary<string, int> Grams(IReadOnlyList<Rollout> rollouts, IReadOnlyList<string> texts) =>
        rollouts.SelectMany(r => r.PlanningSpans ?? []).GroupBy(s => s.Gram).ToDictionary(g => texts[g.Key], g => g.Count(), StringComparer.Ordinal);

    private static double EntropyOf(Dictionary<string, int> counts) => Metrics.Entropy.OfCounts([.. counts.Values])?.Nats ?? 0;

    private static (string, double, double)[] Beside(Dictionary<string, int> before, Dictionary<string, int> after, int most)
    {
        double early = Math.Max(1, before.Values.Sum()), late = Math.Max(1, after.Values.Sum());
        return [.. before.Keys.Union(after.Keys).Select(k => (Key: k, Before: before.GetValueOrDefault(k) / early, After: after.GetValueOrDefault(k) / late))
            .OrderByDescending(k => Math.Max(k.Before, k.After)).ThenBy(k => k.Key, StringComparer.Ordinal).Take(most)];
    }

    private static Panel Bars(string title, (string Name, double Before, double After)[] values, string before, string after)
    {
        return new Panel { Title = title, X = new Axis { Categories = [.. values.Select(v => v.Name)] }, Y = new Axis { Percent = true }, Series = [Of(before, Palette.Execution, v => v.Before), Of(after, Palette.Planning, v => v.After)] };

        Series Of(string name, string color, Func<(string Name, double Before, double After), double> value) =>
            new() { Name = name, Kind = SeriesKind.Bar, Color = color, X = [.. values.Select((_, i) => (double)i)], Y = [.. values.Select(value)] };
    }

    private static Panel Dots(string title, (string Name, double Before, double After)[] values, string before, string after)
    {
        return new Panel { Title = title, X = new Axis { Percent = true }, Y = new Axis { Categories = [.. values.Select(v => v.Name)] }, Series = [Of(before, Palette.Execution, v => v.Before), Of(after, Palette.Planning, v => v.After)] };

        Series Of(string name, string color, Func<(string Name, double Before, double After), double> value) =>
            new() { Name = name, Kind = SeriesKind.Points, Color = color, X = [.. values.Select(value)], Y = [.. values.Select((_, i) => (double)i)] };
    }
}
