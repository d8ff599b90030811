using System.Collections;
using System.Globalization;
using Hicra.Interactive.Hosting;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Commands;

/// <summary>A run and what to call it in figures and tables.</summary>
internal sealed record NamedRun(string Name, ExistingRun Run);

/// <summary>What a reader can say for a run: a folder, <c>demo</c>, <c>demo/grpo</c>, <c>@variable</c> or <c>@csharp:variable</c>.</summary>
internal static class RunReference
{
    /// <summary>The name that stands for the runs shipped with the kit.</summary>
    public const string Demo = "demo";

    /// <summary>The name that stands for the shipped run of the long world.</summary>
    public const string DemoLong = "demo-long";

    /// <summary>The folder of the two demo runs, beside the program.</summary>
    public static string DemoDirectory => ShippedData.Path(Demo);

    // Each name is that of its folder too.
    private static readonly string[] Runs = [Demo + "/grpo", Demo + "/hicra", DemoLong];

    /// <summary>How help describes what can be said for a run.</summary>
    public const string Help = "folder of a run, its bare name under runs/, a log of another trainer, @variable, demo, or demo-long";

    /// <summary>The words that were given; <see cref="Demo"/> where there are none.</summary>
    public static IReadOnlyList<string> WordsOr(string[]? given) => given is { Length: > 0 } words ? words : [Demo];

    /// <summary>What is said where no run was named.</summary>
    /// <param name="typed">The command as the reader types it.</param>
    public static string Unnamed(string typed) => $"No run was named: this is the demo. Yours: {typed} RUN";

    /// <summary>A file beside a run's folder; for the runs that are shipped, in the host's folder.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ending">What follows the run's name.</param>
    public static string FileBeside(NamedRun run, string ending) =>
        (Runs.Contains(run.Name) ? run.Name.Replace('/', '-') : Path.TrimEndingDirectorySeparator(run.Name)) + ending;

    /// <summary>The runs that a word names.</summary>
    /// <exception cref="HicraException">There is no such run, folder or variable.</exception>
    public static IReadOnlyList<NamedRun> Find(string word, INotebookHost host)
    {
        if (word.StartsWith('@')) return OfVariable(Variable(word, host), word, host.WorkingDirectory);
        if (IsShipped(word)) return Shipped(word);
        string path = Path.GetFullPath(word, host.WorkingDirectory);
        if (new RunFolder(path).HoldsRun) return [new NamedRun(word, ExistingRun.Open(path))];
        if (IsLog(path)) return [new NamedRun(word, LogRuns.Open(path))];
        string[] inside = Directory.Exists(path) ? [.. Under(path)] : [];
        if (inside.Length > 0) return [.. inside.Select(p => new NamedRun(Path.Combine(word, Path.GetRelativePath(path, p)), ExistingRun.Open(p)))];
        // A bare name means the run of that name where runs lie by default.
        if (!Directory.Exists(path) && word.Length > 0 && Path.GetFileName(word) == word && new RunFolder(Path.Combine(host.WorkingDirectory, "runs", word)).HoldsRun) return Find($"runs/{word}", host);
        string hint = NameSuggestion.Nearest(word, Known(host)) is { } nearest ? $"did you mean '{nearest}'?" : "give the folder of a run, a log, or demo";
        throw new HicraException(Directory.Exists(path) ? $"{word}: not a run (it has no config.json); {hint}" : $"{word}: no such run; {hint}");
    }

    /// <summary>Whether a word stands for runs that are shipped.</summary>
    public static bool IsShipped(string word) => word is Demo || Runs.Contains(word) || word.StartsWith(Demo + "/", StringComparison.Ordinal);

    /// <summary>Whether a path names trace files, by name, pattern or folder, and no runs.</summary>
    public static bool IsTraces(string path) =>
        File.Exists(path) || (Directory.Exists(path) ? !new RunFolder(path).HoldsRun && !Under(path).Any() && (Directory.EnumerateFiles(path).Any() || RolloutFiles.HoldsTraces(path)) : path.AsSpan().ContainsAny('*', '?'));

