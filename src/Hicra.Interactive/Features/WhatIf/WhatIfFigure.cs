using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>How HICRA's gradient moves with alpha.</summary>
internal static class WhatIfFigure
{
    public static Figure Of(WhatIfReport report)
    {
        WhatIfOutcome[] curve = [.. report.Curve.Where(o => o.Mass is not null)];
        double[] alphas = [.. curve.Select(o => o.Scenario.Alpha!.Value)];
        var axis = new Axis { Label = "alpha" };
        return new Figure
        {
            Title = "HICRA's gradient as alpha moves",
            Columns = 3,
            PlotHeight = 150,
            Caption = "Replayed on the same rollouts. Praised: rollouts that did better than their group; blamed: those that did worse.",
            Panels =
            [
                new Panel { Title = "Gradient on planning tokens", X = axis, Y = new Axis { Percent = true, Label = "share" }, Series = [new Series { Name = "", X = alphas, Y = [.. curve.Select(o => o.Mass!.Planning)], Color = Palette.Planning }] },
                new Panel
                {
                    Title = "Mean token advantage",
                    X = axis,
                    Y = new Axis { Label = "advantage" },
                    Series =
                    [
                        .. Line("planning, praised", o => o.Advantages.PlanningPraise, Palette.Planning, false), .. Line("others, praised", o => o.Advantages.ExecutionPraise, Palette.Execution, false),
                        .. Line("planning, blamed", o => o.Advantages.PlanningBlame, Palette.Planning, true), .. Line("others, blamed", o => o.Advantages.ExecutionBlame, Palette.Execution, true),
                    ],
                },
                new Panel { Title = "Cosine to GRPO's gradient", X = axis, Y = new Axis { High = 1, Label = "cosine" }, Series = [.. Line("", o => o.CosineToGrpo, Palette.Ink, false)] },
            ],
        };

        IEnumerable<Series> Line(string name, Func<WhatIfOutcome, double?> value, string color, bool dashed)
        {
            if (curve.Length > 0 && curve.All(o => value(o) is not null))
                yield return new Series { Name = name, X = alphas, Y = [.. curve.Select(o => value(o)!.Value)], Color = color, Dashed = dashed };
        }
    }
}
