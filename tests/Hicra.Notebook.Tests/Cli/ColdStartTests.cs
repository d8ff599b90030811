using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>A command loads what it needs: the compiler belongs to notebooks.</summary>
public sealed class ColdStartTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [LinuxFact]
    public void A_training_loads_no_compiler()
    {
        string run = _temporary.File("run");
        using Process process = CommandProcess.Start($"train --steps 5000 --quiet --out {run}");
        string[] loaded = LoadedWhen(process, () => File.Exists(new RunFolder(run).Metrics) && MetricsLog.Read(new RunFolder(run).Metrics).Count > 3);
        Assert.Contains("Hicra.Training.dll", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("Mono.Cecil", StringComparison.Ordinal));
    }

    // What the other test looks for is there to be found.
    [LinuxFact]
    public void A_notebook_loads_the_compiler()
    {
        File.WriteAllText(_temporary.File("wait.dib"), $"#!csharp\nFile.WriteAllText(@\"{_temporary.File("begun")}\", \"\"); while (true) {{ }}\n");
        using Process process = CommandProcess.Start($"run {_temporary.File("wait.dib")} --quiet --out {_temporary.File("out")}");
        string[] loaded = LoadedWhen(process, () => File.Exists(_temporary.File("begun")));
        Assert.Contains("Microsoft.CodeAnalysis.CSharp.dll", loaded);
        Assert.Contains("Mono.Cecil.dll", loaded);
    }

    private static string[] LoadedWhen(Process process, Func<bool> holds)
    {
        try
        {
            Bounded.Until(() => holds() || process.HasExited, "what the command begins with");
            Assert.False(process.HasExited);
            return [.. File.ReadAllLines($"/proc/{process.Id}/maps").Select(line => Path.GetFileName(line.Split(' ')[^1])).Distinct()];
        }
        finally
        {
            process.Kill();
            Bounded.Exit(process);
        }
    }

    /// <summary>A fact that reads <c>/proc</c>.</summary>
    private sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = OperatingSystem.IsLinux() ? null! : "needs Linux's /proc";
    }
}
