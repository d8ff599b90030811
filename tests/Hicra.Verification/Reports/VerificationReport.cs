namespace Hicra.Verification.Reports;

/// <summary>What a comparison with reference values found for one function.</summary>
/// <param name="Name">The function, for example <c>vanilla/token-mean gradient</c>.</param>
/// <param name="LargestError">The largest absolute error; infinity where a value is not a number.</param>
/// <param name="Tolerance">The largest error that passes.</param>
/// <param name="Where">Where the largest error is, for example <c>case 3, element 17</c>.</param>
/// <param name="Values">How many values were compared.</param>
public sealed record VerificationRow(string Name, double LargestError, double Tolerance, string Where, int Values)
{
    /// <summary>Whether every value is within the tolerance.</summary>
    public bool Passed => LargestError <= Tolerance;
}

/// <summary>A comparison with reference values.</summary>
/// <param name="Title">What was compared.</param>
/// <param name="Rows">One row per function.</param>
/// <param name="Mismatches">What failed, one line each: every row beyond its tolerance, and every difference that is no number.</param>
public sealed record VerificationReport(string Title, IReadOnlyList<VerificationRow> Rows, IReadOnlyList<string> Mismatches)
{
    /// <summary>Whether there is something to compare and all of it agrees.</summary>
    public bool Passed => Rows.Count > 0 && Mismatches.Count == 0 && Rows.All(r => r.Passed);
}
