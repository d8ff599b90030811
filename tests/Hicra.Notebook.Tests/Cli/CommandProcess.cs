using System.Diagnostics;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>The built command as a process of its own, so that it can be killed and signalled.</summary>
internal static class CommandProcess
{
    public static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll");

    public static Process Start(string line, params (string Name, string Value)[] environment) => Start(line, input: false, environment);

    private static Process Start(string line, bool input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            // What is written by a relative path lies with what was built, not in the folder that the tests were started in.
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Assembly);
        foreach (string argument in line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    public static (int Code, string Error) Run(string line, params (string Name, string Value)[] environment)
    {
        using Process process = Start(line, environment);
        string error = Bounded.Text(process, process.StandardError);
        return (Bounded.Exit(process), error);
    }

    /// <summary>Runs the command within another program, which is given it as its last arguments.</summary>
    public static (int Code, string Error) RunWith(string program, string[] arguments, string line)
    {
        using Process process = StartWith(program, arguments, line);
        string error = Bounded.Text(process, process.StandardError);
        return (Bounded.Exit(process), error);
    }

    /// <summary>Starts the command within another program, which is given it as its last arguments.</summary>
    public static Process StartWith(string program, string[] arguments, string line)
    {
        Process process = Process.Start(new ProcessStartInfo(program, [.. arguments, "dotnet", Assembly, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Runs the command with a text on its standard input.</summary>
    public static (int Code, string Error) RunWithInput(string line, string input)
    {
        using Process process = Start(line, input: true);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string error = Bounded.Text(process, process.StandardError);
        return (Bounded.Exit(process), error);
    }

    /// <summary>What two equal runs share: every metric of every row, but wall-clock time and machine load.</summary>
    public static string[] Numbers(string run) => [.. MetricsLog.Read(new RunFolder(run).Metrics).Select(row =>
        string.Join('\n', row.Values.Where(v => !MetricRow.IsMachineDependent(v.Key)).Select(v => $"{row.Step} {v.Key} {v.Value:R}")))];
}
