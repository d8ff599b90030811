using System.CommandLine;
using System.Text.Json;
using Hicra.Interactive.Hosting;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Commands;

/// <summary>A command line, parsed, and the place where it runs.</summary>
internal sealed class CommandCall(ParseResult parsed, INotebookHost host, IMimeFormatter formatter)
{
    public ParseResult Parsed { get; } = parsed;

    public INotebookHost Host { get; } = host;

    public IMimeFormatter Formatter { get; } = formatter;

    /// <summary>A path that the reader gave, from the host's folder.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Host.WorkingDirectory);

    /// <summary>A path as the reader would give it.</summary>
    public string Shorten(string path)
    {
        string relative = Path.GetRelativePath(Host.WorkingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The file that an option gives for a result, which is known to be writable before the work begins; null where none is given.</summary>
    /// <exception cref="HicraException">It cannot be written.</exception>
    public string? ResultFile(Option<string?> option) => Parsed.GetValue(option) is { } given ? Writable(Resolve(given)) : null;

    /// <summary>A file or folder for a result, which is known to be writable before the work begins.</summary>
    /// <exception cref="HicraException">It cannot be written.</exception>
    public string Writable(string path)
    {
        WholeFile.CheckWritable(path, Shorten(path));
        return path;
    }

    /// <summary>The environment of runs that this command opens: the host's engines and worlds, on so many threads.</summary>
    public RunEnvironment Environment(int threads) => new() { Engines = Host.Engines, Worlds = Host.Worlds, EngineOptions = new EngineOptions { Threads = threads } };

    /// <summary>The engine that an option names, or else <paramref name="otherwise"/>.</summary>
    /// <exception cref="HicraException">The host has no engine of that name.</exception>
    public IEngine Engine(Option<string?> option, string otherwise) => Host.Engines.Find(Parsed.GetValue(option) ?? otherwise);

    /// <summary>The runs that a word names: a folder, <c>demo</c>, or a variable.</summary>
    public IReadOnlyList<NamedRun> Runs(string word) => RunReference.Find(word, Host);

    /// <summary>The bundle of a value, by the formatter or else as text.</summary>
    public MimeBundle Bundle(object value) => Formatter.Format(value) ?? MimeBundle.Of(value.ToString() ?? "");

    /// <summary>Writes one JSON object to the output.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write) => Host.Output.WriteLine(JsonText.Of(write));

    /// <summary>Says something on the errors' stream that does not stop the command: what was left out, or has no effect.</summary>
    public void Note(string line)
    {
        Notes.Add(line);
        Host.Errors.WriteLine("note: " + line);
    }

    /// <summary>What was said so, for machines and for the end of long work.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Leaves a variable if the line asks for one.</summary>
    public void Leave(Option<string?> name, object value)
    {
        if (Parsed.GetValue(name) is { } given) Host.SetVariable(given, value);
    }
}
