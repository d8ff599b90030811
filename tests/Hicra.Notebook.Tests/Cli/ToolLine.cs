using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>A line of the tool, run in this process.</summary>
internal static class ToolLine
{
    /// <summary>Runs a line without quotes; its exit status, and what it wrote.</summary>
    public static (int Code, string Output, string Error) Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = HicraTool.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), new Terminal(output, error));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that a line is refused in one line that holds a part.</summary>
    public static void IsRefused(string line, string part)
    {
        (int code, _, string error) = Run(line);
        Assert.Equal(2, code);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
