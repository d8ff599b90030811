using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Plot;

/// <summary>A run that is drawn: that of a folder or a log, or rows of a table of the reader's.</summary>
/// <param name="Log">Its rows, by the name that the reader gave.</param>
/// <param name="Cell">What runs have in common that differ by their seed alone.</param>
/// <param name="Seed">Its seed.</param>
internal sealed record PlottedRun(RunLog Log, string Cell, long Seed)
{
    /// <summary>The runs that a word names.</summary>
    /// <exception cref="HicraException">There is no such run or variable, or the variable's table has no metrics.</exception>
    public static IReadOnlyList<PlottedRun> Of(string word, CommandCall call)
    {
        if (word.StartsWith('@') && Table(word, call.Host) is { } table)
            return [.. table.Select(t => t.Name.Length > 0 ? t.Name : RunReference.VariableName(word)).Zip(table, (name, t) => new PlottedRun(new RunLog(name, t.Rows), name, 0))];
        return [.. call.Runs(word).Select(r => new PlottedRun(RunLog.Of(r.Run) with { Name = r.Name }, r.Run.Config.Log is not null ? r.Name : SweepCell.Of(r.Run.Config.Training).Name, r.Run.Config.Training.Seed))];
    }

    private static IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)>? Table(string word, INotebookHost host)
    {
        object value = RunReference.Variable(word, host);
        try { return host.MetricTables?.Read(value); }
        catch (HicraException error) { throw new HicraException($"{word}: {error.Message}"); }
    }
}
