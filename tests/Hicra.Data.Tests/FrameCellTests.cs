using Hicra.Interactive;
using Hicra.Kernel.Session;
using Hicra.Kernel.Tests.Session;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Data.Tests;

/// <summary>Frames in cells of our own kernel.</summary>
public sealed class FrameCellTests : IDisposable
{
    private readonly RecordedOutput _output = new();
    private readonly CSharpSession _session = Session();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_run_s_frame_is_a_table_and_is_plotted()
    {
        await Good($"var frame = ExistingRun.Open(@\"{ShippedData.Path("demo", "hicra")}\").Frame();\nframe");
        Assert.Contains("<details", Last().Html, StringComparison.Ordinal);
        await Good("#!plot-dynamics --run @frame --name drawn");
        await Good("drawn.Title");
        Assert.Equal("Training dynamics of frame", Last().PlainText);
        await Good("frame[\"hicra/accuracy\"] = frame[\"hicra/accuracy\"] * 0.5;\n#!plot-dynamics @frame demo/grpo --metrics hicra/accuracy --name both");
        await Good("string.Join(' ', both.Panels[0].Series.Select(s => s.Name))");
        Assert.Equal("frame grpo", Last().PlainText);
    }

    [Fact]
    public async Task Several_runs_of_a_frame_are_plotted_by_their_names()
    {
        await Good($"var frame = new[] {{ ExistingRun.Open(@\"{ShippedData.Path("demo", "grpo")}\"), ExistingRun.Open(@\"{ShippedData.Path("demo", "hicra")}\") }}.Frame();");
        await Good("#!plot-dynamics @frame --compare --name drawn");
        await Good("string.Join(' ', drawn.Panels[0].Series.Select(s => s.Name))");
        Assert.Equal("grpo hicra", Last().PlainText);
    }

    [Fact]
    public async Task A_frame_without_steps_is_refused_in_a_line()
    {
        await Good("using Microsoft.Data.Analysis;\nvar wrong = new DataFrame(new Int32DataFrameColumn(\"stap\", new[] { 1 }));");
        CellResult result = await Run("#!plot-dynamics @wrong");
        Assert.False(result.Ok);
        Assert.Contains("@wrong: a frame of metrics has a column 'step'; 'stap' is there", string.Join(' ', result.Traceback) + _output.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reader_s_own_frame_is_a_table_alone_and_within_other_values()
    {
        await Good("using Microsoft.Data.Analysis;\nvar own = new DataFrame(new StringDataFrameColumn(\"word\", new[] { \"<b>one</b>\", null }));\nown");
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", Last().Html, StringComparison.Ordinal);
        Assert.StartsWith("DataFrame, 2 rows × 1 column", Last().PlainText, StringComparison.Ordinal);
        await Good("new { Table = own }");
        Assert.Contains("DataFrame, 2 rows × 1 column", Last().PlainText, StringComparison.Ordinal);
    }

    private Interactive.Hosting.MimeBundle Last() => _output.Shown[^1].Bundle;

    private async Task Good(string code)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback) + _output.Errors);
    }

    private Task<CellResult> Run(string code) => _session.ExecuteAsync(code, _output, default).WaitAsync(Bounded.Limit);

    private static CSharpSession Session()
    {
        var formatter = new HicraFormatter();
        return new CSharpSession(Kit.Standard.CreateCommands(formatter), formatter, AppContext.BaseDirectory);
    }
}
