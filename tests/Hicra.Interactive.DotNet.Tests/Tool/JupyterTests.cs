using System.Diagnostics;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>The packed bundle in the real tool as a Jupyter kernel, by Jupyter's own client; the checks are in <c>tool_checks.py</c>, a line of output each.</summary>
public sealed class JupyterTests(PackedBundle bundle, ITestOutputHelper log) : IClassFixture<PackedBundle>
{
    private static readonly string[] Names = ["loads", "updates", "value", "shows", "says_in_one_line", "helps", "executes_the_start_notebook"];

    [SlowToolFact]
    public void The_kit_works_over_Jupyter()
    {
        string folder = bundle.Work("jupyter"), tests = Path.Combine(Repository.Root, "tests", "Hicra.Interactive.DotNet.Tests", "Tool");
        Assert.SkipUnless(Has("/usr/bin/python3"), "needs Python's jupyter_client and nbconvert (Debian: apt-get install python3-jupyter-client python3-nbconvert)");
        using Process checks = bundle.Start("/usr/bin/python3", [Path.Combine(tests, "tool_checks.py"), InteractiveTool.Program, bundle.Load, Path.Combine(Repository.Root, "notebooks", "00-start-here.ipynb")], folder);
        (int code, string said) = Bounded.Output(checks, TimeSpan.FromMinutes(10));
        log.WriteLine(said);
        // The kernel writes to the same streams.
        Assert.Equal(Names.Select(n => $"ok {n}"), said.Split('\n').Where(l => l.StartsWith("ok ", StringComparison.Ordinal) || l.StartsWith("FAILED ", StringComparison.Ordinal)));
        Assert.True(code == 0, said);
    }

    private bool Has(string python)
    {
        if (!File.Exists(python)) return false;
        using Process process = bundle.Start(python, ["-c", "import jupyter_client, nbconvert"], bundle.Work("python"));
        return Bounded.Exit(process) == 0;
    }
}
