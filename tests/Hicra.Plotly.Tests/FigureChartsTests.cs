using System.Text.Json.Nodes;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Tests.Figures;
using Plotly.NET;
using Figure = Hicra.Interactive.Figures.Figure;

namespace Hicra.Plotly.Tests;

public sealed class FigureChartsTests
{
    public static TheoryData<string> Names => ["plain", Samples.Hostile, "2026-11-26T01:02:03Z"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_s_chart_is_the_kit_s_own_json(string name) => Same(Samples.Everything(name: name));

    [Fact]
    public void So_is_that_of_a_run()
    {
        Same(RunFigures.Dynamics([("run", Samples.TwoPhaseLog(20))]));
        Same(RunFigures.Compare([("a", Samples.Log()), ("b", Samples.Log(shift: 0.1))]));
        Same(new Figure { Title = "nothing", Panels = [] });
    }

    [Fact]
    public void Names_that_would_be_markup_are_escaped()
    {
        string json = GenericChart.toJson(Samples.Everything(name: Samples.Hostile).ToChart());
        Assert.DoesNotContain("<img", json, StringComparison.Ordinal);
        Assert.Contains("&lt;img", json, StringComparison.Ordinal);
    }

    private static void Same(Figure figure)
    {
        JsonObject ours = PlotlyRenderer.Render(figure), theirs = JsonNode.Parse(GenericChart.toFigureJson(figure.ToChart()))!.AsObject();
        // Compared as a reader of the JSON has it: what was set as 1.0 is the number 1.
        JsonNode expected = JsonNode.Parse(ours.ToJsonString())!;
        Assert.True(JsonNode.DeepEquals(expected["data"], theirs["data"]), theirs["data"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected["layout"], theirs["layout"]), theirs["layout"]!.ToJsonString());
    }
}
