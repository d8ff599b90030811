using System.Globalization;
using Hicra.Interactive;
using Hicra.Kernel.Session;
using Hicra.Kernel.Tests.Session;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cultures;

/// <summary>The culture is the reader's in cells, and the kit's in what the kit shows.</summary>
public sealed class CellCultureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CSharpSession _session;
    private readonly RecordedOutput _output = new();

    public CellCultureTests()
    {
        var formatter = new HicraFormatter();
        _session = new(Kit.Standard.CreateCommands(formatter), formatter, _folder.Path);
        _session.SetVariable("other", OtherCulture.Value);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_cell_has_the_culture_of_its_process()
    {
        CultureInfo.CurrentCulture = OtherCulture.Value;
        Assert.Equal("1.234,5", await Value("1234.5.ToString(\"N1\")"));
        Assert.Same(OtherCulture.Value, CultureInfo.CurrentCulture);
    }

    [Fact]
    public async Task What_a_cell_sets_holds_for_the_cells_that_follow_and_not_for_others()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        Assert.Equal("1,234.5", await Value("using System.Globalization;\nCultureInfo.CurrentCulture = CultureInfo.InvariantCulture;\n1234.5.ToString(\"N1\")"));
        Assert.Equal("1.234,5", await Value("CultureInfo.CurrentCulture = other;\n1234.5.ToString(\"N1\")"));
        Assert.Equal("1.234,5", await Value("1234.5.ToString(\"N1\")"));
        Assert.Equal("1.234,5", await Value("await Task.Yield();\nCultureInfo.CurrentUICulture = other; $\"{1234.5:N1}\""));
        Assert.Same(OtherCulture.Value, await Value("CultureInfo.CurrentUICulture"));
        Assert.Equal("1.234,5", await Value("string Text() => 1234.5.ToString(\"N1\"); await Task.Run(Text)"));
        // A task's own culture is its own.
        Assert.Equal("1,234.5", await Value("await Task.Run(() => { CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; return Text(); })"));
        Assert.Equal("1.234,5", await Value("Text()"));
        await Good("Console.Write(1.5)");
        Assert.Equal("1,5", _output.Text);
        Assert.Same(before, CultureInfo.CurrentCulture);
        using CSharpSession another = NoFormatter.Session();
        Assert.Equal(1234.5.ToString("N1", before), (await another.ExecuteAsync("1234.5.ToString(\"N1\")", new RecordedOutput(), default)).Value);
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("new[] { -0.5, 1.5 }", "double[2] [ -0.5, 1.5 ]")]
    [InlineData("(1.5, -2)", "(1.5, -2)")]
    [InlineData("new { A = 1.5 }", "{ A = 1.5 }")]
    [InlineData("record Point(double X);\nnew Point(1.5)", "Point { X = 1.5 }")]
    [InlineData("new DateTime(2026, 11, 26, 3, 4, 5)", "2026-11-26 03:04:05")]
    [InlineData("new[] { 1.5 }.Select(x => x.ToString())", "IEnumerable<string> [ \"1,5\" ]")]
    public async Task A_value_is_shown_alike_everywhere_and_what_the_cell_writes_is_the_cells(string value, string expected)
    {
        await Good("using System.Globalization;\nCultureInfo.CurrentCulture = other;");
        await Good(value);
        Assert.Equal(expected, _output.LastResult);
        await Good(value.Replace(";\n", ";\ndisplay(", StringComparison.Ordinal) is var shown && shown == value ? $"display({value});" : shown.Replace("record Point", "record Point2", StringComparison.Ordinal) + ");");
        Assert.Equal(expected, _output.Shown.Last(s => s.Kind == "display").Bundle.PlainText);
    }

    [Fact]
    public async Task A_command_in_a_cell_says_what_it_always_says()
    {
        const string Line = "#!what-if --run demo --alpha 0.25,0.5 --json";
        await Good(Line);
        string expected = _output.Text;
        await Good("using System.Globalization;\nCultureInfo.CurrentCulture = other; Console.Write(0.25);\n" + Line + "\nConsole.Write(0.25);");
        Assert.Equal($"{expected}0,25{expected}0,25", _output.Text);
    }

    private async Task<CellResult> Good(string code)
    {
        CellResult result = await _session.ExecuteAsync(code, _output, default);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        return result;
    }

    private async Task<object?> Value(string code) => (await Good(code)).Value;
}
