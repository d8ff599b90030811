using Hicra.Metrics.Statistics;
using Hicra.Training.Runs;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>What a sweep found as a frame: a row for each cell and measure, beside its difference to the baseline.</summary>
public static class SweepFrame
{
    private const string What = "a frame of a sweep";

    /// <summary>The frame: <c>cell</c>, <c>method</c>, <c>alpha</c>, <c>measure</c>, <c>runs</c>, <c>mean</c>, <c>deviation</c>, and where the cell is compared <c>baseline</c>, <c>pairs</c>, <c>difference</c>, <c>low</c>, <c>high</c>, <c>confidence</c>.</summary>
    public static DataFrame Of(SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        TextBuilder cell = new("cell"), method = new("method"), measure = new("measure"), baseline = new("baseline");
        NumberBuilder<double> alpha = new("alpha"), mean = new("mean"), deviation = new("deviation"), difference = new("difference"), low = new("low"), high = new("high"), confidence = new("confidence");
        NumberBuilder<int> runs = new("runs"), pairs = new("pairs");
        long row = 0;
        foreach (CellMeasure one in summary.Cells)
        {
            cell.Set(row, one.Cell.Name);
            method.Set(row, one.Cell.Method);
            alpha.Set(row, one.Cell.Alpha);
            measure.Set(row, one.Measure);
            runs.Set(row, one.Summary.Count);
            mean.Set(row, one.Summary.Mean);
            deviation.Set(row, one.Summary.StandardDeviation);
            if (summary.Differences.FirstOrDefault(d => d.Cell == one.Cell && d.Measure == one.Measure) is { } against)
            {
                baseline.Set(row, against.Baseline.Name);
                pairs.Set(row, against.Pairs);
                difference.Set(row, against.Difference);
                low.Set(row, against.Interval?.Low);
                high.Set(row, against.Interval?.High);
                confidence.Set(row, against.Interval?.Confidence);
            }
            row++;
        }
        return new DataFrame(((IColumnBuilder[])[cell, method, alpha, measure, runs, mean, deviation, baseline, pairs, difference, low, high, confidence]).Select(c => c.Build(row)));
    }

    /// <summary>The measures and differences of a frame; how each run ended is not in it.</summary>
    /// <exception cref="HicraException">A column is missing, or a cell is not what it should hold.</exception>
    public static SweepSummary Summary(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var reader = new FrameReader(frame, What);
        reader.Require("cell", "method", "measure", "runs");
        var cells = new List<CellMeasure>();
        var names = new List<(string? Name, SweepCell Cell)>();
        for (long row = 0; row < reader.Rows; row++)
        {
            var cell = new SweepCell(reader.Text("method", row) ?? "", reader.Number("alpha", row));
            names.Add((reader.Text("cell", row), cell));
            cells.Add(new CellMeasure(cell, reader.Text("measure", row) ?? "", new Summary(reader.Index("runs", row) ?? 0, reader.Number("mean", row), reader.Number("deviation", row))));
        }
        var differences = new List<PairedDifference>();
        for (int row = 0; row < cells.Count; row++)
        {
            if (reader.Text("baseline", row) is not { } baseline || reader.Number("difference", row) is not double difference) continue;
            SweepCell against = names.FirstOrDefault(n => n.Name == baseline).Cell ?? throw new HicraException(FormattableString.Invariant($"{What}: the baseline '{baseline}' of row {row} is no cell of it"));
            Interval? interval = reader.Number("low", row) is double low && reader.Number("high", row) is double high ? new Interval(difference, low, high, reader.Number("confidence", row) ?? 0.95) : null;
            differences.Add(new PairedDifference(cells[row].Cell, against, cells[row].Measure, reader.Index("pairs", row) ?? 0, difference, interval));
        }
        return new SweepSummary([], cells, differences);
    }
}
