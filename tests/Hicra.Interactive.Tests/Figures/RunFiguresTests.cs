using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Metrics.Statistics;
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
    public void The_second_phase_begins_where_execution_has_settled_and_strategies_spread()
    {
        Figure figure = RunFigures.Dynamics([("one", Samples.TwoPhaseLog(border: 20))]);
        Assert.Equal(["1 execution", "2 strategy"], figure.Panels[0].Phases.Select(p => p.Label));
        Assert.InRange(figure.Panels[0].Phases[1].From, 18, 22);
        Assert.Contains("Phase 2 begins at step", figure.Caption, StringComparison.Ordinal);
        Assert.Contains(RunPhases.Rule, figure.Caption, StringComparison.Ordinal);
        JsonObject plotly = PlotlyRenderer.Render(figure)["layout"]!.AsObject();
        // A shade and a border in each of four panels, and both names.
        Assert.Equal(4, plotly["shapes"]!.AsArray().Count(s => s!["type"]!.GetValue<string>() == "rect"));
        Assert.Equal(4, plotly["annotations"]!.AsArray().Count(n => n!["text"]!.GetValue<string>() == "<i>2 strategy</i>"));
    }

    [Fact]
    public void Where_strategies_are_counted_they_can_show_the_second_phase_and_plans_are_drawn()
    {
        MetricRow[] rows = [.. Samples.TwoPhaseLog(border: 20)];
        Assert.Equal(4, RunFigures.Dynamics([("one", rows)]).Panels.Count);
        foreach (MetricRow row in rows)
        {
            row.Set(MetricNames.SemanticEntropy, 2);
            row.Set(MetricNames.ColumnSlips, .1);
        }
        Assert.Contains("does not rise", RunFigures.Dynamics([("one", rows)]).Caption, StringComparison.Ordinal);
        foreach (MetricRow row in rows) row.Set(MetricNames.Strategies, 1 + Math.Max(0, row.Step - 20) / 40.0);
        Figure figure = RunFigures.Dynamics([("one", rows)]);
        Assert.Equal(["Calculation", "Plans"], figure.Panels.Skip(4).Select(p => p.Title));
        Assert.InRange(figure.Panels[5].Phases[1].From, 18, 22);
        Assert.Contains("by the strategies that responses execute; the semantic entropy of grams does not rise", figure.Caption, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "has not settled")]
    [InlineData(5, "too few steps")]
    public void Where_no_phases_are_found_the_caption_says_why(int rows, string why)
    {
        Figure figure = RunFigures.Dynamics([("one", Samples.Log(rows))]);
        Assert.All(figure.Panels, p => Assert.Empty(p.Phases));
        Assert.Contains("No phases", figure.Caption, StringComparison.Ordinal);
        Assert.Contains(why, figure.Caption, StringComparison.Ordinal);
        Assert.DoesNotContain(RunPhases.Rule, figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_of_a_run_that_goes_on_keeps_its_size_and_its_axis()
    {
        RunLog Live(int rows) => new("one", Samples.Log(400)[..rows]) { ValidationProblems = 64, LastStep = 399 };
        string[] sizes = [.. ((int[])[1, 2, 30, 200, 400]).Select(rows => XDocument.Parse(SvgRenderer.Render(RunFigures.Dynamics([Live(rows)]))).Root!.Attribute("viewBox")!.Value)];
        Assert.Single(sizes.Distinct());
        Assert.All((int[])[1, 2, 200], rows => Assert.Equal((0, 399), (RunFigures.Dynamics([Live(rows)]).Panels[0].X.Low!.Value, RunFigures.Dynamics([Live(rows)]).Panels[0].X.High!.Value)));
        // A sweep has a place for every run from its first step on.
        Figure sweep = RunFigures.Compare([Live(3), new RunLog("two", []) { LastStep = 399 }]);
        Assert.All(sweep.Panels, p => Assert.Equal(["one", "two"], p.Series.Select(s => s.Name)));
    }

    [Fact]
    public void Validation_of_one_run_has_its_interval()
    {
        Series accuracy = RunFigures.Dynamics([new RunLog("one", Samples.Log()) { ValidationProblems = 64 }]).Panels[3].Series[0];
        Assert.Equal(SeriesKind.Band, accuracy.Kind);
        Interval first = Proportion.Wilson(0.1, 64);
        Assert.Equal((first.Low, first.High), (accuracy.Low![0], accuracy.High![0]));
        Assert.Equal(SeriesKind.Line, RunFigures.Dynamics([("one", Samples.Log())]).Panels[3].Series[0].Kind);
    }

    [Fact]
    public void A_band_of_shares_stays_between_0_and_1_and_its_axis_begins_at_0()
    {
        Figure figure = RunFigures.Compare([("a", Samples.Log(40, shift: 0.7)), ("a", Samples.Log(40, shift: 0.5)), ("a", Samples.Log(40, shift: 0.64))]);
        Panel accuracy = figure.Panels.Single(p => p.Title == "Training accuracy");
        Assert.True(accuracy.Series[0].High!.Max() <= 1 && accuracy.Series[0].High!.Max() > 0.95);
        Assert.Equal(0, AxisRange.Vertical(accuracy, right: false, 170).Low);
    }

    [Fact]
    public void A_schedule_is_drawn_in_steps_and_is_not_smoothed()
    {
        MetricRow[] rows = [.. Enumerable.Range(0, 60).Select(step => { var row = new MetricRow(step); row.Set("hicra/alpha", step / 20 * 0.1); return row; })];
        Series alpha = Assert.Single(RunFigures.OfMetrics([("one", rows)], ["hicra/alpha"], "alpha").Panels[0].Series);
        Assert.True(alpha.Stepped);
        Assert.Null(alpha.Smooth);
        Assert.Contains("H", SvgRenderer.Render(RunFigures.OfMetrics([("one", rows)], ["hicra/alpha"], "alpha")).Split("<path d=\"")[^1].Split('"')[0], StringComparison.Ordinal);
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
        Interval expected = Proportion.OfRuns([0.1, 0.3])!.Value;
        Assert.Equal((expected.Low, expected.High), (band.Low![0], band.High![0]));
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
        Assert.Contains("10.0 % → 26.7 %", text, StringComparison.Ordinal);
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
