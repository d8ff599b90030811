using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts;

/// <summary>Turns what a person names into files: folders into the trace files in them, <c>*</c> and <c>?</c> into the names that fit.</summary>
internal static partial class RolloutPaths
{
    private static readonly string[] Endings = [".jsonl", ".ndjson", ".json", ".parquet", ".jsonl.gz", ".ndjson.gz", ".json.gz"];

    /// <summary>The files in the order of the paths; within a folder or pattern by name, numbers by value (2.jsonl before 10.jsonl).</summary>
    /// <exception cref="HicraException">A path names nothing.</exception>
    public static List<string> Expand(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (path == RolloutStream.StandardInput || File.Exists(path)) files.Add(path);
            else if (Directory.Exists(path)) files.AddRange(InFolder(path));
            else if (path.AsSpan().ContainsAny('*', '?')) files.AddRange(Matching(path));
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
        string[] all = Directory.GetFiles(folder);
        string[] files = [.. all.Where(file => IsTrace(file))];
        if (files.Length > 0) return Ordered(files);
        throw new HicraException($"{folder}: the folder holds no traces ({string.Join(", ", Endings[..4])}, also with .gz); name a file");
    }

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
