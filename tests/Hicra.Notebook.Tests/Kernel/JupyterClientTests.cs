using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Notebook.Kernel.Jupyter;
using Hicra.Testing;
using Xunit.Abstractions;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The built kernel under Jupyter's own client; the checks are in <c>jupyter_checks.py</c>, a line of output each.</summary>
public sealed class JupyterClientTests(ITestOutputHelper output)
{
    [JupyterFact]
    public void Every_convention_that_clients_rely_on_holds()
    {
        using var folder = new TemporaryFolder();
        KernelSpec.Install(KernelSpec.PrefixFolder(folder.Path), "hicra", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll")]);
        string script = Path.Combine(Folder(), "jupyter_checks.py");
        (int code, string text) = Run(JupyterFactAttribute.Python!, [script, folder.Path], TimeSpan.FromMinutes(3));
        output.WriteLine(text);
        Assert.True(code == 0, text);
        Assert.Equal(30, text.Split('\n').Count(l => l.StartsWith("ok ", StringComparison.Ordinal)));
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    internal static (int Code, string Text) Run(string program, string[] arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"not done after {limit}");
        }
        return (process.ExitCode, text.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that needs Python's jupyter_client; skipped with a clear message where it is missing.</summary>
internal sealed class JupyterFactAttribute : FactAttribute
{
    public static string? Python { get; } = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasClient);

    public JupyterFactAttribute()
    {
        if (Python is null) Skip = "needs Python's jupyter_client (Debian: apt-get install python3-jupyter-client)";
    }

    private static bool HasClient(string program)
    {
        try { return JupyterClientTests.Run(program, ["-c", "import jupyter_client"], TimeSpan.FromSeconds(20)).Code == 0; }
        catch (System.ComponentModel.Win32Exception) { return false; }
    }
}
