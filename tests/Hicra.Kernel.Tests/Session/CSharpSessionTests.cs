using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Session;

public sealed class CSharpSessionTests : IDisposable
{
    private readonly CSharpSession _session = NoFormatter.Session();
    private readonly RecordedOutput _output = new() { Answer = "forty" };

    public void Dispose() => _session.Dispose();

    private Task<CellResult> Run(string code, CancellationToken cancellation = default) => _session.ExecuteAsync(code, _output, cancellation).WaitAsync(Bounded.Limit, CancellationToken.None);

    private async Task<CellResult> Good(string code)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        return result;
    }

    [Fact]
    public async Task Cells_share_variables_methods_types_and_usings()
    {
        await Good("using System.Globalization;\nint a = 40; int Twice(int x) => 2 * x; record Point(int X, int Y);");
        await Good("using System.Numerics;");
        await Good("// only a comment");
        Assert.Equal(82, (await Good("var p = new Point(a + 1, 2); Twice(p.X)")).Value);
        Assert.Equal("82", _output.LastResult);
        await Good("a = 7; BigInteger big = a; var c = CultureInfo.InvariantCulture;");
        await Good("string a = \"new\";");
        Assert.Equal("new", _session.Variables["a"]);
        Assert.Equal(["p", "big", "c", "a"], _session.Variables.Keys);
    }

    [Fact]
    public async Task Top_level_await_and_the_library_need_no_using()
    {
        Assert.Equal(3, (await Good("await Task.Delay(1); var r = await Task.FromResult(3); r")).Value);
        await Good("var credit = new HicraCredit(0.2f); credit");
        await Good("new List<int> { 1, 2 }.Select(x => x).ToArray(); File.Exists(\"x\"); new StringBuilder(); Thread.Yield();");
        await Good("HicraException e = null; ExistingRun run = null; Rollout trace = null;");
    }

    [Fact]
    public async Task The_last_expression_is_the_value_and_void_has_none()
    {
        Assert.False((await Good("int x = 1;")).HasValue);
        Assert.False((await Good("Console.WriteLine(\"hello\")")).HasValue);
        Assert.Equal("hello\n", _output.Text);
        Assert.True((await Good("(string)null")).HasValue);
        Assert.Equal("null", _output.LastResult);
        await Good("new[] { 1.5, 2 }");
        Assert.Equal("double[2] [ 1.5, 2 ]", _output.LastResult);
    }

    [Fact]
    public async Task Compiler_errors_show_line_and_caret()
    {
        CellResult result = await Run("int ok = 1;\nint y = undefinedName + 1;");
        Assert.False(result.Ok);
        Assert.Equal("CompilerError", result.ErrorName);
        Assert.Equal(2, result.Line);
        Assert.Contains("cell 1(2,9): error CS0103", result.Traceback[0], StringComparison.Ordinal);
        Assert.Equal("  int y = undefinedName + 1;", result.Traceback[1]);
        Assert.Equal("          ^^^^^^^^^^^^^", result.Traceback[2]);
        Assert.DoesNotContain("ok", _session.Variables.Keys);
    }

    [Fact]
    public async Task Lines_count_from_the_cell_s_first_also_after_a_magic_line()
    {
        Assert.Equal(4, (await Run("#!time\nint a = 1;\n#!whos\nint b = nope;")).Line);
        Assert.Equal(3, (await Run("#!time\n\nthrow new Exception();")).Line);
    }

    [Fact]
    public async Task An_exception_shows_its_type_its_message_and_only_the_reader_s_frames()
    {
        CellResult result = await Run("var before = 5;\nvoid Inner() {\n  throw new InvalidOperationException(\"boom\");\n}\nawait Task.Yield();\nInner();");
        Assert.Equal(("InvalidOperationException", "boom", 3), (result.ErrorName, result.ErrorMessage, result.Line));
        Assert.Equal(["InvalidOperationException: boom", "   at Inner() in cell 1:line 3", "   at the cell in cell 1:line 6"], result.Traceback);
        Assert.Equal(5, _session.Variables["before"]);
        Assert.True((await Run("before")).Ok);
    }

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await Task.Delay(-1, CellCancellation);")]
    public async Task Waits_are_interrupted_too(string code)
    {
        await Good("var kept = 3;");
        using var stop = new CancellationTokenSource();
        Task<CellResult> running = Run(code, stop.Token);
        await Task.Delay(400);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(Bounded.Limit)).Interrupted);
        Assert.Equal(3, (await Good("kept")).Value);
    }

    [Fact]
    public async Task Output_of_a_background_task_goes_to_the_cell_that_started_it()
    {
        await Good("var go = new TaskCompletionSource(); var shown = display(1); var late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); shown.Update(2); });");
        var second = new RecordedOutput();
        Assert.True((await _session.ExecuteAsync("Console.Write(\"second\"); go.SetResult(); await late;", second, default).WaitAsync(Bounded.Limit)).Ok);
        Assert.Equal("late", _output.Text);
        Assert.Equal("second", second.Text);
        Assert.Equal(("update", "2", _output.Shown[0].Id), (_output.Shown[1].Kind, _output.Shown[1].Bundle.PlainText, _output.Shown[1].Id));
    }

    [Theory]
    [InlineData("new Thread(() => throw new InvalidOperationException(\"lost\")).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException(\"lost\"));")]
    [InlineData("async void Fail() { await Task.Yield(); throw new InvalidOperationException(\"lost\"); } Fail();")]
    public async Task An_error_that_nobody_catches_is_shown_and_does_not_end_the_process(string code)
    {
        await Good(code);
        for (int wait = 0; wait < 1000 && !_output.Errors.Contains("cell 1:line 1", StringComparison.Ordinal); wait++) await Task.Delay(10);
        Assert.StartsWith("InvalidOperationException: lost\n   at ", _output.Errors, StringComparison.Ordinal);
        await Good("1");
    }

    [Fact]
    public async Task Input_comes_from_the_reader_or_fails_clearly()
    {
        Assert.Equal("forty", (await Good("Console.ReadLine()")).Value);
        CellResult result = await _session.ExecuteAsync("Console.ReadLine()", new RecordedOutput(), default).WaitAsync(Bounded.Limit);
        Assert.Equal("HicraException", result.ErrorName);
        Assert.Contains("nobody to ask", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Magic_lines_run_in_place()
    {
        await Good("var a = 1;\n#!whos\nvar b = 2;");
        string whos = _output.Shown[0].Bundle.PlainText;
        Assert.Contains("a     int   1", whos, StringComparison.Ordinal);
        Assert.Contains("b     int   0", await Whos(), StringComparison.Ordinal);
        await Good("#!html\n<b>x</b>\n#!time is text here");
        Assert.Equal("<b>x</b>\n#!time is text here", _output.Shown[^1].Bundle.Html);
        await Good("#!markdown\n# Title");
        Assert.Equal("# Title", _output.Shown[^1].Bundle.Text("text/markdown"));
        await Good("#!time\nThread.Sleep(1);");
        Assert.StartsWith("Wall time: ", _output.Shown[^1].Bundle.PlainText, StringComparison.Ordinal);
        await Good("#!lsmagic");
        Assert.Contains("#!whos", _output.Shown[^1].Bundle.PlainText, StringComparison.Ordinal);

        async Task<string> Whos()
        {
            await Good("b = 0;\n#!whos");
            return _output.Shown[^1].Bundle.PlainText;
        }
    }

    [Fact]
    public async Task A_magic_line_in_a_string_is_text_and_one_in_a_statement_is_an_error()
    {
        Assert.Equal("\n#!whos\n", (await Good("var s = @\"\n#!whos\n\"; s")).Value);
        CellResult result = await Run("if (true) {\n#!whos\n}");
        Assert.Contains("inside a statement", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("unknown magic command '#!whoz'; did you mean '#!whos'?", (await Run("#!whoz")).ErrorMessage);
    }

    [Fact]
    public async Task Load_and_reference_of_files()
    {
        using var folder = new TemporaryFolder();
        using CSharpSession session = NoFormatter.Session(folder.Path);
        File.WriteAllText(folder.File("part.csx"), "int fromFile = 11;\nint Half(int x) => x / 2;");
        Assert.Equal(5, (await session.ExecuteAsync("#load \"part.csx\"\nHalf(fromFile)", _output, default).WaitAsync(Bounded.Limit)).Value);
        File.WriteAllText(folder.File("bad.csx"), "\nint x = nope;");
        CellResult bad = await session.ExecuteAsync("#load \"bad.csx\"", _output, default).WaitAsync(Bounded.Limit);
        Assert.StartsWith("bad.csx(2,9): error CS0103", bad.Traceback[0], StringComparison.Ordinal);
        string assembly = Path.Combine(AppContext.BaseDirectory, "FsCheck.dll");
        Assert.True((await session.ExecuteAsync($"#r \"{assembly}\"", _output, default).WaitAsync(Bounded.Limit)).Ok);
        Assert.Contains("no such file", (await session.ExecuteAsync("#r \"nope.dll\"", _output, default).WaitAsync(Bounded.Limit)).ErrorMessage, StringComparison.Ordinal);
        File.WriteAllText(folder.File("text.dll"), "text");
        Assert.Contains("no .NET assembly", (await session.ExecuteAsync("#r \"text.dll\"", _output, default).WaitAsync(Bounded.Limit)).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_left_by_a_command_has_its_own_type()
    {
        await Good("var first = 1;");
        _session.SetVariable("list", new Dictionary<string, int[]> { ["a"] = [1, 2] });
        Assert.Equal(2, (await Good("list[\"a\"][1]")).Value);
        Assert.Contains("no C# identifier", Assert.Throws<HicraException>(() => _session.SetVariable("a b", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => _session.SetVariable("class", 1));
    }
}
