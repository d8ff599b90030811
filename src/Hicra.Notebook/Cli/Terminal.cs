namespace Hicra.Notebook.Cli;

/// <summary>Where a command writes: results to output, everything else (progress, warnings, errors) to the error stream.</summary>
internal sealed class Terminal
{
    private const int LeastWidth = 20, UsualWidth = 80;

    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false, bool colour = false)
    {
        (Output, Error, OutputIsTerminal, ErrorIsTerminal, Colour) = (output, error, outputIsTerminal, errorIsTerminal, colour && outputIsTerminal);
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Whether text on the output can be drawn over: a terminal that knows more than lines.</summary>
    public bool CanRedraw { get; private init; }

    /// <summary>Whether the process is the command's own, so that it may move to a notebook's folder; not where a command runs within another program.</summary>
    public bool OwnsProcess { get; private init; }

    /// <summary>Characters in a line of the output.</summary>
    public int Width => OutputIsTerminal ? Math.Max(LeastWidth, WindowWidth()) : int.MaxValue;

    /// <summary>Characters in a line of the error stream.</summary>
    public int ErrorWidth => ErrorIsTerminal ? Math.Max(LeastWidth, WindowWidth()) : int.MaxValue;

    /// <summary>How often something was written between what is being redrawn.</summary>
    public int Interjections { get; private set; }

    /// <summary>Whether output may be coloured: a terminal, and the user has not set NO_COLOR.</summary>
    public bool Colour { get; }

    public static Terminal System()
    {
        bool lines = Environment.GetEnvironmentVariable("TERM") == "dumb", output = !Console.IsOutputRedirected;
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !lines;
        return new(Console.Out, Console.Error, output, !Console.IsErrorRedirected, colour) { CanRedraw = output && !lines, OwnsProcess = true };
    }

    /// <summary>Writes a line to the error stream while something else may be drawing.</summary>
    public void Interject(string line)
    {
        Error.WriteLine(line);
        Interjections++;
    }

    private static int WindowWidth()
    {
        try { return Console.WindowWidth is > 0 and int width ? width : UsualWidth; }
        catch (IOException) { return UsualWidth; }
    }
}
