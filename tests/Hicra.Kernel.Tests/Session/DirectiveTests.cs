using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Session;

/// <summary>Directive lines as people write them, and the languages that cells are not in.</summary>
public sealed class DirectiveTests : IDisposable
{
    private readonly CSharpSession _session = NoFormatter.Session();
    private readonly RecordedOutput _output = new();

    public void Dispose() => _session.Dispose();

    private Task<CellResult> Run(string code) => _session.ExecuteAsync(code, _output, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("#r \"nuget: A, 1.2.3\"", "nuget: A, 1.2.3")]
    [InlineData("#r \"nuget:A,1.2.3\"   // why", "nuget:A,1.2.3")]
    [InlineData("#r \"a b.dll\";", "a b.dll")]
    [InlineData("#r \"a.dll\" /* why */", "a.dll")]
    [InlineData("#r\"a.dll\"", "a.dll")]
    [InlineData("#r  \"https://x/y\"", "https://x/y")]
    public void A_directive_s_text_stands_between_quotes(string line, string text) => Assert.Equal(text, DirectiveText.Quoted(line, "#r"));

    [Theory]
    [InlineData("#r 'nuget: A, 1.2.3'", "write #r \"nuget: A, 1.2.3\"")]
    [InlineData("#r “nuget: A, 1.2.3” // why", "write #r \"nuget: A, 1.2.3\"")]
    [InlineData("#r nuget: A, 1.2.3", "write #r \"nuget: A, 1.2.3\"")]
    [InlineData("#r nuget: A, 1.2.3;", "write #r \"nuget: A, 1.2.3\"")]
    [InlineData("#r \"A.dll", "write #r \"A.dll\"")]
    [InlineData("#r", "as in #r \"nuget: Name, 1.2.3\"")]
    [InlineData("#r \"\"", "as in #r \"nuget: Name, 1.2.3\"")]
    [InlineData("#r \"a.dll\" \"b.dll\"", "one text")]
    public void What_is_not_between_quotes_is_named_with_the_line_as_it_should_be(string line, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<HicraException>(() => DirectiveText.Quoted(line, "#r")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("A, 1.2.3", "A", "[1.2.3]", true)]
    [InlineData("A.B-C , [1.2.3]", "A.B-C", "[1.2.3]", true)]
    [InlineData("A, [ 1.2.3-beta.1 ]", "A", "[1.2.3-beta.1]", true)]
    [InlineData("A, 13", "A", "[13]", true)]
    [InlineData("A", "A", "*", false)]
    [InlineData("A, *", "A", "*", false)]
    [InlineData("A, *-*", "A", "*-*", false)]
    [InlineData("A, 1.2.*", "A", "1.2.*", false)]
    [InlineData("A, 1.2.3-*", "A", "1.2.3-*", false)]
    [InlineData("A, [1.0, 2.0)", "A", "[1.0, 2.0)", false)]
    [InlineData("A, (1.0,)", "A", "(1.0,)", false)]
    public void A_package_is_asked_for_exactly_or_within_bounds(string text, string id, string range, bool isExact)
    {
        PackageWish wish = PackageWish.Parse(text);
        Assert.Equal((id, range, isExact), (wish.Id, wish.Range, wish.IsExact));
    }

    [Theory]
    [InlineData("#r \"nuget: Hicra.Interactive\"\nnew HicraException(\"x\").Message", "is a part of this kernel; nothing to load")]
    [InlineData("#r \"nuget: hicra.interactive, 0.0.1\"\nnew HicraException(\"x\").Message", "in the place of 0.0.1")]
    public async Task The_kit_s_own_package_is_there_already(string code, string note)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        Assert.Equal("x", result.Value);
        Assert.Contains(note, _output.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/r.csproj : error NU1101: Unable to find package A. No packages exist. [/r.csproj]\n", "NU1101: Unable to find package A. No packages exist.")]
    [InlineData("/r.csproj : error NU1103: Unable to find a stable package A with version (>= 0.0.0) [/r.csproj]\n", "NU1103: Unable to find a stable package A with version (>= 0.0.0); for its previews write #r \"nuget: A, *-*\"")]
    [InlineData("no\nwords", "the restore failed: no words")]
    public void A_restore_that_fails_says_why(string text, string reason) => Assert.Equal(reason, PackageRestore.Reason(PackageWish.Parse("A"), text));

    [Theory]
    [InlineData("../x, 1.0.0", "the form is")]
    [InlineData("A 1.0.0", "the form is")]
    [InlineData("A, 1.0.0, B", "no version")]
    [InlineData("A, v1", "no version")]
    [InlineData("A, [1.2.3", "no version")]
    [InlineData("A, \"><x", "no version")]
    public void What_is_no_package_says_so(string text, string why) => Assert.Contains(why, Assert.Throws<HicraException>(() => PackageWish.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("  #r \"System.Text.Json\" // there already\n\t#r \"System.Linq.dll\"\nvar a = 1;\n   #!whos\na", 1)]
    [InlineData("#r \"Markdig\"\ntypeof(Markdig.Markdown).Name", "Markdown")]
    [InlineData("var s = @\"\n  #r \"\"x\"\"\n\"; s.Length", 10)]
    [InlineData("/*\n#i \"nuget: x\"\n*/\n#if NEVER\n#!nope\n#endif\n#region r\n#endregion\n2", 2)]
    public async Task Directives_may_be_indented_and_are_none_in_strings_and_comments(string code, object expected)
    {
        CellResult result = await Run(code);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        Assert.Equal(expected, result.Value);
    }

    [Theory]
    [InlineData("#i \"nuget: nowhere\"", "no such folder")]
    [InlineData("#i \"https://api.nuget.org/v3/index.json\"", "the form is #i \"nuget: SOURCE\"")]
    [InlineData("#i nuget: https://api.nuget.org/v3/index.json", "write #i \"nuget: https://api.nuget.org/v3/index.json\"")]
    [InlineData("#load part.csx", "write #load \"part.csx\"")]
    [InlineData("#:sdk Microsoft.NET.Sdk.Web", "leave the line out")]
    [InlineData("#:package ../x@1.0.0", "leave the line out")]
    public async Task A_directive_that_cannot_be_followed_is_refused_by_name(string code, string why)
    {
        Assert.Contains(why, (await Run(code)).ErrorMessage, StringComparison.Ordinal);
        Assert.True((await Run("1")).Ok);
    }

    [Fact]
    public async Task A_source_of_packages_is_an_address_or_a_folder()
    {
        using var folder = new TemporaryFolder();
        Assert.True((await Run($"#i \"nuget: {folder.Path}\" // ours\n#i \"nuget:https://example.org/index.json\"")).Ok);
    }

    [Fact]
    public void A_file_based_program_s_package_is_a_reference()
    {
        Assert.Equal("nuget: Name, 1.2.3", DirectiveText.OfProgram("#:package Name@1.2.3"));
        Assert.Equal("nuget: Name", DirectiveText.OfProgram("#:package Name"));
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "'#!fsharp': this is F#", "its own kernel")]
    [InlineData("var x = 1;\n#!pwsh\nGet-Date\n#!csharp\nx", "'#!pwsh': this is PowerShell", "terminal")]
    [InlineData("#!SQL\nselect 1", "this is SQL", "from C#")]
    [InlineData("#!javascript\nalert(1)", "this is JavaScript", "#!html")]
    [InlineData("#!mermaid\ngraph LR", "this is Mermaid", "```mermaid")]
    [InlineData("#!python\nprint(1)", "this is Python", "its own kernel")]
    [InlineData("%%bash\nls", "this is Bash", "terminal")]
    [InlineData("\n%%time\nx", "'%%time'", "#!time")]
    [InlineData("%%capture out\nx", "IPython's", "#!lsmagic")]
    [InlineData("%pip install x", "'%pip'", "#r \"nuget: Name, 1.2.3\"")]
    [InlineData("%matplotlib inline\nvar x = 1;", "IPython's", "#!lsmagic")]
    [InlineData("!ls -la", "a command of a shell", "terminal")]
    [InlineData("!pip install x", "'!pip install x'", "#r \"nuget: Name, 1.2.3\"")]
    [InlineData("import math\nprint(math.sqrt(2))", "reads like Python", "Python kernel")]
    [InlineData("def f(x):\n    return x", "reads like Python", "Python kernel")]
    [InlineData("open System\nprintfn \"x\"", "reads like F#", "F# kernel")]
    [InlineData("Get-ChildItem -Path .", "reads like PowerShell", "terminal")]
    [InlineData("#!connect jupyter --kernel-name p", "'#!connect' is no command here", "only C# runs")]
    [InlineData("#!import \"x.dib\"", "'#!import' is no command here", "#load")]
    public async Task Another_language_is_named_with_what_to_do(string code, string what, string remedy)
    {
        CellResult result = await Run(code);
        Assert.False(result.Ok);
        Assert.Contains(what, result.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(remedy, result.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("CS0", string.Join('\n', result.Traceback), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.ErrorMessage!);
        // Nothing of such a cell runs.
        Assert.DoesNotContain("x", _session.Variables.Keys);
    }

    [Theory]
    [InlineData("var open = true;\n!open", false)]
    [InlineData("int a = 7,\n b = 3;\na\n% b", 1)]
    [InlineData("var q = from n in new[] { 1, 2 }\n let square = n * n\n select square;\nq.Last()", 4)]
    public async Task What_only_looks_like_another_language_runs(string code, object expected) => Assert.Equal(expected, (await Run(code)).Value);

    [Fact]
    public async Task A_line_that_names_a_language_ends_html_and_markdown()
    {
        CellResult result = await Run("#!html\n<p>one</p>\n#!time is text here\n\n#!csharp\nvar total = 7;\n#!md\n# Two\n#!HTML\n<b>three</b>\n#!c#\ntotal");
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        Assert.Equal(7, result.Value);
        Assert.Equal(["<p>one</p>\n#!time is text here", "# Two", "<b>three</b>"], _output.Shown.Where(s => s.Kind == "display").Select(s => s.Bundle.PlainText));
        Assert.Equal(5, (await Run("#!html\n<p>\n#!csharp\n\nint x = nope;")).Line);
    }
}
