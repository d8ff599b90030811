using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Figures;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Microsoft.Data.Analysis;

namespace Hicra.Data.Tests;

public sealed class MetricFrameTests
{
    [Theory]
    [InlineData("grpo")]
    [InlineData("hicra")]
    public void A_run_s_log_comes_back_to_the_byte(string run)
    {
        string file = Path.Combine(ShippedData.Path("demo", run), "metrics.jsonl");
        DataFrame frame = ExistingRun.Open(ShippedData.Path("demo", run)).Frame();
        Assert.Equal(File.ReadAllLines(file).Length, frame.Rows.Count);
        Assert.Contains(frame.Columns, c => c.NullCount > 0);
        Assert.Equal(File.ReadAllText(file), Jsonl(MetricFrame.Rows(frame)));
    }

    [Fact]
    public void Rows_that_lack_any_of_their_members_come_back_with_the_rest_in_its_place()
    {
        // Each row has some of the names, in one order that no row shows whole; and now and then it has them the other way round.
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"m/{(i * 7) % 9}")];
        Prop.ForAll(Gen.Choose(0, 511).ListOf().ToArbitrary(), masks =>
        {
            MetricRow[] rows = [.. masks.Select((mask, step) => Row(step, names.Where((_, i) => (mask & (1 << i)) != 0)))];
            Assert.Equal(Jsonl(rows), Jsonl(MetricFrame.Rows(MetricFrame.Of(rows))));
        }).Check(Sampled.Inputs(300));
    }

    [Fact]
    public void Rows_that_contradict_each_other_keep_their_numbers()
    {
        MetricRow[] rows = [Row(0, ["a", "b"]), Row(5, ["b", "a", "c"]), Row(6, [])];
        IReadOnlyList<MetricRow> back = MetricFrame.Rows(MetricFrame.Of(rows));
        Assert.Equal(rows.Select(r => r.Step), back.Select(r => r.Step));
        Assert.All(rows.Zip(back), pair => Assert.Equal(pair.First.Values.OrderBy(v => v.Key), pair.Second.Values.OrderBy(v => v.Key)));
    }

    [Fact]
    public void Several_runs_stand_below_each_other_with_their_settings_and_come_back()
    {
        ExistingRun[] runs = [ExistingRun.Open(ShippedData.Path("demo", "grpo")), ExistingRun.Open(ShippedData.Path("demo", "hicra"))];
        DataFrame frame = runs.Frame();
        Assert.Equal(["run", "method", "alpha", "seed", "step"], frame.Columns.Take(5).Select(c => c.Name));
        Assert.Equal(runs.Select(r => r.Config.Training.Method), frame["method"].Cast<string>().Distinct());
        // GRPO has no alpha.
        Assert.True(frame["alpha"].NullCount > 0 && frame["alpha"].NullCount < frame.Rows.Count);
        IReadOnlyList<RunLog> back = MetricFrame.Runs(frame);
        Assert.Equal(["grpo", "hicra"], back.Select(r => r.Name));
        foreach ((ExistingRun run, RunLog log) in runs.Zip(back)) Assert.Equal(File.ReadAllText(run.Folder.Metrics), Jsonl(log.Rows));
    }

    [Fact]
    public void Columns_have_types_and_take_new_values_and_rows()
    {
        DataFrame frame = MetricFrame.Of([Row(0, ["a"]), Row(1, [])]);
        Assert.IsType<Int32DataFrameColumn>(frame["step"]);
        var column = Assert.IsType<DoubleDataFrameColumn>(frame["a"]);
        Assert.Null(column[1]);
        column[1] = 5;
        frame["twice"] = column * 2;
        Assert.Equal([2.5, 10.0], frame["twice"].Cast<double>());
        DataFrame filtered = frame.Filter(frame["a"].ElementwiseGreaterThan(2));
        Assert.Equal(1, Assert.Single(MetricFrame.Rows(filtered)).Step);
        Assert.Equal(2, frame.Append([2, 1.0, 2.0]).Rows.Count - 1);
    }

    [Fact]
    public void Frames_of_the_reader_s_own_making_are_read_whatever_their_types()
    {
        var frame = new DataFrame(new SingleDataFrameColumn("step", [3f, 4f]), new Int64DataFrameColumn("reward", [1L, 2L]), new StringDataFrameColumn("note", ["x", "y"]));
        Assert.Equal([(3, 1.0), (4, 2.0)], MetricFrame.Rows(frame).Select(r => (r.Step, r["reward"]!.Value)));
        Assert.Empty(MetricFrame.Rows(new DataFrame(new Int32DataFrameColumn("step", 0))));
    }

    [Fact]
    public void What_is_no_frame_of_metrics_says_so()
    {
        Assert.Equal("a frame of metrics has a column 'step'; 'steps' is there", Fails(new DataFrame(new Int32DataFrameColumn("steps", [1]))));
        Assert.Equal("a frame of metrics has a column 'step'; it has a, b", Fails(new DataFrame(new Int32DataFrameColumn("a", [1]), new Int32DataFrameColumn("b", [1]))));
        Assert.Equal("a frame of metrics has a column 'step'; it has no columns", Fails(new DataFrame()));
        Assert.Equal("a frame of metrics: the column 'step' holds '1.5' in row 1, where a whole number is expected", Fails(new DataFrame(new DoubleDataFrameColumn("step", [1.0, 1.5]))));
        Assert.Equal("a frame of metrics: row 1 has no 'step'; give it one, or leave the row out", Fails(new DataFrame(new Int32DataFrameColumn("step", [1, (int?)null]))));

        static string Fails(DataFrame frame) => Assert.Throws<HicraException>(() => MetricFrame.Rows(frame)).Message;
    }

    private static MetricRow Row(int step, IEnumerable<string> names)
    {
        var row = new MetricRow(step);
        foreach (string name in names) row.Set(name, step + (name.Length > 2 ? name[^1] / 7.0 : 1.25));
        return row;
    }

    private static string Jsonl(IEnumerable<MetricRow> rows)
    {
        using var stream = new MemoryStream();
        foreach (MetricRow row in rows)
        {
            using (var json = new Utf8JsonWriter(stream)) row.Write(json);
            stream.WriteByte((byte)'\n');
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
