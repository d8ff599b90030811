using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Figures;

/// <summary>A run as figures see it.</summary>
/// <param name="Name">What the figure calls it; runs of one name are seeds of one setting.</param>
/// <param name="Rows">Its log.</param>
public sealed record RunLog(string Name, IReadOnlyList<MetricRow> Rows)
{
    /// <summary>How many problems a validation takes, for the interval of its accuracy; null where it is not known.</summary>
    public int? ValidationProblems { get; init; }

    /// <summary>The step at which the run will end, while it goes on: axes reach so far from the start, so that the figure stays in its place. Null for a run that is looked at.</summary>
    public int? LastStep { get; init; }

    /// <summary>A run by its folder: the last part of its path, and the rows that are written.</summary>
    public static RunLog Of(ExistingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (string name, IReadOnlyList<MetricRow> rows) = RunFigures.Read(run);
        return new RunLog(name, rows) { ValidationProblems = Validated(run.Config) };
    }

    internal static int? Validated(RunConfig config) => config.Training.ValidationProblems > 0 ? config.Training.ValidationProblems : null;

    internal static RunLog[] Of(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. runs.Select(r => new RunLog(r.Name, r.Rows))];
    }
}
