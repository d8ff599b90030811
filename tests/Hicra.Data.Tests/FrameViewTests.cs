using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Hicra.Interactive.Hosting;
using Microsoft.Data.Analysis;

namespace Hicra.Data.Tests;

public sealed partial class FrameViewTests
{
    [Fact]
    public void Eighty_one_rows_are_pages_without_script_and_with_everything_escaped()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("step", Enumerable.Range(0, 81)), new StringDataFrameColumn("<i>name</i>", Enumerable.Range(0, 81).Select(i => i == 80 ? "<script>x()</script>" : "<b>bold</b>")));
        MimeBundle bundle = FrameKit.Views[0].Show(frame)!;
        Assert.DoesNotContain("<b>", bundle.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", bundle.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", bundle.Html, StringComparison.Ordinal);
        Assert.Equal(80, Bold().Count(bundle.Html!));
        Assert.Contains("&lt;script&gt;x()", bundle.Html, StringComparison.Ordinal);
        Assert.Equal(4, Folds().Count(bundle.Html!));
        Assert.Contains("rows 80 to 80", bundle.Html, StringComparison.Ordinal);
        Assert.StartsWith("DataFrame, 81 rows × 2 columns\n", bundle.PlainText, StringComparison.Ordinal);
        Assert.Contains("… and 61 more rows", bundle.PlainText, StringComparison.Ordinal);
        Assert.Contains("<b>bold</b>", bundle.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        var frame = new DataFrame(Enumerable.Range(0, 59).Select(c => (DataFrameColumn)new DoubleDataFrameColumn($"column/{c}", Enumerable.Range(0, 5000).Select(i => i == 3 ? (double?)null : c + i / 7.0))));
        MimeBundle bundle = FrameKit.Views[0].Show(frame)!;
        Assert.Contains("39 more columns", bundle.Html, StringComparison.Ordinal);
        Assert.Contains("… and 4,900 more rows", bundle.Html, StringComparison.Ordinal);
        Assert.Contains("column/58", bundle.Html, StringComparison.Ordinal);
        Assert.InRange(bundle.Html!.Length, 1000, 600_000);
        Assert.Contains("column/58", bundle.PlainText, StringComparison.Ordinal);
        Assert.All(bundle.PlainText.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Cells_are_written_so_that_they_can_be_told_apart()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("x", [0.1 + 0.2, 1e-9, 12345678, double.NaN]), new Int64DataFrameColumn("n", [long.MaxValue, 0, -1, 5]), new BooleanDataFrameColumn("b", [true, false, null, true]),
            new DateTimeDataFrameColumn("d", [new DateTime(2026, 11, 26), new DateTime(2026, 11, 26, 1, 2, 3), null, null]), new StringDataFrameColumn("s", ["a\u001b[31mb", "", null, new string('x', 500)]));
        string text = FrameKit.Views[0].Show(frame)!.PlainText;
        foreach (string cell in (string[])["0.3", "1E-09", "12345678", "NaN", "9223372036854775807", "true", "2026-11-26 ", "2026-11-26 01:02:03", "–", "xxx…"]) Assert.Contains(cell, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Frames_without_rows_or_columns_are_shown()
    {
        Assert.StartsWith("DataFrame, 0 rows × 0 columns", FrameKit.Views[0].Show(new DataFrame())!.PlainText, StringComparison.Ordinal);
        Assert.Contains("0 rows × 1 column", FrameKit.Views[0].Show(new DataFrame(new Int32DataFrameColumn("x", 0)))!.Html, StringComparison.Ordinal);
        Assert.Null(FrameKit.Views[0].Show("no frame"));
    }

    [Fact]
    public void A_frame_of_another_copy_of_the_library_is_a_table_too()
    {
        var context = new AssemblyLoadContext("copy");
        Assembly copy = context.LoadFromAssemblyPath(typeof(DataFrame).Assembly.Location);
        Type column = copy.GetType("Microsoft.Data.Analysis.StringDataFrameColumn", throwOnError: true)!, type = copy.GetType(typeof(DataFrame).FullName!, throwOnError: true)!;
        var columns = Array.CreateInstance(column.BaseType!, 1);
        columns.SetValue(Activator.CreateInstance(column, "word", (IEnumerable<string>)["<b>one</b>", "two"]), 0);
        object frame = Activator.CreateInstance(type, columns)!;
        Assert.False(frame is DataFrame);
        MimeBundle bundle = FrameKit.Views[0].Show(frame)!;
        Assert.Contains("2 rows × 1 column", bundle.PlainText, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", bundle.Html, StringComparison.Ordinal);
        Assert.Contains("another copy", Assert.Throws<HicraException>(() => FrameKit.Instance.Read(frame)).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("&lt;b&gt;bold&lt;/b&gt;")]
    private static partial Regex Bold();

    [GeneratedRegex("<details")]
    private static partial Regex Folds();
}
