using Hicra.Strategy.Mining;

namespace Hicra.Rollouts;

/// <summary>
/// Reads traces of any <see cref="RolloutFormat"/> as a stream, within memory that the longest record bounds. Paths are files,
/// folders, patterns with <c>*</c> and <c>?</c>, or <c>-</c> for the standard input; gzip is unpacked. The format is recognised
/// file by file from the first record that has a text, unless the options name one; records without a text (a header) are
/// left out and counted.
/// </summary>
public static class RolloutFiles
{
    /// <summary>Reads traces one by one, while one enumerates.</summary>
    /// <param name="paths">Files, folders, patterns, or <c>-</c>.</param>
    /// <param name="options">How to read.</param>
    /// <param name="report">Filled while one enumerates.</param>
    /// <exception cref="HicraException">A path names nothing; while one enumerates also: a file cannot be read, its kind is not known, or a record is bad (the message names file and line).</exception>
    public static IEnumerable<Rollout> Read(IEnumerable<string> paths, RolloutFileOptions? options = null, RolloutReadReport? report = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<string> files = RolloutPaths.Expand(paths);
        return ReadAll(files, options ?? new(), report ?? new());
    }

    /// <summary>The files that paths mean, in the order in which they are read.</summary>
    /// <exception cref="HicraException">A path names nothing.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return RolloutPaths.Expand(paths);
    }

    /// <summary>Whether a file in a folder is a trace file by its name's ending: .jsonl, .ndjson, .json, .parquet; the first three with .gz too.</summary>
    public static bool IsTraceName(string path) => RolloutPaths.IsTrace(path);

    /// <summary>Reads a stream, whose name errors take; it stays open.</summary>
    /// <inheritdoc cref="Read(IEnumerable{string}, RolloutFileOptions?, RolloutReadReport?)"/>
    public static IEnumerable<Rollout> Read(Stream stream, string name, RolloutFileOptions? options = null, RolloutReadReport? report = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new RolloutFile(name, options ?? new(), report ?? new()).Read(RolloutStream.Unpacked(stream, name));
    }

    /// <summary>Reads only what mining needs: text, verdict and problem of every trace that has a text.</summary>
    /// <inheritdoc cref="Read(IEnumerable{string}, RolloutFileOptions?, RolloutReadReport?)"/>
    public static IEnumerable<Solution> Solutions(IEnumerable<string> paths, RolloutFileOptions? options = null, RolloutReadReport? report = null)
    {
        double from = (options ??= new()).CorrectFrom;
        return Read(paths, options, report).Select(rollout => AsSolution(rollout, from));
    }

    /// <summary>A rollout as a solution: right by its verdict, else by its kind, else from a reward on.</summary>
    public static Solution AsSolution(Rollout rollout, double correctFrom = 0.5)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        bool? correct = rollout.Correct ?? (rollout.Kind is { } kind ? kind == "right" : rollout.Reward is double reward ? reward >= correctFrom : null);
        return new Solution(rollout.Response ?? string.Concat(rollout.TokenTexts ?? []), correct, rollout.ProblemId);
    }

    private static IEnumerable<Rollout> ReadAll(List<string> files, RolloutFileOptions options, RolloutReadReport report)
    {
        int?[] steps = StepFiles.Of(files);
        for (int i = 0; i < files.Count; i++)
        {
            var file = new RolloutFile(files[i] == RolloutStream.StandardInput ? "standard input" : files[i], options, report, steps[i]);
            if (options.Tables is { } tables && files[i] != RolloutStream.StandardInput && tables.Reads(RolloutStream.Head(files[i])))
            {
                foreach (Rollout rollout in file.Read(tables.Rows(files[i]))) yield return rollout;
                continue;
            }
            using Stream stream = RolloutStream.Open(files[i]);
            foreach (Rollout rollout in file.Read(stream)) yield return rollout;
        }
    }
}
