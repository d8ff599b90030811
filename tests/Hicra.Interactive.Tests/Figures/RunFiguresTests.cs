using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Tests.Figures;

public class RunFiguresTests
{
    [Fact]
    public void Dynamics_are_the_papers_four_panels()
    {
        Figure figure = RunFigures.Dynamics([("one", Samples.Log())]);
        Assert.Equal(["Relative perplexity", "Token entropy", "Semantic entropy", "Length versus accuracy"], figure.Panels.Select(p => p.Title));
        Series planning = figure.Panels[0].Series[0];
        Assert.Equal("Planning tokens, from 1.70", planning.Name);
        Assert.Equal(1, planning.Y[0]);
        Assert.Equal((1.7 - 0.3 * 59 / 60) / 1.7, planning.Y[^1], 12);
        Series accuracy = figure.Panels[3].Series[0], length = figure.Panels[3].Series[1];
        Assert.Equal([0, 10, 20, 30, 40, 50], accuracy.X);
        Assert.True(length.Right);
        Assert.False(accuracy.Right);
        Assert.Equal("tokens", figure.Panels[3].RightY!.Label);
    }

    [Fact]
    public void Several_runs_have_two_rows_each_under_their_name()
    {
        Figure figure = RunFigures.Dynamics([("one", Samples.Log()), ("two", Samples.Log(30))]);
        Assert.Equal(8, figure.Panels.Count);
        Assert.Equal(2, figure.Columns);
        Assert.Equal(["one", "", "two", ""], figure.RowTitles);
        Assert.Equal(2, FigureText.Render(figure).Split('\n').Count(l => l.StartsWith("== ", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_text_is_too_small_in_a_cell_of_900_pixels()
    {
        (string, IReadOnlyList<MetricRow>)[] two = [("one", Samples.Log()), ("two", Samples.Log())];
        const double Within = 900 - 2 * 19;   // a card's padding and border
        Assert.All((Figure[])[RunFigures.Dynamics([two[0]]), RunFigures.Dynamics(two), RunFigures.Compare(two), RunFigures.Entropy(two), WhatIfFigure.Of(Shown.WhatIf())], figure =>
        {
            double scale = Math.Min(1, Within / figure.Width);
            Assert.All(XDocument.Parse(SvgRenderer.Render(figure)).Descendants().Attributes("font-size"), size => Assert.True(double.Parse(size.Value, CultureInfo.InvariantCulture) * scale >= 10.5, $"{figure.Title}: {size.Value} x {scale}"));
        });
    }

    [Fact]
    public void The_second_phase_begins_where_responses_grow()
    {
        TwoPhases phases = TwoPhases.Find(Samples.Log())!;
        // Growth begins at step 20 of 60 and has done a fifth of its rise at 28; smoothing may move that by a step.
        Assert.InRange(phases.Border, 26, 30);
        Assert.Equal(["1 execution", "2 strategy"], RunFigures.Dynamics([("one", Samples.Log())]).Panels[0].Phases.Select(p => p.Label));
        Assert.Contains(TwoPhases.Rule, RunFigures.Dynamics([("one", Samples.Log())]).Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_responses_do_not_grow_no_phases_are_claimed()
    {
        MetricRow[] flat = [.. Enumerable.Range(0, 60).Select(step => { var row = new MetricRow(step); row.Set("response_length/mean", 20 + step % 3); return row; })];
        Assert.Null(TwoPhases.Find(flat));
        Figure figure = RunFigures.Dynamics([("flat", flat)]);
        Assert.All(figure.Panels, p => Assert.Empty(p.Phases));
        Assert.DoesNotContain("Phase", figure.Caption, StringComparison.Ordinal);
        Assert.Null(TwoPhases.Find(Samples.Log(5)));
    }

    [Fact]
    public void Seeds_of_one_name_become_a_mean_with_its_interval()
    {
        Figure figure = RunFigures.Compare([("grpo", Samples.Log(10)), ("grpo", Samples.Log(10, shift: 0.2)), ("hicra", Samples.Log(10))]);
        Panel accuracy = figure.Panels.Single(p => p.Title == "Training accuracy");
        Series band = accuracy.Series[0];
        Assert.Equal("grpo, 2 seeds", band.Name);
        Assert.Equal(SeriesKind.Band, band.Kind);
        Assert.Equal(0.2, band.Y[0], 12);
        // t(1, 0.975) = 12.7062; sd/√2 of 0.1 and 0.3 is 0.1.
        Assert.Equal(0.2 + 1.27062, band.High![0], 4);
        Assert.Equal(SeriesKind.Line, accuracy.Series[1].Kind);
    }

    [Fact]
    public void Logs_without_rows_give_a_figure_that_says_so()
    {
        Figure figure = RunFigures.Dynamics([("empty", [])]);
        Assert.Contains("nothing measured", FigureText.Render(figure), StringComparison.Ordinal);
        Assert.NotEmpty(SvgRenderer.Render(figure));
        Assert.Empty(RunFigures.Compare([]).Panels);
    }

    [Fact]
    public void Text_has_a_sparkline_and_the_ends_of_every_curve()
    {
        string text = FigureText.Render(RunFigures.Dynamics([("one", Samples.Log())]));
        Assert.Contains("Validation accuracy", text, StringComparison.Ordinal);
        Assert.Contains("10.0% → 26.7%", text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.All(FigureText.Render(Samples.Everything()).Split('\n'), line => Assert.True(line.Length <= 130, line));
    }

    [Fact]
    public void Plotly_gets_an_object_with_the_same_numbers()
    {
        JsonObject json = PlotlyRenderer.Render(Samples.Everything(name: Samples.Hostile));
        JsonArray data = json["data"]!.AsArray();
        Assert.Contains(data, t => t!["type"]!.GetValue<string>() == "bar" && t["y"]!.AsArray().Select(v => v!.GetValue<double>()).SequenceEqual([3, -2, 5]));
        JsonObject layout = json["layout"]!.AsObject();
        // Every axis that a trace names is there, and every axis knows its partner.
        foreach (JsonNode? trace in data)
        {
            Assert.NotNull(layout["xaxis" + trace!["xaxis"]!.GetValue<string>()[1..]]);
            Assert.NotNull(layout["yaxis" + trace["yaxis"]!.GetValue<string>()[1..]]);
            Assert.NotNull(layout[trace["legend"]!.GetValue<string>()]);
        }
        Assert.DoesNotContain("<img", string.Concat(Strings(json)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Strings(p.Value)),
        JsonArray a => a.SelectMany(Strings),
        JsonValue v when v.TryGetValue(out string? text) => [text],
        _ => [],
    };
}
