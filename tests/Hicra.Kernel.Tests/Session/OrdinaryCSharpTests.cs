using Hicra.Kernel.Session;

namespace Hicra.Kernel.Tests.Session;

/// <summary>C# that scripts refuse and files do not.</summary>
public sealed class OrdinaryCSharpTests : IDisposable
{
    private readonly CSharpSession _session = NoFormatter.Session();
    private readonly RecordedOutput _output = new();

    public void Dispose() => _session.Dispose();

    private Task<CellResult> Run(string code) => _session.ExecuteAsync(code, _output, TestContext.Current.CancellationToken);

    private async Task<object?> Good(string code)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        return result.Value;
    }

    [Theory]
    [InlineData("using var r = new StringReader(\"a\");\nr.ReadLine()", "a")]
    [InlineData("using StringReader a = new(\"1\"), b = new(\"2\");\na.ReadLine() + b.ReadLine()", "12")]
    [InlineData("await using var m = new MemoryStream();\nm.WriteByte(1);\nm.Length", 1L)]
    [InlineData("var n = 1;\nusing var _ = new StringReader(\"a\");\nusing var __ = new MemoryStream();\nn", 1)]
    [InlineData("using (var r = new StringReader(\"a\")) { n = r.ReadLine(); }\nstatic string n;\nn", "a")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }\n3.Twice()", 6)]
    [InlineData("static class E { static int _n; internal static int Count(this string s) { _n++; return s.Length + _n; } }\n\"ab\".Count() + E.Count(\"abc\")", 8)]
    [InlineData("public static class E\n{\n    /// <summary>Most.</summary>\n    public static T Most<T, K>(this IEnumerable<T> all, Func<T, K> of, K least = default) where K : struct, IComparable<K> // last\n        => all.OrderBy(of).Last();\n    private static void Swap(this ref int a, ref int b, out int c, params int[] rest) { (a, b) = (b, a); c = rest.Length; }\n    public static int Use() { int a = 1, b = 2; a.Swap(ref b, out int c, 7, 8, 9); return a * 10 + c; }\n}\nnew[] { \"a\", \"abc\" }.Most(s => s.Length).Length + E.Use()", 26)]
    [InlineData("record Point(int X, int Y);\nstatic class Points { public static double Norm(this Point p) => Math.Sqrt(p.X * p.X + p.Y * p.Y); }\nnew Point(3, 4).Norm()", 5.0)]
    [InlineData("static class E { extension(string s) { public int Words => s.Split().Length; public static string Hello => \"hello\"; } }\n\"a b\".Words + string.Hello.Length", 7)]
    [InlineData("namespace A { public class B { public int X => 3; } }\nnew A.B().X", 3)]
    [InlineData("using System;\nnamespace A.B\n{\n    using System.Numerics;\n    class C { internal BigInteger X = BigInteger.One; enum D { E } }\n    interface I { int J { get; } }\n}\nvar c = new A.B.C();\nc.X.ToString()", "1")]
    [InlineData("namespace A { static class E { internal static int Thrice(this int x) => 3 * x; } }\nrecord struct R(int N) { public int Three() => A.E.Thrice(N); }\nnew R(2).Three()", 6)]
    [InlineData("global using System.Net;\nIPAddress.Loopback.ToString()", "127.0.0.1")]
    [InlineData("int x = 1;\nusing System.Net;\nusing Text = System.String;\nText t = IPAddress.Loopback.ToString();\nt + x", "127.0.0.11")]
    [InlineData("#nullable enable\nstring? s = null;\n#pragma warning disable CS0168\n#region r\n#if DEBUG\nno code\n#else\ns ?? \"none\"\n#endif\n#endregion", "none")]
    [InlineData("#define DEEP\n#if DEEP\nint d = 4;\n#endif\nd", 4)]
    [InlineData("file class Secret { public int N = 2; }\nnew Secret().N", 2)]
    [InlineData("#!/usr/bin/env dotnet\nint x = 2;\nreturn x + 1;", 3)]
    [InlineData("partial class P { public int A = 1; }\npartial class P { public int B = 2; }\nnew P().A + new P().B", 3)]
    [InlineData("int Local(int n) { using var r = new StringReader(\"7\"); return int.Parse(r.ReadLine()) + n; }\nLocal(1)", 8)]
    [InlineData("var (a, b) = (1, 2);\nif (int.TryParse(\"5\", out var c) && new object() is { } d) a += c;\na + b", 8)]
    public async Task Ordinary_code_runs(string code, object expected) => Assert.Equal(expected, await Good(code));

    [Theory]
    [InlineData("class Program { static void Main(string[] args) { System.Console.Write(\"hello \" + args.Length); } }", "hello 0")]
    [InlineData("using System;\nnamespace Hello\n{\n    internal class Program\n    {\n        private static void Main()\n        {\n            Console.Write(\"hello\");\n        }\n    }\n}", "hello")]
    [InlineData("namespace Hello;\nclass Program { public static async Task<int> Main(string[] args) { await Task.Yield(); System.Console.Write(\"hello\"); return 0; } }", "hello")]
    [InlineData("class Program { static void Main() { System.Console.Write(\"no\"); } }\nConsole.Write(\"own\");", "own")]
    [InlineData("class A { static void Main() { } }\nclass B { static void Main() { } }", "")]
    public async Task A_whole_program_runs(string code, string said)
    {
        await Good(code);
        Assert.Equal(said, _output.Text);
    }

    [Fact]
    public async Task A_program_that_fails_is_a_cell_that_fails() =>
        Assert.Equal("Main returned 3, which says that it failed", (await Run("class Program { static int Main() => 3; }")).ErrorMessage);

    [Fact]
    public async Task What_using_declares_is_closed_at_the_end_of_the_cell_in_reverse_and_also_after_an_error()
    {
        await Good("class D(string name) : IDisposable, IAsyncDisposable { public bool Closed; public void Dispose() { Closed = true; Console.Write(name + ' '); } public async ValueTask DisposeAsync() { await Task.Yield(); Dispose(); } }");
        await Good("using var a = new D(\"a\");\nawait using var b = new D(\"b\");\n#!whos\nusing var c = new D(\"c\");\nConsole.Write(\"work \");");
        Assert.Equal("work c b a ", _output.Text);
        Assert.Equal("boom", (await Run("using var d = new D(\"d\"); throw new Exception(\"boom\");")).ErrorMessage);
        Assert.EndsWith("d ", _output.Text, StringComparison.Ordinal);
        Assert.Equal(true, await Good("d.Closed"));
        Assert.Equal("late", (await Run("class F : IDisposable { public void Dispose() => throw new Exception(\"late\"); }\nusing var e = new D(\"e\"); using var f = new F();")).ErrorMessage);
        Assert.EndsWith("e ", _output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_uses_what_is_closed_learns_why()
    {
        await Good("using var r = new StringReader(\"a\");");
        Assert.EndsWith("leave 'using' out to keep r for the cells that follow", (await Run("r.ReadLine()")).ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("using", (await Run("new Func<int>(() => throw new ObjectDisposedException(\"x\"))()")).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extensions_and_namespaces_hold_for_later_cells_and_can_be_written_anew()
    {
        await Good("record Point(int X);");
        await Good("static class E { public static int Get(this Point p) => p.X; }");
        Assert.Equal(4, await Good("new Point(4).Get()"));
        await Good("static class E { public static int Get(this Point p) => p.X * 100; }");
        Assert.Equal(400, await Good("new Point(4).Get()"));

        const string first = "namespace Shapes { public record Circle(double R); public record Square(double A) { public Circle Inner => new(A / 2); } }";
        await Good(first);
        await Good("using Shapes;\nvar old = new Circle(1); var square = new Square(4);");
        await Good(first);
        await Good("namespace Shapes { public record Circle(double R) { public double Area => R * R * 3; } }");
        Assert.Equal(12.0, await Good("new Circle(2).Area"));
        // What was there keeps its type, and the namespace's other types are still to be had.
        Assert.Equal(1.0, await Good("old.R"));
        Assert.Equal(2.0, await Good("square.Inner.R"));
        Assert.Equal(3.0, await Good("new Square(2).Inner.Area"));
        // What cannot live with the new type is not in its way.
        await Good("namespace Shapes { public record Circle(string Name); }");
        Assert.Equal("o", await Good("new Circle(\"o\").Name"));
        Assert.Equal(2.0, await Good("square.Inner.R"));
    }

    [Fact]
    public async Task A_namespace_sees_the_usings_and_the_namespaces_of_earlier_cells_and_its_methods_can_be_stopped()
    {
        await Good("using System.Numerics;\nusing static System.Math;\nusing Whole = System.Int64;\nclass Own { public static int One => 1; }");
        await Good("using static Own;\nOne");
        await Good("namespace A { public class Base { public BigInteger N => new(Abs(-2)); } }");
        await Good("namespace B;\nusing System.Text.Json;\npublic class Derived : A.Base { public Whole Twice => (Whole)N * 2; public void Spin() { while (true) { } } }");
        Assert.Equal(4L, await Good("new B.Derived().Twice"));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        Assert.True((await _session.ExecuteAsync("new B.Derived().Spin();", _output, stop.Token)).Interrupted);
    }

    [Theory]
    [InlineData("\nSpan<int> s = new int[3];", 2, "CS8345", "in a block { ... }")]
    [InlineData("var a = new int[1];\nref int r = ref a[0];", 2, "", "in a block { ... }")]
    [InlineData("int n = 3;\nclass A { int M() => n; }", 2, "CS0120", "declare the variable static")]
    [InlineData("using var x = 3;", 1, "CS1674", "IDisposable")]
    [InlineData("await using var x = new StringReader(\"\");", 1, "CS8410", "IAsyncDisposable")]
    [InlineData("[assembly: System.Reflection.AssemblyTitle(\"x\")]", 1, "CS7026", "leave it out")]
    [InlineData("args.Length", 1, "CS0103", "string[] args")]
    [InlineData("print(1);", 1, "CS0103", "Console.WriteLine")]
    public async Task What_cannot_be_run_names_the_way_out(string code, int line, string id, string hint)
    {
        CellResult result = await Run(code);
        Assert.False(result.Ok);
        Assert.Equal(line, result.Line);
        Assert.StartsWith(id, result.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(hint, result.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(hint, string.Join('\n', result.Traceback), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_needs_a_script_s_type_says_so()
    {
        await Good("class Own { }");
        Assert.Contains("declare it in a namespace too", (await Run("namespace A { class B { Own own; } }")).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using var r = new StringReader(\"a\");\nvar y = nope;", 2, "          ^^^^")]
    [InlineData("static class E { static int Twice(this int x) => x; } int z = nope;", 1, "                                                                ^^^^")]
    [InlineData("int a = 1;\nusing System.Net;\n\nint b = nope;", 4, "          ^^^^")]
    [InlineData("class Z { } int b = nope;\nnamespace N { class A { } }", 1, "                      ^^^^")]
    [InlineData("namespace N\n{\n    class A { int X = nope; }\n}", 3, "                        ^^^^")]
    [InlineData("using System.Text; class Q { }\nint b = nope;\nusing System.Net;", 2, "          ^^^^")]
    public async Task Errors_stand_where_the_reader_wrote_them(string code, int line, string caret)
    {
        CellResult result = await Run(code);
        Assert.Equal(line, result.Line);
        Assert.Equal(caret, result.Traceback[2]);
    }

    [Fact]
    public async Task Exceptions_name_the_reader_s_lines_and_no_line_that_is_not_theirs()
    {
        CellResult result = await Run("using var r = new StringReader(\"a\");\nstatic class E\n{\n    public static int Fail(this int x) => throw new Exception(\"boom\");\n}\nnamespace N\n{\n}\n");
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        result = await Run("\nstatic class E\n{\n    public static int Fail(this int x) => throw new Exception(\"boom\");\n}\n\n3.Fail();");
        Assert.Equal(["Exception: boom", "   at E.Fail(Int32) in cell 2:line 4", "   at the cell in cell 2:line 7"], result.Traceback);
        result = await Run("namespace M\n{\n    static class F\n    {\n        public static void Fail() => throw new Exception(\"boom\");\n    }\n}\nM.F.Fail();");
        Assert.Equal(["Exception: boom", "   at M.F.Fail() in cell 3:line 5", "   at the cell in cell 3:line 8"], result.Traceback);
    }

    [Theory]
    [InlineData("Environment.Exit(0);")]
    [InlineData("Action<int> f = Environment.Exit; f(0);")]
    [InlineData("Environment.FailFast(\"over\");")]
    [InlineData("Environment.FailFast(\"over\", new Exception());")]
    [InlineData("namespace N { public static class A { public static void End() => System.Environment.Exit(0); } }\nN.A.End();")]
    public async Task A_cell_cannot_end_the_process(string code)
    {
        CellResult result = await Run(code);
        Assert.Equal(nameof(CellExitException), result.ErrorName);
        Assert.Contains("return or throw an exception", result.ErrorMessage, StringComparison.Ordinal);
        await Good("1");
    }
}
