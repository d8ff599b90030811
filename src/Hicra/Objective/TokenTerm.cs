namespace Hicra.Objective;

/// <summary>The policy loss of one token: value, gradient with respect to its log-prob, and which clip holds it.</summary>
internal readonly record struct TokenTerm(double Value, double Gradient, bool Clipped, bool ClippedLower)
{
    internal const double MaxLogRatio = 20;
    private const double MaxSequenceLogRatio = 10;

    /// <summary>max(-r A, -clip(r) A), with dual clip where A is negative: min(that, -c A).</summary>
    public static TokenTerm Clip(double logRatio, double advantage, double low, double high, double? dualClip)
    {
        double ratio = Math.Exp(Math.Clamp(logRatio, -MaxLogRatio, MaxLogRatio));
        TokenTerm term = Pessimistic(ratio, advantage, low, high, Math.Abs(logRatio) > MaxLogRatio);
        // verl counts the upper clip before the dual clip has its say, so a token can count in both fractions.
        return dualClip is { } bound && advantage < 0 && term.Value > -advantage * bound
            ? new TokenTerm(-advantage * bound, 0, term.Clipped, true)
            : term;
    }

    /// <summary>The same on the sequence's ratio, whose gradient reaches each token as if the ratio were the token's own.</summary>
    public static TokenTerm Gspo(double meanLogRatio, double advantage, double low, double high) =>
        Pessimistic(Math.Exp(Math.Min(meanLogRatio, MaxSequenceLogRatio)), advantage, low, high, meanLogRatio > MaxSequenceLogRatio);

    /// <summary>-clip(r) A log p, where the clipped ratio is a constant.</summary>
    public static TokenTerm Cispo(double logRatio, double logProb, double advantage, double low, double high)
    {
        double ratio = Math.Exp(Math.Clamp(logRatio, -MaxLogRatio, MaxLogRatio));
        double clipped = Math.Clamp(ratio, low, high);
        double gradient = -clipped * advantage;
        return new TokenTerm(gradient * logProb, gradient, ratio != clipped, false);
    }

    private static TokenTerm Pessimistic(double ratio, double advantage, double low, double high, bool clamped)
    {
        double plain = -advantage * ratio;
        double clipped = -advantage * Math.Clamp(ratio, low, high);
        if (clipped > plain) return new TokenTerm(clipped, 0, true, false);
        return new TokenTerm(plain, clamped ? 0 : plain, false, false);   // d(-A e^x)/dx = -A e^x
    }
}
