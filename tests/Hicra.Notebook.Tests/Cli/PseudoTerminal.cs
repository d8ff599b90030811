using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Hicra.Notebook.Tests.Browser;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>A real pseudo-terminal of a given width, by the program <c>script</c>.</summary>
internal static partial class PseudoTerminal
{
    private const string Mark = "=====";

    public static string? Missing { get; } = !OperatingSystem.IsLinux() || Programs.Find("script") is null || Programs.Find("stty") is null ? "needs script and stty (Debian: bsdutils, coreutils)" : null;

    /// <summary>Runs commands one after the other and takes what each wrote, line by line, without escapes.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="folder">The current folder.</param>
    /// <param name="lines">Command lines behind <c>hicra</c>.</param>
    public static IReadOnlyList<(string Command, string[] Lines)> Run(int width, string folder, params string[] lines)
    {
        string script = string.Create(CultureInfo.InvariantCulture, $"stty cols {width} rows 60; ") + string.Join("; ", lines.Select(l => $"dotnet {CommandProcess.Assembly} {l}; echo {Mark}"));
        using Process process = Process.Start(new ProcessStartInfo("script", ["-q", "-e", "-c", script, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder, Environment = { ["TERM"] = "xterm" } })!;
        string text = Bounded.Text(process, process.StandardOutput);
        Bounded.Exit(process);
        string[] written = Escapes().Replace(text, "").Replace("\r", "", StringComparison.Ordinal).Split(Mark);
        return [.. lines.Select((line, i) => (line, written[i].Trim('\n').Split('\n')))];
    }

    [GeneratedRegex(@"\e(\[[0-9;?]*[ -/]*[@-~]|[=>])")]
    private static partial Regex Escapes();
}

/// <summary>A theory about a pseudo-terminal; skipped with a clear message where there is none.</summary>
internal sealed class TerminalTheoryAttribute : TheoryAttribute
{
    public TerminalTheoryAttribute(bool slow = false, [System.Runtime.CompilerServices.CallerFilePath] string? file = null, [System.Runtime.CompilerServices.CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.If(slow) ?? PseudoTerminal.Missing)!;
}