    /// <summary>Whether a path names a log that is read as a run: trace files, and no folder of something else.</summary>
    public static bool IsLog(string path) => IsTraces(path) && (!Directory.Exists(path) || RolloutFiles.HoldsTraces(path));

    /// <summary>The one run that a word names; the first where it names several.</summary>
    public static NamedRun One(string word, INotebookHost host) => Find(word, host)[0];

    /// <summary>Splits <c>RUN@STEP</c>.</summary>
    /// <exception cref="HicraException">It is something else.</exception>
    public static (string Run, int Step) AtStep(string option, string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? (text[..at], step)
            : throw new HicraException($"{option} is '{text}'; give a run's folder and a step, for example runs/a@100");
    }

    /// <summary>The name of the variable that <c>@name</c> or <c>@csharp:name</c> means.</summary>
    public static string VariableName(string word) => word.StartsWith("@csharp:", StringComparison.Ordinal) ? word[8..] : word[1..];

    /// <summary>The value of the variable that <c>@name</c> or <c>@csharp:name</c> means.</summary>
    public static object Variable(string word, INotebookHost host)
    {
        string name = VariableName(word);
        if (host.Variables.TryGetValue(name, out object? value) && value is not null) return value;
        string hint = NameSuggestion.Nearest(name, host.Variables.Keys) is { } nearest ? $"did you mean '@{nearest}'?" : "run the cell that makes it first";
        throw new HicraException(host.Variables.ContainsKey(name) ? $"{word}: the variable is null; give it a value first" : $"{word}: there is no such variable; {hint}");
    }

    /// <summary>Names of runs that completion offers: those under the host's folder, three levels deep, and the shipped ones.</summary>
    public static IEnumerable<string> Known(INotebookHost host)
    {
        string runs = Path.Combine(host.WorkingDirectory, "runs");
        IEnumerable<string> found = Directory.Exists(runs) ? Under(runs).Select(p => Path.GetRelativePath(host.WorkingDirectory, p).Replace('\\', '/')) : [];
        return [.. found, Demo, .. Runs];
    }

    private static string FolderOf(string shipped) => ShippedData.Path(shipped.Split('/'));

    private static NamedRun[] Shipped(string word) =>
        Runs.Where(name => name == word || name.StartsWith(word + "/", StringComparison.Ordinal)).Select(name => new NamedRun(name, ExistingRun.Open(FolderOf(name)))).ToArray() is { Length: > 0 } found ? found
        : throw new HicraException($"{word}: no such run is shipped; give {string.Join(", ", Runs.Prepend(Demo).SkipLast(1))} or {Runs[^1]}");

    private static IReadOnlyList<NamedRun> OfVariable(object value, string word, string from) => value switch
    {
        ExistingRun run => [Named(run.Folder.Path, from)],
        TrainingRun run => [Named(run.Folder.Path, from)],
        string folder => [Named(Path.GetFullPath(folder, from), from)],
        IEnumerable many => [.. many.Cast<object>().SelectMany(one => OfVariable(one, word, from))],
        _ => throw new HicraException($"{word}: holds a {value.GetType().Name}, which is no run; give a variable that {CommandName.Typed("train", CommandStyle.Cell)} left"),
    };

    // By a name that can be given again where a run is asked for.
    private static NamedRun Named(string folder, string from)
    {
        string relative = Path.GetRelativePath(from, folder);
        string name = Runs.FirstOrDefault(name => FolderOf(name) == folder) ?? (relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative);
        return new NamedRun(name, ExistingRun.Open(folder));
    }

    private static IEnumerable<string> Under(string directory)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(directory, "config.json", options)
            .Where(p => File.Exists(Path.Combine(Path.GetDirectoryName(p)!, "metrics.jsonl")))
            .Select(p => Path.GetDirectoryName(p)!).Order(StringComparer.Ordinal);
    }
}
