using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Plot;

/// <summary>The paper's training curves (Figures 3 and 13, GRPO), read off the printed figures: a few points each, never more exact than that.</summary>
internal static class ReportedCurves
{
    public static IReadOnlyList<string> Models { get; } =
        ["Qwen3-4B-Base", "Qwen2.5-7B-Base", "Qwen3-4B-Instruct", "Llama-3.1-8B-Instruct", "MiMO-VL-Instruct", "Qwen2.5-VL-7B-Instruct"];

    private static string File => ShippedData.Path("paper", "fig3-fig13-dynamics.csv");

    /// <summary>The figure with the paper's four panels below it.</summary>
    public static Figure Below(Figure figure, string model)
    {
        if (!System.IO.File.Exists(File)) throw new HicraException($"{File}: the paper's numbers are missing; install again");
        var curves = new Dictionary<string, List<(double Step, double Value)>>();
        foreach (string line in System.IO.File.ReadLines(File).Skip(1))
            if (line.Split(',') is [var name, var series, var step, var value] && name == model)
            {
                if (!curves.TryGetValue(series, out List<(double, double)>? points)) curves.Add(series, points = []);
                points.Add((double.Parse(step, CultureInfo.InvariantCulture), double.Parse(value, CultureInfo.InvariantCulture)));
            }

        Panel[] panels =
        [
            Of("Relative perplexity", "ratio to start", ("Planning tokens", "rel_ppl_planning", Palette.Planning), ("Execution tokens", "rel_ppl_execution", Palette.Execution)),
            Of("Token entropy", "nats", ("Planning tokens", "token_entropy_planning", Palette.Planning), ("Execution tokens", "token_entropy_execution", Palette.Execution)),
            Of("Semantic entropy", "ratio to start", ("Strategic grams", "sg_entropy_ratio", Palette.Planning), ("Other grams (conditional)", "other_grams_conditional_ratio", Palette.Execution)),
            Of("Length versus accuracy", "accuracy", ("Validation accuracy", "val_accuracy", Palette.Accuracy), ("Length", "length", Palette.Length)) with { RightY = new Axis { Label = "tokens" } },
        ];
        panels[3] = panels[3] with { Y = panels[3].Y with { Percent = true }, Series = [.. panels[3].Series.Select(s => s with { Right = s.Name == "Length" })] };
        // Rows that are not full would shift the paper's panels to the right of the run's.
        int columns = figure.ColumnCount, missing = (columns - figure.Panels.Count % columns) % columns;
        bool rows = missing == 0 && 4 % columns == 0;
        string label = $"{model}, as reported";
        if (!rows) panels = [.. panels.Select(p => p with { Title = $"{p.Title} ({label})" })];
        int above = figure.Panels.Count / columns;
        return figure with
        {
            Panels = [.. figure.Panels, .. panels],
            RowTitles = rows ? [.. figure.RowTitles, .. Enumerable.Repeat("", above - figure.RowTitles.Count), label] : figure.RowTitles,
            Caption = $"{figure.Caption} {label}: read off the paper's Figures 3 and 13, another model, other problems, GRPO; the shapes can be compared, the numbers cannot.".Trim(),
        };

        Panel Of(string title, string label, params ReadOnlySpan<(string Name, string Key, string Color)> lines)
        {
            var series = new List<Series>();
            foreach ((string name, string key, string color) in lines)
                if (curves.TryGetValue(key, out List<(double Step, double Value)>? points))
                    series.Add(new Series { Name = name, X = [.. points.Select(p => p.Step)], Y = [.. points.Select(p => p.Value)], Color = color, Dashed = true });
            return new Panel { Title = title, X = new Axis { Label = "training step" }, Y = new Axis { Label = label }, Series = series };
        }
    }
}
