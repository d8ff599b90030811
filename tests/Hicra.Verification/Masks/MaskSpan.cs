using System.Text.Json.Serialization;

namespace Hicra.Verification.Masks;

/// <summary>One marked span of a real solution, as two readers label it.</summary>
/// <param name="Id">Its number on the blind sheet, from 1; the order says nothing about the library.</param>
/// <param name="Library">What marked it: mined, paper or control.</param>
/// <param name="Problem">The identity of the problem in the log.</param>
/// <param name="Solution">Index of the solution in the log.</param>
/// <param name="Start">First character of the span in the solution.</param>
/// <param name="Length">Characters of the span.</param>
/// <param name="Gram">The gram that matched.</param>
/// <param name="Before">Text before the span, on one line.</param>
/// <param name="Span">The span's text.</param>
/// <param name="After">Text after the span, on one line.</param>
public sealed record MaskSpan(int Id, string Library, string Problem, int Solution, int Start, int Length, string Gram, string Before, string Span, string After)
{
    /// <summary>Whether the span may be looked at while the miner is worked on; the other half of the problems is kept for the report.</summary>
    [JsonIgnore]
    public bool ForWork => (CounterRandom.FromSeed(0).Derive("half").Derive(Problem).Bits(0) & 1) == 0;
}
