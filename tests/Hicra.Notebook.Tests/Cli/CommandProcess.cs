using System.Diagnostics;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>The built command as a process of its own, so that it can be killed and signalled.</summary>
internal static class CommandProcess
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll");

    public static Process Start(string line)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Assembly);
        foreach (string argument in line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    public static (int Code, string Error) Run(string line)
    {
        using Process process = Start(line);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
