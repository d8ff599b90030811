using Hicra.Interactive.Features.Mine;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>What the kit has as a data frame, in one word: <c>run.Frame()</c>.</summary>
public static class Frames
{
    /// <summary>The metrics of a run: a row a step.</summary>
    public static DataFrame Frame(this ExistingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return MetricFrame.Of(MetricsLog.Read(run.Folder.Metrics));
    }

    /// <summary>The metrics that a training has written so far: a row a step.</summary>
    public static DataFrame Frame(this TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return MetricFrame.Of(MetricsLog.Read(run.Folder.Metrics));
    }

    /// <summary>The metrics of several runs, a run below the other, each with its name, method, alpha and seed.</summary>
    public static DataFrame Frame(this IEnumerable<ExistingRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ExistingRun[] all = [.. runs];
        return MetricFrame.Of(Names(all).Zip(all, (name, run) => (name, MetricsLog.Read(run.Folder.Metrics), run.Config.Log is null ? Settings(run.Config.Training) : null)));
    }

    /// <summary>A run as figures see it, as a frame.</summary>
    public static DataFrame Frame(this RunLog run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return MetricFrame.Of(run.Rows);
    }

    /// <summary>Rows of metrics as a frame.</summary>
    public static DataFrame Frame(this IEnumerable<MetricRow> rows) => MetricFrame.Of(rows);

    /// <summary>What a sweep found: a row for each cell and measure. <c>summary.Runs().Frame()</c> has every step of every run.</summary>
    public static DataFrame Frame(this SweepSummary summary) => SweepFrame.Of(summary);

    /// <summary>The runs of a sweep that can be read.</summary>
    public static IReadOnlyList<ExistingRun> Runs(this SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return [.. summary.Outcomes.Select(o => ExistingRun.Find(o.Run.Directory)).OfType<ExistingRun>()];
    }

    /// <summary>Rollouts: a row each.</summary>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="lists">What becomes of their lists of tokens.</param>
    public static DataFrame Frame(this IEnumerable<Rollout> rollouts, TokenLists lists = TokenLists.AsText) => RolloutFrame.Of(rollouts, lists);

    /// <summary>The grams of a library: a row each.</summary>
    public static DataFrame Frame(this StrategicGramLibrary library) => GramFrame.Of(library);

    /// <summary>The grams that were mined: a row each, those of clusters that were not kept too.</summary>
    public static DataFrame Frame(this MiningResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return GramFrame.Of(result.Clusters);
    }

    /// <summary>The grams that <c>#!sg-mine</c> found: a row each.</summary>
    public static DataFrame Frame(this MiningReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return GramFrame.Of(report.Result.Clusters);
    }

    /// <summary>Claims and what was found: a row each.</summary>
    public static DataFrame Frame(this IEnumerable<ClaimCheck> claims) => ClaimFrame.Of(claims);

    internal static RunSettings Settings(TrainingOptions options)
    {
        SweepCell cell = SweepCell.Of(options);
        return new RunSettings(cell.Method, cell.Alpha, options.Seed);
    }

    // By the shortest ends of their paths that tell them apart: grpo/seed-0 and hicra/seed-0.
    private static string[] Names(ExistingRun[] runs)
    {
        string[][] parts = [.. runs.Select(r => Path.GetFullPath(r.Folder.Path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))];
        int deepest = parts.Select(p => p.Length).DefaultIfEmpty(1).Max();
        for (int length = 1; ; length++)
        {
            string[] names = [.. parts.Select(p => string.Join('/', p.TakeLast(length)))];
            if (length >= deepest || names.Distinct(StringComparer.Ordinal).Count() == runs.Length) return names;
        }
    }
}
