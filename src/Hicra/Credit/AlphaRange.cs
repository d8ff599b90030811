using System.Globalization;

namespace Hicra.Credit;

/// <summary>The range of alpha: [0, 1) unless the user asks for any number (<c>--any-alpha</c>).</summary>
public static class AlphaRange
{
    /// <summary>Returns <paramref name="alpha"/> if it may be used.</summary>
    /// <param name="alpha">The value.</param>
    /// <param name="anyAlpha">Whether values outside [0, 1) are allowed. NaN and infinities never are.</param>
    /// <param name="name">What the message calls it.</param>
    /// <exception cref="HicraException">The value may not be used.</exception>
    public static double Check(double alpha, bool anyAlpha = false, string name = "alpha")
    {
        string text = alpha.ToString(CultureInfo.InvariantCulture);
        if (!double.IsFinite(alpha)) throw new HicraException($"{name} is {text}: give a finite number, usually in [0, 1) (the paper uses 0.2).");
        if (!anyAlpha && alpha is < 0 or >= 1) throw new HicraException($"{name} is {text}, outside [0, 1): choose a value inside, or allow any with --any-alpha.");
        return alpha;
    }

    /// <summary>What an alpha outside [0, 1) does, as one line to warn with; null inside.</summary>
    public static string? Warning(double alpha)
    {
        string text = alpha.ToString(CultureInfo.InvariantCulture);
        return alpha switch
        {
            > 1 => $"alpha {text} is above 1: planning tokens of wrong answers are rewarded, since A + alpha * |A| is positive where A is negative.",
            1 => "alpha 1: planning tokens of wrong answers are not penalised at all, since A + |A| is 0 where A is negative.",
            < 0 => $"alpha {text} is below 0: planning is damped, since planning tokens gain less from right answers and lose more by wrong ones.",
            _ => null,
        };
    }
}
