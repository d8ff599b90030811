using System.Text.Json;
using Hicra.Metrics.Statistics;
using Hicra.Training.Health;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>A measure's mean and deviation over a cell's seeds.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="Summary">Number of runs, mean, deviation.</param>
public sealed record CellMeasure(SweepCell Cell, string Measure, Summary Summary);

/// <summary>A cell against the baseline, paired by seed.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="Pairs">Seeds that both have.</param>
/// <param name="Difference">Cell minus baseline.</param>
/// <param name="Interval">Its 95 % interval (paired t); null for fewer than two pairs.</param>
public sealed record PairedDifference(SweepCell Cell, SweepCell Baseline, string Measure, int Pairs, double Difference, Interval? Interval);

/// <summary>What a sweep found: how its runs ended, means per cell, and differences paired by seed.</summary>
/// <param name="Outcomes">[runs]</param>
/// <param name="Cells">Measures per cell.</param>
/// <param name="Differences">Measures against the baseline: the first cell that is GRPO (<see cref="EffectiveSettings"/>), else the first cell.</param>
public sealed record SweepSummary(IReadOnlyList<SweepOutcome> Outcomes, IReadOnlyList<CellMeasure> Cells, IReadOnlyList<PairedDifference> Differences)
{
    /// <summary>Cells that were asked for and are the same experiment as another.</summary>
    public IReadOnlyList<MergedCell> Merged { get; init; } = [];

    /// <summary>What stands out in the finished runs, notes left out.</summary>
    public IReadOnlyList<(SweepRun Run, Finding Finding)> Findings { get; init; } = [];

    /// <summary>Reads the logs of the finished runs and compares.</summary>
    public static SweepSummary Of(IReadOnlyList<SweepOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var values = new Dictionary<(SweepCell Cell, string Measure), SortedDictionary<long, double>>();
        var measures = new List<string>();
        foreach (SweepOutcome outcome in outcomes.Where(o => o.Status is SweepStatus.Finished or SweepStatus.Skipped))
        {
            RunConfig config = outcome.Run.Config;
            var rows = MetricsLog.Read(new RunFolder(outcome.Run.Directory).Metrics);
            foreach (RunMeasure measure in RunMeasure.Standard(config.World, config.Training.ValidationSamples))
            {
                if (!measures.Contains(measure.Name)) measures.Add(measure.Name);
                if (measure.Of(rows) is not double value) continue;
                if (!values.TryGetValue((outcome.Run.Cell, measure.Name), out SortedDictionary<long, double>? seeds)) values.Add((outcome.Run.Cell, measure.Name), seeds = []);
                seeds[outcome.Run.Seed] = value;
            }
        }
        SweepCell[] cells = [.. outcomes.Select(o => o.Run.Cell).Distinct()];
        SweepCell? baseline = cells.FirstOrDefault(c => c.Method == "grpo") ?? outcomes.FirstOrDefault(o => EffectiveSettings.WhyGrpo(o.Run.Config.Training) is not null)?.Run.Cell ?? cells.FirstOrDefault();
        var means = new List<CellMeasure>();
        var differences = new List<PairedDifference>();
        foreach (SweepCell cell in cells)
            foreach (string measure in measures)
            {
                if (!values.TryGetValue((cell, measure), out SortedDictionary<long, double>? own)) continue;
                means.Add(new CellMeasure(cell, measure, Summary.Of([.. own.Values])));
                if (cell == baseline || !values.TryGetValue((baseline!, measure), out SortedDictionary<long, double>? others)) continue;
                double[] pairs = [.. own.Where(x => others.ContainsKey(x.Key)).Select(x => x.Value - others[x.Key])];
                if (pairs.Length > 0) differences.Add(new PairedDifference(cell, baseline!, measure, pairs.Length, pairs.Average(), Paired.TInterval(pairs)));
            }
        (SweepRun, Finding)[] findings = [.. outcomes.Where(o => o.Status is SweepStatus.Finished or SweepStatus.Skipped)
            .SelectMany(o => RunHealth.Examine(ExistingRun.Open(o.Run.Directory), RunHealth.Glance).Alarms.Select(f => (o.Run, f)))];
        return new SweepSummary(outcomes, means, differences) { Findings = findings };
    }

    /// <summary>Writes <c>summary.json</c>; it appears whole or not at all.</summary>
    public void Write(string path) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(json, Path.GetDirectoryName(Path.GetFullPath(path))!);
    });

    /// <summary>Writes the summary as a JSON object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="relativeTo">The folder to which runs' folders are given relatively.</param>
    public void Write(Utf8JsonWriter json, string relativeTo)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteStartArray("runs");
        foreach (SweepOutcome outcome in Outcomes)
        {
            json.WriteStartObject();
            json.WriteString("directory", Path.GetRelativePath(relativeTo, outcome.Run.Directory));
            json.WriteString("cell", outcome.Run.Cell.Name);
            json.WriteString("method", outcome.Run.Cell.Method);
            if (outcome.Run.Cell.Alpha is double alpha) json.WriteNumber("alpha", alpha);
            json.WriteNumber("seed", outcome.Run.Seed);
            json.WriteString("status", outcome.Status switch { SweepStatus.Failed => "failed", SweepStatus.Stopped => "stopped", _ => "finished" });
            if (outcome.Error is not null) json.WriteString("error", outcome.Error);
            if (Findings.Where(f => f.Run == outcome.Run).Select(f => f.Finding).ToArray() is { Length: > 0 } findings) FindingJson.Write(json, findings);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (Merged.Count > 0)
        {
            json.WriteStartArray("merged");
            foreach (MergedCell cell in Merged)
            {
                json.WriteStartObject();
                json.WriteString("cell", cell.Cell.Name);
                json.WriteString("kept", cell.Kept.Name);
                json.WriteString("why", cell.Why);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("cells");
        foreach (CellMeasure cell in Cells)
        {
            json.WriteStartObject();
            json.WriteString("cell", cell.Cell.Name);
            json.WriteString("measure", cell.Measure);
            json.WriteNumber("runs", cell.Summary.Count);
            if (cell.Summary.Mean is double mean) json.WriteNumber("mean", mean);
            if (cell.Summary.StandardDeviation is double deviation) json.WriteNumber("deviation", deviation);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (PairedDifference difference in Differences)
        {
            json.WriteStartObject();
            json.WriteString("cell", difference.Cell.Name);
            json.WriteString("baseline", difference.Baseline.Name);
            json.WriteString("measure", difference.Measure);
            json.WriteNumber("pairs", difference.Pairs);
            json.WriteNumber("difference", difference.Difference);
            if (difference.Interval is { } interval)
            {
                json.WriteNumber("low", interval.Low);
                json.WriteNumber("high", interval.High);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
