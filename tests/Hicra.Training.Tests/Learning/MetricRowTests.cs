using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Learning;

namespace Hicra.Training.Tests.Learning;

public class MetricRowTests
{
    [Fact]
    public void Undefined_values_are_left_out()
    {
        var row = new MetricRow(3);
        row.Set("a", null);
        row.Set("b", double.NaN);
        row.Set("c", double.PositiveInfinity);
        row.Set("d", 0.1);
        Assert.Equal("""{"step":3,"d":0.1}""", Text(row));
        Assert.Null(row["a"]);
    }

    [Fact]
    public void Any_finite_number_comes_back_to_the_bit() => Prop.ForAll<double, NonNegativeInt>((value, step) =>
    {
        var row = new MetricRow(step.Get);
        row.Set("x", value);
        MetricRow back = MetricRow.TryParse(Encoding.UTF8.GetBytes(Text(row)))!;
        return back.Step == step.Get && (double.IsFinite(value) ? BitConverter.DoubleToInt64Bits(back["x"]!.Value) == BitConverter.DoubleToInt64Bits(value) : back["x"] is null);
    }).Check(Sampled.Inputs());

    [Fact]
    public void No_beginning_of_a_row_passes_for_a_row()
    {
        var row = new MetricRow(12);
        row.Set("hicra/accuracy", 0.125);
        row.Set("actor/lr", 3e-4);
        string whole = Text(row);
        for (int length = 0; length < whole.Length; length++) Assert.Null(MetricRow.TryParse(Encoding.UTF8.GetBytes(whole[..length])));
        Assert.NotNull(MetricRow.TryParse(Encoding.UTF8.GetBytes(whole)));
        Assert.Null(MetricRow.TryParse(Encoding.UTF8.GetBytes(whole + "{}")));
    }

    private static string Text(MetricRow row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) row.Write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
