using System.Text.Json;
using Spectre.Console;

namespace Hicra.Notebook.Cli;

/// <summary>Where a command writes: results to output, everything else (progress, warnings, errors) to the error stream.</summary>
internal sealed class Terminal
{
    private readonly Lazy<IAnsiConsole> _outputConsole, _errorConsole;

    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false, bool colour = false)
    {
        (Output, Error, OutputIsTerminal, ErrorIsTerminal, Colour) = (output, error, outputIsTerminal, errorIsTerminal, colour && outputIsTerminal);
        // Made only where they are used: most commands start without.
        _outputConsole = new(() => Console(output, outputIsTerminal, colour));
        _errorConsole = new(() => Console(error, errorIsTerminal, colour));
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Whether text on the output can be drawn over.</summary>
    public bool CanRedraw => OutputIsTerminal && OutputConsole.Profile.Capabilities.Ansi;

    /// <summary>How often something was written between what is being redrawn.</summary>
    public int Interjections { get; private set; }

    /// <summary>Whether output may be coloured: a terminal, and the user has not set NO_COLOR.</summary>
    public bool Colour { get; }

    public IAnsiConsole OutputConsole => _outputConsole.Value;

    public IAnsiConsole ErrorConsole => _errorConsole.Value;

    public static Terminal System()
    {
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new(global::System.Console.Out, global::System.Console.Error, !global::System.Console.IsOutputRedirected, !global::System.Console.IsErrorRedirected, colour);
    }

    /// <summary>Writes a line to the error stream while something else may be drawing.</summary>
    public void Interject(string line)
    {
        Error.WriteLine(line);
        Interjections++;
    }

    /// <summary>Writes one JSON object to the output.</summary>
    public void Json(Action<Utf8JsonWriter> write, bool indented = true)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented })) write(json);
        Output.WriteLine(global::System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal, bool colour)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // A pipe has no width: whoever reads it wants whole lines.
        if (!isTerminal) console.Profile.Width = 1000;
        return console;
    }
}
