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
        List<RolloutPath> files = RolloutPaths.Expand(paths);
        return ReadAll(files, options ?? new(), report ?? new());
    }

    /// <summary>The files that paths mean, in the order in which they are read.</summary>
    /// <exception cref="HicraException">A path names nothing.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. RolloutPaths.Expand(paths).Select(path => path.File)];
    }

    /// <summary>Whether a file in a folder is a trace file by its name's ending: .jsonl, .ndjson, .json, .parquet; the first three with .gz too.</summary>
    public static bool IsTraceName(string path) => RolloutPaths.IsTrace(path);

    /// <summary>Whether a folder holds trace files, itself or in folders named after steps or rollouts (<c>step_100/</c>, <c>checkpoint-5/</c>, <c>rollout_data/</c>).</summary>
    public static bool HoldsTraces(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return RolloutPaths.Traces(folder).Any();
    }

    /// <summary>Reads a stream, whose name errors take; it stays open.</summary>
    /// <inheritdoc cref="Read(IEnumerable{string}, RolloutFileOptions?, RolloutReadReport?)"/>
    public static IEnumerable<Rollout> Read(Stream stream, string name, RolloutFileOptions? options = null, RolloutReadReport? report = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Named(new RolloutFile(name, options ?? new(), report ?? new()), stream, name);
    }

    private static IEnumerable<Rollout> Named(RolloutFile file, Stream stream, string name)
    {
        foreach (Rollout rollout in file.Read(RolloutStream.Unpacked(stream, name))) yield return rollout;
        if (file.WithoutText is { } fault) throw fault;
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

    private static IEnumerable<Rollout> ReadAll(List<RolloutPath> paths, RolloutFileOptions options, RolloutReadReport report)
    {
        string[] files = [.. paths.Select(path => path.File)];
        int?[] steps = StepFiles.Of(paths);
        HicraException? without = null;
        bool any = false;
        for (int i = 0; i < files.Length; i++)
        {
            var file = new RolloutFile(files[i] == RolloutStream.StandardInput ? "standard input" : files[i], options, report, steps[i]);
            foreach (Rollout rollout in OfFile(file, files[i], options))
            {
                any = true;
                yield return rollout;
            }
            if (file.WithoutText is not { } fault) continue;
            // Folders hold settings and metrics beside the traces; a file that a person names should be what it is named for.
            if (paths[i].Named) throw fault;
            without ??= fault;
            report.FilesWithoutText++;
        }
        if (!any && without is not null) throw without;
    }

    private static IEnumerable<Rollout> OfFile(RolloutFile file, string path, RolloutFileOptions options)
    {
        if (options.Tables is { } tables && path != RolloutStream.StandardInput && tables.Reads(RolloutStream.Head(path)))
        {
            foreach (Rollout rollout in file.Read(tables.Rows(path))) yield return rollout;
            yield break;
        }
        using Stream stream = RolloutStream.Open(path);
        foreach (Rollout rollout in file.Read(stream)) yield return rollout;
    }
}
