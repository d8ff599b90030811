using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Session;

/// <summary>What a cell shows, and that showing is a part of it.</summary>
public sealed class ShowingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CSharpSession _session = NoFormatter.Session();
    private readonly RecordedOutput _output = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task What_showing_throws_is_the_cell_s_error_and_the_next_cell_runs()
    {
        CellResult failed = await Run("var xs = new[] { 1, 0 };\nxs.Select(x =>\n  1 / x)");
        Assert.Equal((false, "DivideByZeroException", 3), (failed.Ok, failed.ErrorName, failed.Line));
        Assert.DoesNotContain(failed.Traceback, line => line.Contains("Hicra.", StringComparison.Ordinal));
        CellResult text = await Run("class Silent { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew Silent()");
        Assert.Equal(["InvalidOperationException: no text", "   at Silent.ToString() in cell 2:line 1"], text.Traceback);
        CellResult late = await Run("async IAsyncEnumerable<int> Late() { yield return 1; await Task.Yield(); throw new InvalidOperationException(\"late\"); }\nLate()");
        Assert.Equal(["InvalidOperationException: late", "   at Late() in cell 3:line 1"], late.Traceback);
        CellResult worse = await Run("class Worse : Exception { public override string Message => throw new Exception(); }\nthrow new Worse();");
        Assert.Equal(("Worse", "its message cannot be read"), (worse.ErrorName, worse.ErrorMessage));
        Assert.Empty(_output.Shown);
        Assert.Equal(2, (await Good("xs.Length")).Value);
    }

    [Fact]
    public async Task Types_of_a_cell_have_the_reader_s_names()
    {
        await Good("class Machine { public string Name { get; set; } public int Hours { get; set; } public class Part { } }\nclass Box<T> { }\nnew Machine { Name = \"press\", Hours = 12 }");
        Assert.Equal("Machine { Name = \"press\", Hours = 12 }", _output.LastResult);
        Assert.Contains(">Machine<", _output.Shown[^1].Bundle.Html, StringComparison.Ordinal);
        await Good("(typeof(Machine), new Machine.Part(), new Box<Machine>())");
        Assert.Equal("(Machine, Machine.Part, Box<Machine>)", _output.LastResult);
        await Good("IEnumerable<Machine> Made() { yield return new Machine { Name = \"saw\" }; }\nMade()");
        Assert.StartsWith("IEnumerable<Machine>\nName  Hours\n", _output.LastResult, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_read_once_and_kept_for_whoever_asks()
    {
        CellResult result = await Good("int runs = 0;\nIEnumerable<int> Query() { runs++; yield return 1; }\nQuery()");
        Assert.Equal("IEnumerable<int> [ 1 ]", result.Shown!.PlainText);
        Assert.Equal(1, (await Good("runs")).Value);
        CellResult evaluated = await _session.EvaluateAsync("Query()", NoOutput.Instance, default);
        Assert.Equal("IEnumerable<int> [ 1 ]", evaluated.Shown!.PlainText);
        Assert.Equal(2, (await Good("runs")).Value);
        await Good("var query = Query();\n#!whos");
        Assert.Contains("IEnumerable<int>", _output.Shown[^1].Bundle.PlainText, StringComparison.Ordinal);
        Assert.NotNull(_session.Inspect("query", 3));
        Assert.Equal(2, (await Good("runs")).Value);
        // Only the last part of a cell is its value.
        await Good("Query()\n#!whos");
        Assert.Equal(2, (await Good("runs")).Value);
        await Good("Query()\n#!time\n");
        Assert.Equal(["result", "display"], _output.Shown.TakeLast(2).Select(s => s.Kind));
    }

    [Fact]
    public async Task A_display_as_the_last_expression_shows_once()
    {
        await Good("var kept = display(1);\nkept");
        await Good("display(2)");
        await Good("3.Display()");
        await Good("await Task.Yield(); new[] { 4 }.DisplayTable()");
        Assert.Equal(["1", "2", "3", "int[1]\nvalue\n-----\n    4"], _output.Shown.Select(s => s.Bundle.PlainText));
        var later = new RecordedOutput();
        Assert.True((await _session.ExecuteAsync("kept", later, default).WaitAsync(Bounded.Limit)).Ok);
        Assert.StartsWith("DisplayedValue { DisplayId = ", later.LastResult, StringComparison.Ordinal);
        await Good("null");
        Assert.Equal("null", _output.LastResult);
    }

    [Fact]
    public async Task A_reader_says_as_what_a_value_is_shown()
    {
        await Good("display(\"<b>press</b>\", \"text/html\");");
        Assert.Equal("<b>press</b>", Last().Html);
        await Good("\"done\".Display(\"text/plain\"); \"# x\".DisplayAs(\"text/markdown\");");
        Assert.Equal("# x", Last().Text("text/markdown"));
        await Good("new { Name = \"press\" }.Display(\"application/json\");");
        Assert.Equal("{\"Name\":\"press\"}", Last().Data["application/json"].ToJsonString());
        await Good("\"{\\\"a\\\": 1}\".Display(\"application/json\"); ");
        Assert.IsType<JsonObject>(Last().Data["application/json"]);
        await Good("new byte[] { 1, 2, 3 }.Display(\"image/png\");");
        Assert.Equal(("AQID", "image/png, 3 B"), (Last().Text("image/png"), Last().PlainText));
        await Good("new byte[] { 1, 2, 3 }.Display(\"text/html\");");
        Assert.Contains("byte[3] [ 1, 2, 3 ]", Last().Html, StringComparison.Ordinal);
        await Good("display(HTML(\"<i>x</i>\"), \"text/html\").Update(\"<i>y</i>\");");
        Assert.Equal(("update", "<i>y</i>"), (_output.Shown[^1].Kind, Last().Html));
        await Good("Console.Write(new[] { 1 }.ToDisplayString() + \"<\".ToDisplayString(\"text/html\"));");
        Assert.Equal("int[1] [ 1 ]<", _output.Text);
    }

    [Theory]
    [InlineData("1.Display(\"html\")", "'html' is no MIME type; give one like")]
    [InlineData("1.Display(\"image/png\")", "a int has no representation as image/png; it has text/plain, text/html, application/json")]
    [InlineData("\"x\".Display(\"application/json\")", "the text is no JSON")]
    [InlineData("new[] { 1 }.DisplayTable(0)", "a table has 1 to 1000 rows")]
    public async Task What_cannot_be_shown_so_says_what_can(string code, string expected)
    {
        CellResult result = await Run(code);
        Assert.Equal("HicraException", result.ErrorName);
        Assert.Contains(expected, result.ErrorMessage, StringComparison.Ordinal);
        Assert.Single(result.Traceback, line => line.StartsWith("HicraException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_span_cannot_be_a_value_and_the_error_says_what_can()
    {
        CellResult result = await Run("\"abc\".AsSpan()");
        Assert.Equal("CompilerError", result.ErrorName);
        Assert.EndsWith("show a copy of it, as .ToArray() makes", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_has_as_many_rows_as_are_asked_for()
    {
        await Good("Enumerable.Range(0, 50).Select(i => new { I = i }).DisplayTable(30);");
        Assert.Equal(34, Last().PlainText.Split('\n').Length);
        Assert.EndsWith("\n29\n… and more (not counted)", Last().PlainText, StringComparison.Ordinal);
        await Good("((System.Text.Json.Nodes.JsonArray)System.Text.Json.Nodes.JsonNode.Parse(\"[{\\\"a\\\":1,\\\"b\\\":\\\"x\\\"}]\")).DisplayTable();");
        Assert.Equal("JsonArray(1)\na  b\n-  -\n1  x", Last().PlainText);
        await Good("System.Text.Json.JsonDocument.Parse(\"[{\\\"a\\\":1}]\").RootElement.EnumerateArray().DisplayTable();");
        Assert.EndsWith("\na\n-\n1", Last().PlainText, StringComparison.Ordinal);
        // What a row says of itself is not asked for.
        await Good("class Silent { public int A => 1; public override string ToString() => throw new Exception(); }\nnew[] { new Silent() }.DisplayTable();");
        Assert.EndsWith("\nA\n-\n1", Last().PlainText, StringComparison.Ordinal);
    }

    private MimeBundle Last() => _output.Shown[^1].Bundle;

    private Task<CellResult> Run(string code) => _session.ExecuteAsync(code, _output, default).WaitAsync(Limit);

    private async Task<CellResult> Good(string code)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        return result;
    }
}
