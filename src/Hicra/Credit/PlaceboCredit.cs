using Hicra.Strategy;

namespace Hicra.Credit;

/// <summary>
/// A control for HICRA (the camera-ready's "Placebo HICRA"): the same rule <c>A + alpha * |A|</c>, on the tokens of given
/// n-grams that are not strategic. <see cref="PlaceboGrams"/> draws such n-grams.
/// </summary>
/// <remarks>Within a rollout matching is leftmost-longest without overlap.</remarks>
public sealed class PlaceboCredit : IAmplifyingCredit
{
    private readonly GramMatcher matcher;

    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha is not in [0, 1); a <see cref="FixedAlpha"/> can allow it.</exception>
    public PlaceboCredit(double alpha, IReadOnlyList<int[]> grams) : this(new FixedAlpha(alpha), grams) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    /// <param name="alpha">The strength.</param>
    /// <param name="grams">n-grams of token ids, each of at least one token.</param>
    public PlaceboCredit(IAlphaSchedule alpha, IReadOnlyList<int[]> grams)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        ArgumentNullException.ThrowIfNull(grams);
        if (grams.Any(g => g is null || g.Length == 0)) throw new ArgumentException("A placebo n-gram needs at least one token.", nameof(grams));
        Alpha = alpha;
        Grams = grams;
        matcher = new GramMatcher(grams);
    }

    /// <inheritdoc/>
    public string Name => "placebo";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <summary>The n-grams of token ids, for a checkpoint to hold.</summary>
    public IReadOnlyList<int[]> Grams { get; }

    /// <inheritdoc/>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double alpha = Alpha.At(context.Step, context.SemanticEntropy);
        var marked = new bool[advantages.Length];
        for (int i = 0; i < context.RolloutCount; i++)
        {
            Range tokens = context.Offsets[i]..context.Offsets[i + 1];
            matcher.Mark(context.TokenIds.AsSpan(tokens), marked.AsSpan(tokens), MatchPolicy.LeftmostLongest);
        }
        for (int t = 0; t < advantages.Length; t++)
        {
            if (marked[t]) advantages[t] = HicraCredit.Amplify(advantages[t], alpha);
        }
    }
}
