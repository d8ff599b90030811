using System.Globalization;
using System.Text.Json;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Logs.Runs;

/// <summary>Makes a run of a log: a folder with settings that say where it comes from, a row of metrics a step, grams, and rollouts.</summary>
public static class LogRun
{
    private const RolloutFeatures Wanted = RolloutFeatures.Rewards | RolloutFeatures.Groups | RolloutFeatures.Advantages | RolloutFeatures.TokenTexts | RolloutFeatures.LogProbs | RolloutFeatures.Entropies;

    /// <summary>Reads a log and writes the run, which appears whole or not at all.</summary>
    /// <param name="directory">The run's folder; there must be none of that name.</param>
    /// <param name="paths">Files, folders, patterns, or <c>-</c> for the standard input.</param>
    /// <param name="options">How to read and measure; null for the defaults.</param>
    /// <param name="progress">Told now and then how many rollouts were read.</param>
    /// <param name="cancellation">Stops the reading; nothing is left.</param>
    /// <exception cref="HicraException">The folder exists, the log cannot be read or holds no rollouts.</exception>
    public static ExistingRun Write(string directory, IReadOnlyList<string> paths, LogOptions? options = null, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new();
        if (Directory.Exists(directory) || File.Exists(directory)) throw new HicraException($"{directory}: is there already; give another folder (--out), or remove it");
        string beside = Path.TrimEndingDirectorySeparator(directory) + WholeFile.Partial;
        try
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
            Directory.CreateDirectory(beside);
            Fill(new RunFolder(beside), paths, options, progress, cancellation);
            Directory.Move(beside, directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WholeFile.TryDelete(beside);
            throw new HicraException($"cannot write the run to {directory}: {e.Message.TrimEnd('.')}; give another folder (--out)", e);
        }
        catch
        {
            WholeFile.TryDelete(beside);
            throw;
        }
        return ExistingRun.Open(directory);
    }

    private static void Fill(RunFolder folder, IReadOnlyList<string> paths, LogOptions options, Action<long>? progress, CancellationToken cancellation)
    {
        var report = new RolloutReadReport();
        var saved = new SavedRollouts(folder, options.SavedBytes);
        var reading = new LogReading(options, saved);
        foreach (Rollout rollout in RolloutFiles.Read(paths, options.Files, report))
        {
            if ((reading.Rollouts & 0xFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(reading.Rollouts);
            }
            reading.Add(rollout);
        }
        if (reading.Rollouts == 0) throw new HicraException($"{string.Join(", ", paths)}: holds no rollouts; give a log that has some");
        IReadOnlyList<MetricRow> rows = reading.Finish();
        if (options.LibraryFile is { } file) File.Copy(file, folder.Grams);
        else GramLibraryFile.Save(options.Library, folder.Grams);
        WholeFile.Write(folder.Metrics, stream =>
        {
            foreach (MetricRow row in rows)
            {
                using (var json = new Utf8JsonWriter(stream)) row.Write(json);
                stream.WriteByte((byte)'\n');
            }
        });
        RunConfig.OfLog(Origin(paths, options, report, reading, saved), rows[^1].Step).Write(folder.Config);
    }

    private static LogOrigin Origin(IReadOnlyList<string> paths, LogOptions options, RolloutReadReport report, LogReading reading, SavedRollouts saved)
    {
        RolloutFormat format = report.Formats.First();
        return new LogOrigin
        {
            Files = paths,
            Format = RolloutFormats.NameOf(format),
            Title = string.Join(" and ", report.Formats.Select(RolloutFormats.Title)),
            Tokens = reading.Tokens.Describe(),
            Grams = options.LibraryName,
            Rollouts = reading.Rollouts,
            Lacks = [.. Lacks(reading)],
            Notes = [.. Notes(report, reading, saved)],
        };
    }

    private static IEnumerable<string> Lacks(LogReading reading)
    {
        if (!reading.KnowsSteps) yield return "steps";
        foreach (RolloutFeatures feature in Enum.GetValues<RolloutFeatures>())
            if (feature != RolloutFeatures.None && Wanted.HasFlag(feature) && !reading.Features.Some.HasFlag(feature)) yield return RolloutCapabilities.Describe(feature);
        if (!reading.KnowsTruncation) yield return "whether a response was cut off";
    }

    private static IEnumerable<string> Notes(RolloutReadReport report, LogReading reading, SavedRollouts saved)
    {
        foreach (RolloutFeatures feature in Enum.GetValues<RolloutFeatures>())
            if (feature != RolloutFeatures.None && Wanted.HasFlag(feature) && reading.Features.Some.HasFlag(feature) && !reading.Features.All.HasFlag(feature)) yield return $"not every rollout has {RolloutCapabilities.Describe(feature)}";
        if (report.LeftOut() is { } leftOut) yield return leftOut;
        if (reading.KnowsSteps && reading.WithoutStep > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{reading.WithoutStep} rollouts name no step, and count as step 0");
        if (reading.Late > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{reading.Late} rollouts came after their step was measured and are left out: give the files in the order of their steps");
        if (reading.NotKept > 0) yield return string.Create(CultureInfo.InvariantCulture, $"a step has more rollouts than are kept: {reading.NotKept} take part in means and in the planning share, not in what is measured by prompt or gram");
        if (saved.IsThinned) yield return "the run keeps the rollouts of evenly spread steps, and the metrics of all";
        if (saved.IsCut) yield return "the run keeps the first problems of large steps, and the metrics of all";
        if (!reading.Features.Some.HasFlag(RolloutFeatures.Advantages) && reading.HasGroups) yield return "advantages are GRPO's of the rewards (group mean and deviation), since the log holds none";
    }
}
