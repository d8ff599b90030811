namespace Hicra.Credit;

/// <summary>Settings of <see cref="AdaptiveAlpha"/>; alphas are bounded to [0, 1) unless <see cref="AnyAlpha"/>.</summary>
public sealed record AdaptiveAlphaOptions
{
    /// <summary>The semantic entropy to hold, in nats, above 0.</summary>
    public required double Target { get; init; }

    /// <summary>Alpha before the first measurement, and where it rests when the target is met.</summary>
    public double Initial { get; init; } = 0.2;

    /// <summary>Change of alpha per unit of relative error.</summary>
    public double Proportional { get; init; } = 0.5;

    /// <summary>Change of alpha per unit of relative error and step.</summary>
    public double Integral { get; init; } = 0.02;

    /// <summary>The least alpha.</summary>
    public double Minimum { get; init; }

    /// <summary>The greatest alpha.</summary>
    public double Maximum { get; init; } = 0.9;

    /// <summary>Whether alphas outside [0, 1) are allowed.</summary>
    public bool AnyAlpha { get; init; }

    /// <summary>Refuses settings that may not be used.</summary>
    /// <exception cref="HicraException">Names the setting and the remedy.</exception>
    public void Check()
    {
        if (!(Target > 0) || !double.IsFinite(Target)) throw new HicraException(FormattableString.Invariant($"The semantic-entropy target is {Target}: give a number of nats above 0."));
        if (!double.IsFinite(Proportional)) throw new HicraException(FormattableString.Invariant($"The proportional gain of the adaptive alpha is {Proportional}: give a finite number."));
        if (!double.IsFinite(Integral)) throw new HicraException(FormattableString.Invariant($"The integral gain of the adaptive alpha is {Integral}: give a finite number."));
        AlphaRange.Check(Initial, AnyAlpha, "the initial alpha");
        AlphaRange.Check(Minimum, AnyAlpha, "the least alpha");
        AlphaRange.Check(Maximum, AnyAlpha, "the greatest alpha");
        if (!(Minimum <= Initial && Initial <= Maximum))
            throw new HicraException(FormattableString.Invariant($"The initial alpha {Initial} is outside [{Minimum}, {Maximum}]: give least <= initial <= greatest."));
    }
}
