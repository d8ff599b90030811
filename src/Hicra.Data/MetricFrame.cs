using Hicra.Interactive.Figures;
using Hicra.Training.Learning;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>Metrics of runs as frames: a row a step, a column a metric; what a step does not have is missing.</summary>
/// <remarks>
/// One run: <c>step</c> and the metrics. Several: <c>run</c> before them, and <c>method</c>, <c>alpha</c> and <c>seed</c> where they
/// are known. Columns stand in the order in which the rows have them, so that rows which come back are written as they were.
/// </remarks>
public static class MetricFrame
{
    /// <summary>The column of training steps.</summary>
    public const string Step = "step";

    /// <summary>The column of runs' names, in a frame of several.</summary>
    public const string Run = "run";

    private const string What = "a frame of metrics";
    private static readonly string[] Settings = [Run, "method", "alpha", "seed"];

    /// <summary>The frame of a run's rows.</summary>
    public static DataFrame Of(IEnumerable<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cells = new MetricCells(rows.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (MetricRow row in rows) cells.Add(row);
        return new DataFrame(cells.Columns());
    }

    /// <summary>The frame of several runs' rows, a run below the other.</summary>
    /// <param name="runs">Names and logs.</param>
    public static DataFrame Of(IEnumerable<RunLog> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Of(runs.Select(r => (r.Name, r.Rows, (RunSettings?)null)));
    }

    /// <summary>The rows of a frame of one run.</summary>
    /// <exception cref="HicraException">The frame has no steps, or a cell is no number.</exception>
    public static IReadOnlyList<MetricRow> Rows(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return [.. Read(frame).Select(r => r.Row)];
    }

    /// <summary>The runs of a frame, in the order in which they begin; one without a name where the frame has no column <c>run</c>.</summary>
    /// <exception cref="HicraException">The frame has no steps, or a cell is no number.</exception>
    public static IReadOnlyList<RunLog> Runs(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return [.. Read(frame).GroupBy(r => r.Run, StringComparer.Ordinal).Select(g => new RunLog(g.Key, [.. g.Select(r => r.Row)]))];
    }

    internal static DataFrame Of(IEnumerable<(string Name, IReadOnlyList<MetricRow> Rows, RunSettings? Settings)> runs)
    {
        var cells = new MetricCells(0);
        TextBuilder name = new(Run), method = new("method");
        var alpha = new NumberBuilder<double>("alpha");
        var seed = new NumberBuilder<long>("seed");
        foreach ((string run, IReadOnlyList<MetricRow> rows, RunSettings? settings) in runs)
            foreach (MetricRow row in rows)
            {
                name.Set(cells.Rows, run);
                method.Set(cells.Rows, settings?.Method);
                alpha.Set(cells.Rows, settings?.Alpha);
                seed.Set(cells.Rows, settings?.Seed);
                cells.Add(row);
            }
        IEnumerable<IColumnBuilder> named = ((IColumnBuilder[])[method, alpha, seed]).Where(c => c.HasValues);
        return new DataFrame([name.Build(cells.Rows), .. named.Select(c => c.Build(cells.Rows)), .. cells.Columns()]);
    }

    private static IEnumerable<(string Run, MetricRow Row)> Read(DataFrame frame)
    {
        var reader = new FrameReader(frame, What);
        reader.Require(Step);
        bool several = reader.Has(Run);
        DataFrameColumn[] metrics = [.. reader.Numbers.Where(c => c.Name != Step && !(several && Settings.Contains(c.Name)))];
        for (long i = 0; i < reader.Rows; i++)
        {
            var row = new MetricRow(reader.Index(Step, i) ?? throw new HicraException(FormattableString.Invariant($"{What}: row {i} has no '{Step}'; give it one, or leave the row out")));
            foreach (DataFrameColumn metric in metrics) row.Set(metric.Name, reader.Number(metric, i));
            yield return (several ? reader.Text(Run, i) ?? "" : "", row);
        }
    }

    private sealed class MetricCells(int expected)
    {
        private readonly NumberBuilder<int> _steps = new(Step, expected);
        private readonly Dictionary<string, NumberBuilder<double>> _metrics = new(StringComparer.Ordinal);
        private readonly List<(string Name, NumberBuilder<double> Cells)> _last = [];
        private readonly ColumnOrder _order = new();

        public long Rows { get; private set; }

        public void Add(MetricRow row)
        {
            _steps.Set(Rows, row.Step);
            // Most rows have the members of the one before, in its order: then nothing is looked up.
            int at = 0;
            bool same = true;
            foreach ((string name, double value) in row)
            {
                if (!same || at == _last.Count || _last[at].Name != name)
                {
                    if (same) _last.RemoveRange(at, _last.Count - at);
                    same = false;
                    _last.Add((name, Cells(name)));
                }
                _last[at++].Cells.Put(Rows, value);
            }
            if (!same || at < _last.Count) _order.Add(row.Values.Keys);
            _last.RemoveRange(at, _last.Count - at);
            Rows++;
        }

        private NumberBuilder<double> Cells(string name)
        {
            if (!_metrics.TryGetValue(name, out NumberBuilder<double>? cells)) _metrics.Add(name, cells = new(name, expected));
            return cells;
        }

        public IEnumerable<DataFrameColumn> Columns() => [_steps.Build(Rows), .. _order.Names().Select(name => _metrics[name].Build(Rows))];
    }
}

/// <summary>The settings of a run that a frame of several names.</summary>
/// <param name="Method">The credit rule.</param>
/// <param name="Alpha">Its alpha; null for a rule that has none.</param>
/// <param name="Seed">The seed.</param>
internal sealed record RunSettings(string Method, double? Alpha, long Seed);
