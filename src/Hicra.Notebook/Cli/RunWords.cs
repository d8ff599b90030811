using Hicra.Interactive.Commands;

namespace Hicra.Notebook.Cli;

/// <summary>What a reader of the command line may say for a run: the same words as in cells, but variables.</summary>
internal static class RunWords
{
    /// <summary>How help describes them.</summary>
    public const string Help = "folder of a run, its bare name under runs/, or demo";

    /// <summary>The runs that a word names.</summary>
    /// <exception cref="HicraException">There is no such run.</exception>
    public static IReadOnlyList<NamedRun> Find(Terminal terminal, string word) => RunReference.Find(word, new TerminalHost(terminal));

    /// <summary>The one run that a word names; the first where it names several.</summary>
    /// <exception cref="HicraException">There is no such run.</exception>
    public static NamedRun One(Terminal terminal, string word) => Find(terminal, word)[0];

    /// <summary>A file beside a run's folder; for the runs that are shipped, in the current folder.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ending">What follows the run's name.</param>
    public static string FileBeside(NamedRun run, string ending) =>
        (run.Name.StartsWith(RunReference.Demo, StringComparison.Ordinal) ? run.Name.Replace('/', '-') : Path.TrimEndingDirectorySeparator(run.Name)) + ending;
}
