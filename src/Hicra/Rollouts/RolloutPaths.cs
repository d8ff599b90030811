using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts;

/// <summary>A file that a path means.</summary>
/// <param name="File">The file.</param>
/// <param name="Named">Whether a person named it; else it lies in a folder that was named, perhaps beside files of another kind.</param>
internal readonly record struct RolloutPath(string File, bool Named);

/// <summary>Turns what a person names into files: folders into the trace files in them, <c>*</c> and <c>?</c> into the names that fit.</summary>
internal static partial class RolloutPaths
{
    private static readonly string[] Endings = [".jsonl", ".ndjson", ".json", ".parquet", ".jsonl.gz", ".ndjson.gz", ".json.gz"];

    /// <summary>The files in the order of the paths; within a folder or pattern by name, numbers by value (2.jsonl before 10.jsonl).</summary>
    /// <exception cref="HicraException">A path names nothing.</exception>
    public static List<RolloutPath> Expand(IEnumerable<string> paths)
    {
        var files = new List<RolloutPath>();
        foreach (string path in paths)
        {
            if (path == RolloutStream.StandardInput || File.Exists(path)) files.Add(new(path, Named: true));
            else if (Directory.Exists(path)) files.AddRange(InFolder(path).Select(file => new RolloutPath(file, Named: false)));
            else if (path.AsSpan().ContainsAny('*', '?')) files.AddRange(Matching(path).Select(file => new RolloutPath(file, Named: true)));
            else throw new HicraException($"{path}: no such file or folder of traces; check the name");
        }
        return files;
    }

    /// <summary>Whether a file's name ends as those of traces do.</summary>
    public static bool IsTrace(string file) => Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> InFolder(string folder)
    {
        // A run's folder holds its rollouts one level down, beside files that are no traces.
        string rollouts = Path.Combine(folder, "rollouts");
        if (Directory.Exists(rollouts)) folder = rollouts;
        string[] files = [.. Traces(folder)];
        if (files.Length > 0) return Ordered(files);
        throw new HicraException($"{folder}: the folder holds no traces ({string.Join(", ", Endings[..4])}, also with .gz); name a file");
    }

    /// <summary>The trace files of a folder; where it has none, those of its folders that are named after steps or rollouts.</summary>
    public static IEnumerable<string> Traces(string folder)
    {
        string[] own = [.. Directory.EnumerateFiles(folder).Where(IsTrace)];
        if (own.Length > 0) return own;
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
        return Directory.EnumerateDirectories(folder).Where(inner => StepFiles.IsStepFolder(inner) || Inside().IsMatch(Path.GetFileName(inner)))
            .SelectMany(inner => Directory.EnumerateFiles(inner, "*", options)).Where(IsTrace);
    }

    [GeneratedRegex("^(?:.*[-_])?(?:rollouts?|completions?|generations?|samples?|outputs?|dumps?|train|val|valid|validation|eval|test)(?:[-_](?:data|dir|dumps?|rollouts?|completions?|samples?|generations?))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Inside();

    private static IEnumerable<string> Matching(string pattern)
    {
        string root = Path.GetPathRoot(pattern) is { Length: > 0 } absolute ? absolute : ".";
        string[] parts = pattern[(root == "." ? 0 : root.Length)..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = [root];
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool last = i == parts.Length - 1;
            found = part.AsSpan().ContainsAny('*', '?')
                ? found.SelectMany(folder => (last ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder)).Where(entry => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(entry), ignoreCase: false)))
                : found.Select(folder => Path.Combine(folder, part)).Where(entry => last ? File.Exists(entry) : Directory.Exists(entry));
        }
        string[] files = [.. found.Select(file => root == "." ? Path.GetRelativePath(".", file) : file)];
        return files.Length > 0 ? Ordered(files) : throw new HicraException($"{pattern}: no file fits the pattern; check the name");
    }

    private static IEnumerable<string> Ordered(string[] files) => files.OrderBy(file => Digits().Replace(file, number => number.Value.PadLeft(20, '0')), StringComparer.Ordinal).ThenBy(file => file, StringComparer.Ordinal);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
