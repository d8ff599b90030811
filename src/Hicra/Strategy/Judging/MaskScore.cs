namespace Hicra.Strategy.Judging;

/// <summary>How far a found planning mask agrees with the true one, counted in words.</summary>
/// <param name="Both">Words that plan and were found.</param>
/// <param name="Found">Words that were found.</param>
/// <param name="True">Words that plan.</param>
/// <param name="Words">All words.</param>
public readonly record struct MaskScore(long Both, long Found, long True, long Words)
{
    /// <summary>Compares masks.</summary>
    /// <param name="found">[words] or tokens: whether each was found.</param>
    /// <param name="truth">[words] whether each plans.</param>
    /// <exception cref="ArgumentException">The masks differ in length.</exception>
    public static MaskScore Of(ReadOnlySpan<bool> found, ReadOnlySpan<bool> truth)
    {
        if (found.Length != truth.Length) throw new ArgumentException("The masks differ in length.", nameof(found));
        long both = 0;
        for (int i = 0; i < found.Length; i++) both += found[i] && truth[i] ? 1 : 0;
        return new(both, found.Count(true), truth.Count(true), found.Length);
    }

    /// <summary>Share of the found words that plan; NaN where none was found.</summary>
    public double Precision => (double)Both / Found;

    /// <summary>Share of the planning words that were found; NaN where none plans.</summary>
    public double Recall => (double)Both / True;

    /// <summary>Harmonic mean of precision and recall; 0 where nothing was found, NaN where nothing could be.</summary>
    public double F1 => 2.0 * Both / (Found + True);

    /// <summary>Share of all words that was found.</summary>
    public double Share => (double)Found / Words;

    /// <summary>The score of both texts together.</summary>
    public static MaskScore operator +(MaskScore a, MaskScore b) => new(a.Both + b.Both, a.Found + b.Found, a.True + b.True, a.Words + b.Words);

    /// <inheritdoc cref="op_Addition"/>
    public MaskScore Add(MaskScore other) => this + other;
}
