using System.CommandLine;
using System.Text.Json;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

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

    /// <summary>Says which file was written, and how large it is; nothing where a machine reads the output.</summary>
    public void SayWritten(string path, bool json = false)
    {
        if (!json) Host.Output.WriteLine($"wrote {Shorten(path)} ({NumberText.Bytes(new FileInfo(path).Length)})");
    }

    /// <summary>The environment of runs that this command opens: the host's engines and worlds, on so many threads.</summary>
    public RunEnvironment Environment(int threads) => new() { Engines = Host.Engines, Worlds = Host.Worlds, EngineOptions = new EngineOptions { Threads = threads } };

    /// <summary>The same, on a device that a line may name in place of a run's own.</summary>
    public RunEnvironment Environment(EngineOptions options, int threads) => Environment(threads) with { EngineOptions = options with { Threads = threads } };

    /// <summary>The engine that an option names, or else <paramref name="otherwise"/>.</summary>
    /// <exception cref="HicraException">The host has no engine of that name.</exception>
    public IEngine Engine(Option<string?> option, string otherwise) => Host.Engines.Find(Parsed.GetValue(option) ?? otherwise);

    /// <summary>The world of a run that this command opens.</summary>
    /// <exception cref="HicraException">The host has no world of that name, or the run's problems cannot be read.</exception>
    public IWorld WorldOf(RunConfig config) => Environment(threads: 0).WorldOf(config);

    /// <summary>The world of a new run and its base model: as given, else the world of the base model, the base model of the world, the puzzle world; or problems in words, and a model for them.</summary>
    /// <exception cref="HicraException">The host has no world of that name, or there is no such model or file of problems.</exception>
    public RunConfig Start(Option<string?> world, Option<string?> model, DatasetOptions datasets)
    {
        BaseModel? given = Parsed.GetValue(model) is { } folder ? BaseModel.Find(BaseModel.IsShipped(folder) ? folder : Resolve(folder)) : null;
        TextDataset? dataset = Posed(world, datasets, given?.Directory == BaseModel.Stories, out string? named);
        if (dataset is null)
        {
            IWorld chosen = Host.Worlds.Find(named ?? given?.World ?? WorldCatalog.Puzzle);
            return new RunConfig { Training = WorldRecipe.Of(chosen.Name).Training, World = chosen.Name, Base = given ?? BaseModel.ShippedFor(chosen.Name) };
        }
        BaseModel found = given ?? (TextDataset.IsShipped(dataset.File) ? BaseModel.Find(BaseModel.Stories) : throw new HicraException($"{datasets.File.Name} needs the model that is to answer; give its folder with {model.Name} DIR"));
        return new RunConfig { Training = WorldRecipe.Of(dataset.World).Training, World = dataset.World, Dataset = dataset, Base = found };
    }

    /// <summary>The problems in words that the line means; null for a world by name.</summary>
    /// <param name="world">The option that names a world.</param>
    /// <param name="datasets">The options that name a file of problems.</param>
    /// <param name="ofStories">Whether the model is the shipped one of stories. It has problems of its own, which people may call a world.</param>
    /// <param name="named">The world that is named; null for none.</param>
    /// <exception cref="HicraException">There is no such file, or a world is named beside it.</exception>
    public TextDataset? Posed(Option<string?> world, DatasetOptions datasets, bool ofStories, out string? named)
    {
        string? word = Parsed.GetValue(world);
        named = word == TextDataset.Stories ? null : word;
        TextDataset? dataset = datasets.Given(this, word == TextDataset.Stories || (named is null && ofStories) ? TextDataset.Stories : null);
        return dataset is null || named is null ? dataset : throw new HicraException($"{world.Name} {named} and {datasets.File.Name}: problems in words make a world of their own; leave out either");
    }

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
