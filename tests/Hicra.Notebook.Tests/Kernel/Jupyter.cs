using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The built kernel, installed below a fresh prefix.</summary>
internal sealed class InstalledKernel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InstalledKernel() => KernelSpec.Install(KernelSpec.PrefixFolder(Prefix), "hicra", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll")]);

    public string Prefix => _folder.Path;

    public (string, string) Path_ => ("JUPYTER_PATH", Path.Combine(Prefix, "share", "jupyter"));

    public void Dispose() => _folder.Dispose();
}

/// <summary>Jupyter's programs.</summary>
internal static class Jupyter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>The root of this checkout.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    /// <summary>A script beside the tests, with the Python that has Jupyter.</summary>
    public static (int Code, string Text) Python(string script, params string[] arguments) => Run(JupyterFactAttribute.Python, [Path.Combine(Folder(), script), .. arguments]);

    /// <summary>A program with its exit code and its output and errors; -1 where it did not end.</summary>
    public static (int Code, string Text) Run(string program, string[] arguments, string? input = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        // What it started may keep its streams open.
        TimeSpan whole = Limit + Bounded.Limit;
        Task<string> text = process.StandardOutput.ReadToEndAsync().WaitAsync(whole), errors = process.StandardError.ReadToEndAsync().WaitAsync(whole);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            // What it had said until then counts.
            return (-1, $"{(text.Wait(Bounded.Limit) ? text.Result : "")}\nnot done after {Limit}");
        }
        return (process.ExitCode, text.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}

/// <summary>A fact that needs a part of Jupyter, and takes long; skipped with a clear message where that is missing.</summary>
internal sealed class JupyterFactAttribute : FactAttribute
{
    /// <param name="module">The Python module.</param>
    /// <param name="package">Debian's package of it.</param>
    /// <param name="file">Filled in by the compiler, for lists of tests.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public JupyterFactAttribute(string module = "jupyter_client", string package = "python3-jupyter-client", [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.Reason ?? Missing(module, package))!;

    /// <summary>Why Python's client cannot be used here; null where it can.</summary>
    public static string? Missing(string module = "jupyter_client", string package = "python3-jupyter-client") => Has(Python, module) ? null : $"needs Python's {module} (Debian: apt-get install {package})";

    /// <summary>Debian's Python where it has Jupyter's client, as the one that its programs use.</summary>
    public static string Python { get; } = Has("/usr/bin/python3", "jupyter_client") ? "/usr/bin/python3" : "python3";

    private static bool Has(string program, string module)
    {
        try { return Jupyter.Run(program, ["-c", $"import {module}"]).Code == 0; }
        catch (System.ComponentModel.Win32Exception) { return false; }
    }
}

/// <summary>A theory that needs Python's jupyter_client, and takes long; skipped with a clear message where it is missing.</summary>
internal sealed class JupyterTheoryAttribute : TheoryAttribute
{
    public JupyterTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.Reason ?? JupyterFactAttribute.Missing())!;
}
