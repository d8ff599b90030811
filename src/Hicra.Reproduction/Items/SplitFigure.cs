using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>HICRA's gradient in parts, over the steps of its runs.</summary>
internal static class SplitFigure
{
    private const string PlainColor = "#e69f00", WholeColor = "#3d3d3d";

    /// <summary>Four panels: sizes, directions, shares, and how far two halves of a batch agree.</summary>
    public static Figure Of(IReadOnlyList<(SplitRecipe Recipe, GradientSplits Splits)> found)
    {
        double alpha = Alpha(found);
        (GradientDirection whole, GradientDirection grpo, GradientDirection bonus, GradientDirection plain) = (GradientDirection.Hicra(alpha), GradientDirection.Grpo, GradientDirection.Bonus(alpha), GradientDirection.PlainBonus(alpha));
        return new Figure
        {
            Title = "HICRA's gradient taken apart, on its own runs", PlotHeight = 150,
            Panels =
            [
                Panel("Size of the parts", "ratio to GRPO's whole gradient",
                    Line("A, planning tokens", Palette.Planning, s => Relative(s, GradientDirection.OnPlanning), 0, double.MaxValue), Line("A, execution tokens", Palette.Execution, s => Relative(s, GradientDirection.OnExecution), 0, double.MaxValue), Line("alpha |A|", Palette.Length, s => Relative(s, bonus), 0, double.MaxValue)),
                Panel("Shares of HICRA's gradient", "1 = all of it",
                    Line("A, planning tokens", Palette.Planning, s => s.Share(GradientDirection.OnPlanning, whole), double.MinValue, double.MaxValue), Line("A, execution tokens", Palette.Execution, s => s.Share(GradientDirection.OnExecution, whole), double.MinValue, double.MaxValue), Line("alpha |A|", Palette.Length, s => s.Share(bonus, whole), double.MinValue, double.MaxValue)),
                Panel("Where alpha |A| points", "cosine",
                    Line("with the plain bonus", PlainColor, s => s.Cosine(bonus, plain)), Line("with A on planning tokens", Palette.Planning, s => s.Cosine(bonus, GradientDirection.OnPlanning)), Line("with GRPO's whole gradient", WholeColor, s => s.Cosine(bonus, grpo))),
                Panel("Do two halves of a batch agree?", "cosine between the halves",
                    Line("GRPO's whole gradient", WholeColor, s => s.Agreement(grpo)), Line("alpha |A|", Palette.Length, s => s.Agreement(bonus)), Line("plain bonus", PlainColor, s => s.Agreement(plain))),
            ],
            Caption = string.Create(CultureInfo.InvariantCulture, $"Lines: means {At(found, 0, s => s.Norm(grpo))?.Over}; bands: their 95 % intervals. Each point is the gradient of a step's 256 rollouts, sampled again from the run's checkpoint, before the optimiser (AdamW) scales it. Shares are parts along the whole, which add up to 1. Alpha {alpha}."),
        };

        // The interval of what is bounded is bounded too.
        Series? Line(string name, string color, Func<GradientSplit, double?> measure, double least = -1, double most = 1)
        {
            (int Step, Clustered Value)[] points = [.. Steps(found).Select(step => (step, At(found, step, measure))).Where(p => p.Item2 is not null).Select(p => (p.step, p.Item2!))];
            return points.Length == 0 ? null : new Series
            {
                Name = name, Kind = SeriesKind.Band, Color = color, X = [.. points.Select(p => (double)p.Step)], Y = [.. points.Select(p => p.Value.Mean)],
                Low = [.. points.Select(p => Math.Max(least, p.Value.Interval?.Low ?? p.Value.Mean))], High = [.. points.Select(p => Math.Min(most, p.Value.Interval?.High ?? p.Value.Mean))],
            };
        }

        static double? Relative(GradientSplit split, GradientDirection part) => split.Norm(GradientDirection.Grpo) is > 0 and var size ? split.Norm(part) / size : null;

        static Panel Panel(string title, string label, params Series?[] series) => new() { Title = title, X = Curves.Steps, Y = new Axis { Label = label, FromZero = true }, Series = [.. series.OfType<Series>()] };
    }

