namespace Hicra.Strategy;

/// <summary>One occurrence of a gram in a sequence.</summary>
/// <param name="Start">Index of the first symbol (token or character) of the occurrence.</param>
/// <param name="Length">Number of symbols, at least 1.</param>
/// <param name="Gram">Index of the gram in the set that was matched.</param>
public readonly record struct GramSpan(int Start, int Length, int Gram)
{
    /// <summary>The index after the last symbol.</summary>
    public int End => Start + Length;
}
