using System.Text.RegularExpressions;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The table of docs/hosts.md names tests; they are there.</summary>
public sealed partial class HostTableTests
{
    private static readonly string[] Rows = [.. File.ReadAllLines(Path.Combine(Jupyter.Repository, "docs", "hosts.md")).SkipWhile(l => l != "## Our kernel beside it, point by point").Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

    [Fact]
    public void All_sixteen_points_are_there() => Assert.Equal(
        [
            "start", "execute", "rich display", "live update", "update after the cell ended", "interrupt", "cancel of a synchronous loop", "complete", "complete after a magic line",
            "inspect", "is_complete", "comm", "Plotly's MIME type", "`#r \"nuget: ...\"`", "variables", "dark theme",
        ],
        Rows.Select(row => row.Split('|')[1].Trim()));

    [Fact]
    public void Every_point_names_tests_that_exist()
    {
        Dictionary<string, string> sources = Directory.EnumerateFiles(Path.Combine(Jupyter.Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .GroupBy(p => Path.GetFileNameWithoutExtension(p)).ToDictionary(g => g.Key, g => string.Concat(g.Select(File.ReadAllText)));
        Assert.All(Rows, row =>
        {
            MatchCollection tests = Test().Matches(row[row.LastIndexOf('|', row.Length - 3)..]);
            Assert.NotEmpty(tests);
            foreach (Match test in tests)
            {
                string source = Assert.Contains(test.Groups["class"].Value, (IDictionary<string, string>)sources);
                Assert.Matches($@"public (async )?(Task|void) {test.Groups["method"].Value}\(", source);
                if (test.Groups["argument"] is { Success: true } argument) Assert.Contains($"\"{argument.Value}\"", source, StringComparison.Ordinal);
            }
        });
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)(\(""(?<argument>\w+)""\))?`")]
    private static partial Regex Test();
}
