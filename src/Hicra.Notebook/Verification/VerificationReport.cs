namespace Hicra.Notebook.Verification;

/// <summary>One compared function or measure.</summary>
/// <param name="Name">What was compared.</param>
/// <param name="LargestError">The largest absolute error, or the number of differing values where values are exact.</param>
/// <param name="Tolerance">The largest error that passes.</param>
/// <param name="Where">Where the largest (or first) error is; empty where there is none.</param>
/// <param name="Values">How many values were compared.</param>
public sealed record VerificationRow(string Name, double LargestError, double Tolerance, string Where, int Values);

/// <summary>The outcome of comparing this kit with reference values.</summary>
/// <param name="Title">What was verified against what.</param>
/// <param name="Rows">One row per function or measure.</param>
/// <param name="Mismatches">A line for each difference that is no matter of rounding.</param>
public sealed record VerificationReport(string Title, IReadOnlyList<VerificationRow> Rows, IReadOnlyList<string> Mismatches)
{
    /// <summary>No mismatch, and every error within its tolerance (an error that is not a number is not).</summary>
    public bool Passed => Mismatches.Count == 0 && Rows.All(row => row.LargestError <= row.Tolerance);
}
