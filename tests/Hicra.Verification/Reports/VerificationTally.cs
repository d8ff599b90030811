using System.Globalization;

namespace Hicra.Verification.Reports;

/// <summary>Collects comparisons by function, in the order in which functions first appear, and makes the report.</summary>
internal sealed class VerificationTally(string title, double tolerance)
{
    private readonly Dictionary<string, VerificationRow> rows = [];
    private readonly List<string> order = [];

    /// <summary>Compares one number.</summary>
    public void Compare(string name, double actual, double expected, string where) => Add(name, Math.Abs(actual - expected), where, tolerance);

    /// <summary>Takes the error of one value, for functions that are judged by another measure or tolerance than the report's.</summary>
    public void Add(string name, double error, string where, double rowTolerance)
    {
        if (double.IsNaN(error)) error = double.PositiveInfinity;   // a NaN compares false with everything and would pass
        if (!rows.TryGetValue(name, out VerificationRow? row))
        {
            order.Add(name);
            row = new VerificationRow(name, 0, rowTolerance, where, 0);
        }
        rows[name] = (error > row.LargestError ? row with { LargestError = error, Where = where } : row) with { Values = row.Values + 1 };
    }

    /// <summary>Compares arrays of one length.</summary>
    public void Compare(string name, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, string where)
    {
        if (actual.Length != expected.Length) throw new ArgumentException($"{actual.Length} values against {expected.Length}.", nameof(expected));
        for (int i = 0; i < actual.Length; i++) Compare(name, actual[i], expected[i], string.Create(CultureInfo.InvariantCulture, $"{where}, element {i}"));
    }

    /// <summary>The report so far.</summary>
    public VerificationReport Report()
    {
        VerificationRow[] all = [.. order.Select(name => rows[name])];
        string[] mismatches =
            [.. all.Where(r => !r.Passed).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name}: off by {r.LargestError:g3} at {r.Where} (tolerance {r.Tolerance:g1})"))];
        return new VerificationReport(title, all, mismatches);
    }
}
