namespace Hicra.Objective;

/// <summary>The policy loss of a token, by verl's definitions.</summary>
public enum PolicyLoss
{
    /// <summary>PPO clip with separate bounds and, on request, dual clip (verl <c>vanilla</c>).</summary>
    Clip,

    /// <summary>GSPO (Zheng et al. 2025): clip on the sequence's ratio, the geometric mean of its token ratios (verl <c>gspo</c>).</summary>
    Gspo,

    /// <summary>CISPO (MiniMax 2025): the clipped ratio is a constant weight on the log-prob (verl <c>cispo</c>).</summary>
    Cispo,
}
