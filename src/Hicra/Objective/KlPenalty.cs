namespace Hicra.Objective;

/// <summary>The KL estimate of a token and its gradient (verl <c>kl_penalty</c>).</summary>
public static class KlPenalty
{
    private const double MaxLogRatio = 20;
    private const double MaxK3 = 10;

    /// <summary>The estimate.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="logProb">Log-prob under the current policy, nats.</param>
    /// <param name="referenceLogProb">Log-prob under the reference policy, nats.</param>
    public static double Value(KlEstimator estimator, double logProb, double referenceLogProb)
    {
        double d = logProb - referenceLogProb;
        return estimator switch
        {
            KlEstimator.K1 => d,
            KlEstimator.K2 => 0.5 * d * d,
            KlEstimator.K3 or KlEstimator.K3Plus => Math.Clamp(UnclampedK3(d), -MaxK3, MaxK3),
            KlEstimator.Abs => Math.Abs(d),
            _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "Not a defined value."),
        };
    }

    /// <summary>The estimate's gradient with respect to the log-prob; 0 where a clamp holds.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="logProb">Log-prob under the current policy, nats.</param>
    /// <param name="referenceLogProb">Log-prob under the reference policy, nats.</param>
    public static double Gradient(KlEstimator estimator, double logProb, double referenceLogProb)
    {
        double d = logProb - referenceLogProb;
        return estimator switch
        {
            KlEstimator.K1 => 1,
            KlEstimator.K2 or KlEstimator.K3Plus => d,
            KlEstimator.K3 => Math.Abs(d) > MaxLogRatio || UnclampedK3(d) > MaxK3 ? 0 : 1 - Math.Exp(-d),
            KlEstimator.Abs => d > 0 ? 1 : d < 0 ? -1 : d,   // 0 at 0, as in PyTorch; NaN stays NaN
            _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "Not a defined value."),
        };
    }

    private static double UnclampedK3(double d)
    {
        double reversed = Math.Clamp(-d, -MaxLogRatio, MaxLogRatio);
        return Math.Exp(reversed) - reversed - 1;
    }
}
