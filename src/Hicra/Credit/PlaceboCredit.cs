using Hicra.Strategy;

namespace Hicra.Credit;

/// <summary>
/// A control for HICRA (the camera-ready's "Placebo HICRA"): the same rule <c>A + alpha * |A|</c>, on the tokens of given
/// n-grams that are not strategic. <see cref="PlaceboGrams"/> draws such n-grams.
/// </summary>
/// <remarks>Within a rollout matching is leftmost-longest without overlap.</remarks>
public sealed class PlaceboCredit : IAmplifyingCredit
{
    private const string StateName = "placebo";
    private readonly int count;
    private readonly IReadOnlyList<int[]>? given;
    private GramMatcher? matcher;

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
        given = grams;
        Use(grams);
    }

    /// <summary>Creates the rule without n-grams: it draws them from the rollouts of its first step, which in a fork may be a later one than 0.</summary>
    /// <param name="alpha">The strength.</param>
    /// <param name="count">How many to draw; as many as strategic grams, so that only their meaning differs.</param>
    public PlaceboCredit(IAlphaSchedule alpha, int count)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Alpha = alpha;
        this.count = count;
    }

    /// <inheritdoc/>
    public string Name => "placebo";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <summary>The n-grams of token ids; null before they are drawn.</summary>
    public IReadOnlyList<int[]>? Grams { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="HicraException">The rollouts have no n-gram to draw.</exception>
    public void Prepare(TokenContext context, CounterRandom random)
    {
        if (Grams is null) Use(PlaceboGrams.Draw(context, random, count));
    }

    /// <inheritdoc/>
    public CreditState Capture() => AlphaState.Capture(Alpha, Grams is null ? CreditState.Empty : CreditState.Empty.With(StateName, Grams));

    /// <inheritdoc/>
    public void Restore(CreditState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Use(state.TryGet(StateName, out IReadOnlyList<int[]>? grams) ? grams : given);
        AlphaState.Restore(Alpha, state);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are no n-grams yet: <see cref="Prepare"/> draws them.</exception>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        if (matcher is null) throw new InvalidOperationException("The placebo has no n-grams yet; prepare it with the rollouts of its first step.");
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

    private void Use(IReadOnlyList<int[]>? grams)
    {
        Grams = grams;
        matcher = grams is null ? null : new GramMatcher(grams);
    }
}
