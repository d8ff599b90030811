namespace Hicra.Strategy.Mining;

/// <summary>A gram and how often it was said.</summary>
/// <param name="Text">Its words, lower case, separated by one blank.</param>
/// <param name="Df">Solutions that contain it.</param>
/// <param name="Occurrences">Times it occurs in all.</param>
/// <param name="Problems">Problems with a solution that contains it; as many as solutions where problems are not known.</param>
public sealed record MinedGram(string Text, int Df, long Occurrences, int Problems)
{
    /// <summary>Occurrences per solution that contains it, 1 or more.</summary>
    public double PerSolution => (double)Occurrences / Df;
}