    /// <summary>What the parts say, a sentence each, over all steps that were looked at.</summary>
    public static IEnumerable<string> Sentences(IReadOnlyList<(SplitRecipe Recipe, GradientSplits Splits)> found)
    {
        double alpha = Alpha(found);
        (GradientDirection whole, GradientDirection grpo, GradientDirection bonus, GradientDirection plain) = (GradientDirection.Hicra(alpha), GradientDirection.Grpo, GradientDirection.Bonus(alpha), GradientDirection.PlainBonus(alpha));
        if (Mean(s => s.Norm(grpo) is > 0 and var size ? s.Norm(bonus) / size : null) is { } relative && Mean(s => s.Share(bonus, whole)) is { } share)
            yield return $"Size: the gradient of alpha |A| is {Share(relative)} of the length of GRPO's whole gradient, and {Share(share)} of HICRA's gradient lies along it ({share.Over}, all steps).";
        if (Mean(s => s.Cosine(bonus, plain)) is { } same && Mean(s => s.Cosine(bonus, grpo)) is { } other)
            yield return $"Direction: its cosine with the gradient of a plain bonus for saying any listed gram is {Number(same)}, and with GRPO's whole gradient {Number(other)}: {Reading(same, other)}.";
        if (Mean(s => s.Agreement(bonus)) is { } steady && Mean(s => s.Agreement(grpo)) is { } chance && Mean(s => s.Agreement(bonus) - s.Agreement(grpo)) is { } more)
            yield return $"Steadiness: two halves of one batch agree on alpha |A| with a cosine of {Number(steady)}, and on GRPO's gradient with {Number(chance)}: {(more.Interval is not { ExcludesZero: true } ? "the two cannot be told apart" : more.Mean > 0 ? "the bonus pushes the more steadily" : "the bonus depends on the draw even more than GRPO's gradient does")}.";
        (double right, double said) = (found.Sum(f => f.Splits.Steps.Sum(s => s.Right)), found.Sum(f => f.Splits.Steps.Sum(s => alpha * s.Said)));
        if (said > 0)
            yield return $"Credit: summed over planning tokens, A gives {NumberText.Fixed(right / said, 2)} times what alpha |A| gives, which is never negative: {(right < -said ? "planning tokens are blamed on balance all the same" : right < 0 ? "A alone would blame planning tokens on balance, and the bonus turns that into praise" : "planning tokens are praised on balance either way")}.";

        Clustered? Mean(Func<GradientSplit, double?> measure) => Clustered.Of(found.Select(f => (f.Recipe.Run.Base.Seed, f.Splits.Steps.Average(measure))));
    }

    private static string Reading(Clustered same, Clustered other) =>
        same.Mean > 0.7 && same.Mean > other.Mean ? "the bonus is mostly one for saying listed phrases" : same.Mean > other.Mean ? "it is nearer to praise of listed phrases than to GRPO" : "it is no nearer to praise of listed phrases than to GRPO";

    private static string Share(Clustered value) => $"{NumberText.Percent(value.Mean)}{(value.Interval is { } i ? $" (95 % {NumberText.Percent(i.Low)} to {NumberText.Percent(i.High)})" : "")}";

    private static string Number(Clustered value) => $"{NumberText.Fixed(value.Mean, 2)}{(value.Interval is { } i ? $" (95 % {NumberText.Fixed(i.Low, 2)} to {NumberText.Fixed(i.High, 2)})" : "")}";

    private static double Alpha(IReadOnlyList<(SplitRecipe Recipe, GradientSplits Splits)> found) => found[0].Recipe.Run.Alpha;

    private static IEnumerable<int> Steps(IReadOnlyList<(SplitRecipe Recipe, GradientSplits Splits)> found) => found.SelectMany(f => f.Splits.Steps.Select(s => s.Step)).Distinct().Order();

    private static Clustered? At(IReadOnlyList<(SplitRecipe Recipe, GradientSplits Splits)> found, int step, Func<GradientSplit, double?> measure) =>
        Clustered.Of(found.Select(f => (f.Recipe.Run.Base.Seed, f.Splits.Steps.FirstOrDefault(s => s.Step == step) is { } split ? measure(split) : null)));
}
