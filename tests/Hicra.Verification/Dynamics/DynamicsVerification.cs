using System.Globalization;
using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Verification.Dynamics;

/// <summary>One metric of one method over one window of steps: ours beside the reference program's, over seeds.</summary>
/// <param name="Group">The method as the reference table names it, for example <c>hicra alpha .2</c>.</param>
/// <param name="Metric">The metric as the reference table names it.</param>
/// <param name="From">The window's first step.</param>
/// <param name="To">The step after the window's last.</param>
/// <param name="Ours">Over our seeds.</param>
/// <param name="Reference">Over the reference program's seeds.</param>
/// <param name="StandardErrors">The difference of the means in its standard errors; null where there is no spread.</param>
public sealed record DynamicsRow(string Group, string Metric, int From, int To, Summary Ours, Summary Reference, double? StandardErrors)
{
    /// <summary>Whether the means lie within two standard errors of their difference.</summary>
    public bool Agrees => StandardErrors is double t ? Math.Abs(t) <= 2 : Ours.Mean == Reference.Mean;
}

/// <summary>
/// Compares the dynamics of runs with those of the reference program (the format of <c>reference-runs.csv</c>: method, seed,
/// window, and the window's means of the metrics), metric by metric and window by window.
/// </summary>
public static class DynamicsVerification
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["acc"] = "hicra/accuracy", ["val_acc"] = "val-core/puzzle/acc/mean@4", ["pass@8"] = "hicra/pass@8", ["length"] = "response_length/mean",
        ["attempts"] = "hicra/attempts", ["arithmetic"] = "hicra/sound_attempts", ["semantic_entropy"] = "hicra/semantic_entropy",
        ["executed_entropy"] = "hicra/executed_entropy", ["entropy/plan"] = "hicra/entropy/planning", ["entropy/exec"] = "hicra/entropy/execution",
        ["ppl/plan"] = "hicra/perplexity/planning", ["ppl/exec"] = "hicra/perplexity/execution", ["plan_share"] = "hicra/planning_share",
        ["grams"] = "hicra/grams", ["err/plan"] = "hicra/error/planning", ["err/other"] = "hicra/error/other", ["truncated"] = "hicra/truncated",
    };

    private static readonly string[] Keys = ["method", "seed", "from_step", "to_step"];

    // Windows that the reference table has, for runs beside runs.
    private static readonly (int From, int To)[] Windows = [(0, 8), (30, 50), (70, 90), (110, 130), (190, 210), (290, 310), (381, 401)];

    /// <summary>Compares runs with other runs, of another engine for example, over the reference table's windows as far as at least two seeds of both sides go.</summary>
    /// <param name="directories">Run folders, or folders that hold some (a sweep's).</param>
    /// <param name="others">The runs that stand in the reference program's place.</param>
    /// <exception cref="HicraException">A folder is missing, or nothing can be compared.</exception>
    public static IReadOnlyList<DynamicsRow> Beside(IReadOnlyList<string> directories, IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(others);
        ILookup<string, IReadOnlyList<MetricRow>> runs = Logs(directories), reference = Logs(others);
        var rows = new List<DynamicsRow>();
        foreach (string method in runs.Select(x => x.Key).Where(reference.Contains))
            foreach ((int from, int to) in Windows)
                foreach ((string name, string metric) in Names)
                {
                    Summary own = Over(runs[method], metric, from, to), other = Over(reference[method], metric, from, to);
                    if (own.Count >= 2 && other.Count >= 2) rows.Add(new DynamicsRow(method, name, from, to, own, other, Welch.Compare(own, other)?.T));
                }
        return rows.Count > 0 ? rows
            : throw new HicraException($"{string.Join(", ", directories)} and {string.Join(", ", others)}: hold no two finished runs each of one method over {Windows[0].To} steps; train at least two seeds of it in both");

        static ILookup<string, IReadOnlyList<MetricRow>> Logs(IReadOnlyList<string> folders) => FindRuns(folders).ToLookup(run => GroupOf(run.Config.Training), run => MetricsLog.Read(run.Folder.Metrics));

        // Only of logs that hold the whole window.
        static Summary Over(IEnumerable<IReadOnlyList<MetricRow>> logs, string metric, int from, int to) =>
            Summary.Of([.. logs.Where(log => log.Count > 0 && log[^1].Step >= to - 1).Select(log => RunMeasure.WindowMean(log, metric, from, to)).OfType<double>()]);
    }

    /// <summary>Compares all methods that both sides have with at least two seeds.</summary>
    /// <param name="directories">Run folders, or folders that hold some (a sweep's).</param>
    /// <param name="referencePath">The reference table.</param>
    /// <exception cref="HicraException">A file is not of the format, or nothing can be compared.</exception>
    public static IReadOnlyList<DynamicsRow> Compare(IReadOnlyList<string> directories, string referencePath)
    {
        ArgumentNullException.ThrowIfNull(directories);
        IReadOnlyList<(string Group, int From, int To, Dictionary<string, double> Values)> reference = ReadReference(referencePath);
        ILookup<string, IReadOnlyList<MetricRow>> runs = FindRuns(directories).ToLookup(run => GroupOf(run.Config.Training), run => MetricsLog.Read(run.Folder.Metrics));
        var rows = new List<DynamicsRow>();
        foreach (var window in reference.GroupBy(x => (x.Group, x.From, x.To)).Where(x => runs[x.Key.Group].Count() >= 2 && x.Count() >= 2))
            foreach (string metric in window.First().Values.Keys)
            {
                double[] ours = [.. runs[window.Key.Group].Select(run => RunMeasure.WindowMean(run, Names[metric], window.Key.From, window.Key.To)).OfType<double>()];
                Summary own = Summary.Of(ours), other = Summary.Of([.. window.Select(x => x.Values[metric])]);
                if (ours.Length >= 2) rows.Add(new DynamicsRow(window.Key.Group, metric, window.Key.From, window.Key.To, own, other, Welch.Compare(own, other)?.T));
            }
        return rows.Count > 0 ? rows
            : throw new HicraException($"{string.Join(", ", directories)}: holds no two finished runs of a method that {referencePath} has too; train at least two seeds of {string.Join(" or ", reference.Select(x => x.Group).Distinct())}");
    }

    /// <summary>How the reference table names a run's method.</summary>
    private static string GroupOf(TrainingOptions options)
    {
        string alpha = options.Alpha.ToString(CultureInfo.InvariantCulture).TrimStart('0');
        return options.Method switch
        {
            "grpo" => "grpo",
            "entropy-bonus" => "entropy bonus .01",
            _ => $"{options.Method} alpha {alpha}",
        };
    }

    private static IEnumerable<ExistingRun> FindRuns(IReadOnlyList<string> directories)
    {
        foreach (string directory in directories)
        {
            if (!Directory.Exists(directory)) throw new HicraException($"{directory}: no such folder; give run folders, or the folder of a sweep");
            foreach (string log in Directory.EnumerateFiles(directory, "metrics.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                if (ExistingRun.Find(Path.GetDirectoryName(log)!) is { IsFinished: true } run) yield return run;
        }
    }

    private static List<(string Group, int From, int To, Dictionary<string, double> Values)> ReadReference(string path)
    {
        if (!File.Exists(path)) throw new HicraException($"{path}: no such file; give the reference program's table (reference-runs.csv)");
        string[][] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(','))];
        if (lines.Length < 2 || !lines[0].AsSpan(0, Math.Min(Keys.Length, lines[0].Length)).SequenceEqual(Keys))
            throw new HicraException($"{path}: must begin with the columns {string.Join(',', Keys)}; give the reference program's table");
        var rows = new List<(string, int, int, Dictionary<string, double>)>();
        for (int i = 1; i < lines.Length; i++)
        {
            var values = new Dictionary<string, double>();
            string[] cells = lines[i];
            bool whole = cells.Length == lines[0].Length && int.TryParse(cells[2], CultureInfo.InvariantCulture, out _) && int.TryParse(cells[3], CultureInfo.InvariantCulture, out _);
            for (int column = Keys.Length; whole && column < cells.Length; column++)
            {
                whole = double.TryParse(cells[column], CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
                if (Names.ContainsKey(lines[0][column])) values[lines[0][column]] = value;
            }
            if (!whole) throw new HicraException($"{path}, line {i + 1}: not a row of {lines[0].Length} cells with numbers from the third on; give the reference program's table");
            rows.Add((cells[0], int.Parse(cells[2], CultureInfo.InvariantCulture), int.Parse(cells[3], CultureInfo.InvariantCulture), values));
        }
        return rows;
    }
}
