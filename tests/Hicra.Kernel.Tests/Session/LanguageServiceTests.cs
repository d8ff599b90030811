using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Session;

public sealed class LanguageServiceTests : IDisposable
{
    private readonly CSharpSession _session = NoFormatter.Session();

    public void Dispose() => _session.Dispose();

    // The bar is the cursor.
    private (string Replaced, string[] Names) Complete(string marked)
    {
        int at = marked.IndexOf('|', StringComparison.Ordinal);
        string code = marked.Remove(at, 1);
        CellCompletions found = _session.Complete(code, at);
        return (code[found.Start..found.End], [.. found.Items.Select(i => i.Text)]);
    }

    private string? Inspect(string marked)
    {
        int at = marked.IndexOf('|', StringComparison.Ordinal);
        return _session.Inspect(marked.Remove(at, 1), at)?.PlainText;
    }

    [Theory]
    [InlineData("Console.Wri|", "Wri", "Write", "WriteLine")]
    [InlineData("#!time\nConsole.Wri|", "Wri", "Write", "WriteLine")]
    [InlineData("var x = 1;\n#!whos\nConsole.WriteL|;\n", "WriteL", "WriteLine")]
    [InlineData("\"abc\".Substr|", "Substr", "Substring")]
    [InlineData("new[] {1}.Where|", "Where", "Where")]
    [InlineData("System.Tex|", "Tex", "Text")]
    [InlineData("string mine = \"\"; mine?.Leng|", "Leng", "Length")]
    [InlineData("int myNumber = 1; myNum|", "myNum", "myNumber")]
    [InlineData("using var mine = new StringReader(\"\");\nmine.ReadL|", "ReadL", "ReadLine", "ReadLineAsync")]
    [InlineData("#!html\n<b>\n#!csharp\nConsole.WriteL|", "WriteL", "WriteLine")]
    [InlineData("#!html\nConsole.WriteL|", "")]
    [InlineData("#!tim|", "#!tim", "#!time")]
    [InlineData("#!who|\nvar y = 2;", "#!who", "#!whos")]
    public void Completion_gives_bare_names_and_where_they_begin(string code, string replaced, params string[] names)
    {
        (string found, string[] items) = Complete(code);
        Assert.Equal(replaced, found);
        Assert.Equal(names, items);
    }

    [Fact]
    public async Task Completion_knows_earlier_cells_keywords_and_static_from_instance()
    {
        await _session.ExecuteAsync("int counted = 3; int CountUp(int by) => counted + by;", new RecordedOutput(), default).WaitAsync(Bounded.Limit);
        // The reader's own come before the types that are there anyway.
        Assert.Equal(["counted", "CountUp", "CountdownEvent", "CounterRandom"], Complete("count|").Names);
        Assert.Contains("foreach", Complete("fore|").Names);
        Assert.Contains("Contains", Complete("\"a\".Con|").Names);
        Assert.Contains("IsNullOrEmpty", Complete("string.IsN|").Names);
        Assert.DoesNotContain("IsNullOrEmpty", Complete("\"a\".IsN|").Names);
        Assert.Empty(Complete("var s = \"Cons|\";").Names);
        Assert.Empty(Complete("// Cons|").Names);
        Assert.Contains("HicraCredit", Complete("new HicraC|").Names);
    }

    [Fact]
    public async Task Inspection_gives_signature_documentation_and_value()
    {
        await _session.ExecuteAsync("/// <summary>x</summary>\nint answer = 42;", new RecordedOutput(), default).WaitAsync(Bounded.Limit);
        Assert.Contains("Value: 42", Inspect("ans|wer + 1"), StringComparison.Ordinal);
        Assert.Contains("void Console.WriteLine(", Inspect("#!time\nConsole.WriteLine(|"), StringComparison.Ordinal);
        Assert.Contains("hierarchy", Inspect("new HicraCred|it(0.2f)"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("#!whos: lists", Inspect("#!wh|os"), StringComparison.Ordinal);
        Assert.Null(Inspect("   |"));
        Assert.Null(Inspect("|"));
    }

    [Fact]
    public async Task Inspection_gives_what_the_reader_wrote_above_it()
    {
        await _session.ExecuteAsync("""
            /// <summary>The answer of <see cref="Deep"/>.</summary>
            int answer = 42;
            /// Says it plainly.
            class Deep
            {
                /// <summary>Thinks.</summary>
                /// <param name="years">How long.</param>
                /// <returns>Not much.</returns>
                public int Think(int years) => years;
            }
            /// <summary>Half of it.</summary>
            int Half(int x) => x / 2;
            static class Numbers
            {
                /// <summary>Two of it.</summary>
                public static int Twice(this int x) => 2 * x;
            }
            """, new RecordedOutput(), TestContext.Current.CancellationToken);
        await _session.ExecuteAsync("namespace Shapes\n{\n    /// <summary>Round.</summary>\n    public class Circle\n    {\n        /// <summary>Its size.</summary>\n        public double R { get; set; }\n    }\n}", new RecordedOutput(), TestContext.Current.CancellationToken);
        string said = Inspect("ans|wer")!;
        Assert.Contains("The answer of Deep.", said, StringComparison.Ordinal);
        Assert.Contains("Value: 42", said, StringComparison.Ordinal);
        Assert.Contains("Says it plainly.", Inspect("new De|ep()"), StringComparison.Ordinal);
        string think = Inspect("new Deep().Thi|nk(1)")!;
        Assert.Contains("Thinks.", think, StringComparison.Ordinal);
        Assert.Contains("years: How long.", think, StringComparison.Ordinal);
        Assert.Contains("Returns: Not much.", think, StringComparison.Ordinal);
        Assert.Contains("Half of it.", Inspect("Ha|lf(3)"), StringComparison.Ordinal);
        Assert.Contains("Two of it.", Inspect("3.Twi|ce()"), StringComparison.Ordinal);
        Assert.Contains("Round.", Inspect("new Shapes.Circ|le()"), StringComparison.Ordinal);
        Assert.Contains("Its size.", Inspect("new Shapes.Circle().|R"), StringComparison.Ordinal);
        Assert.Contains("Own.", Inspect("/// <summary>Own.</summary>\nint own = 1;\no|wn"), StringComparison.Ordinal);
        Assert.Empty(Complete("/// <summary>Cons|").Names);
    }

    [Fact]
    public void Inspection_has_the_framework_s_documentation_where_an_sdk_is_installed() =>
        Assert.Contains("Writes", Inspect("Console.WriteLi|ne(\"x\")"), StringComparison.Ordinal);

    [Theory]
    [InlineData("var x = 1;", "complete", "")]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("#!time\n1 + 1", "complete", "")]
    [InlineData("#!whos", "complete", "")]
    [InlineData("for (int i = 0; i < 3; i++) {", "incomplete", "    ")]
    [InlineData("void F() { if (true) {\n", "incomplete", "        ")]
    [InlineData("Console.WriteLine(", "incomplete", "")]
    [InlineData("var = = 1;", "invalid", "")]
    [InlineData("using var r = new StringReader(\"a\");\nr.ReadLine()", "complete", "")]
    [InlineData("namespace A { class B { } }", "complete", "")]
    [InlineData("namespace A {", "incomplete", "    ")]
    [InlineData("static class E { static int F(this int x) => x; }", "complete", "")]
    [InlineData("int a = 1;\nusing System.Net;", "complete", "")]
    [InlineData("int x = nope;", "complete", "")]
    public void Completeness_is_that_of_the_syntax(string code, string status, string indent) => Assert.Equal((status, indent), CSharpSession.IsComplete(code));
}
