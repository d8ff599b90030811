namespace Hicra.Reproduction.Evidence;

/// <summary>A gradient as a sum of the four that a <see cref="GradientSplit"/> measures, each times a number.</summary>
/// <param name="Planning">Of A on planning tokens.</param>
/// <param name="Execution">Of A on execution tokens.</param>
/// <param name="Size">Of |A| on planning tokens.</param>
/// <param name="Plain">Of the mean of |A| over planning tokens, the same on each of them.</param>
public readonly record struct GradientDirection(double Planning, double Execution, double Size, double Plain)
{
    /// <summary>GRPO's whole gradient.</summary>
    public static GradientDirection Grpo { get; } = new(1, 1, 0, 0);

    /// <summary>GRPO's on planning tokens.</summary>
    public static GradientDirection OnPlanning { get; } = new(1, 0, 0, 0);

    /// <summary>GRPO's on execution tokens.</summary>
    public static GradientDirection OnExecution { get; } = new(0, 1, 0, 0);

    /// <summary>What HICRA adds: the gradient of <c>alpha * |A|</c> on planning tokens.</summary>
    public static GradientDirection Bonus(double alpha) => new(0, 0, alpha, 0);

    /// <summary>What the plain bonus adds.</summary>
    public static GradientDirection PlainBonus(double alpha) => new(0, 0, 0, alpha);

    /// <summary>HICRA's whole gradient.</summary>
    public static GradientDirection Hicra(double alpha) => new(1, 1, alpha, 0);

    /// <summary>The number of a part.</summary>
    internal double this[int part] => part switch { 0 => Planning, 1 => Execution, 2 => Size, _ => Plain };
}
