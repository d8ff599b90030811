namespace Hicra.Objective;

/// <summary>
/// Estimators of the KL divergence to a reference policy from one sample (Schulman 2020, "Approximating KL divergence"),
/// by verl's definitions; d = log-prob - reference log-prob.
/// </summary>
public enum KlEstimator
{
    /// <summary>d (verl <c>k1</c>, <c>kl</c>).</summary>
    K1,

    /// <summary>d^2 / 2 (verl <c>k2</c>, <c>mse</c>).</summary>
    K2,

    /// <summary>exp(-d) + d - 1, with d clamped to +-20 and the value to +-10 (verl <c>k3</c>, <c>low_var_kl</c>).</summary>
    K3,

    /// <summary>The value of k3 with the gradient of k2, whose expectation is the gradient of the KL (verl <c>k3+</c>).</summary>
    K3Plus,

    /// <summary>|d| (verl <c>abs</c>).</summary>
    Abs,
}
