namespace Hicra.Reproduction.Evidence;

/// <summary>
/// The policy gradient of a step's rollouts in parts: of A on planning tokens, of A on execution tokens, and of the two bonuses.
/// Kept are the inner products of the parts, of which every norm, cosine and share follows, and no gradient.
/// </summary>
/// <remarks>
/// Each part is measured on two halves of the batch, of whole groups; the gradient is the mean of the two. What both halves agree on
/// is direction, the rest is the luck of the draw.
/// </remarks>
/// <param name="Step">The step, before its update.</param>
/// <param name="Products">[36] inner products of (half, part) with (half, part), the upper triangle row by row; part order as <see cref="GradientDirection"/>'s.</param>
/// <param name="Right">The sum of A over planning tokens: credit for being right.</param>
/// <param name="Said">The sum of |A| over planning tokens: credit for having been said, at alpha 1.</param>
public sealed record GradientSplit(int Step, IReadOnlyList<double> Products, double Right, double Said)
{
    /// <summary>Parts.</summary>
    internal const int Parts = 4;

    /// <summary>Halves of the batch, times parts.</summary>
    internal const int Vectors = 2 * Parts;

    /// <summary>How many products there are.</summary>
    internal const int Count = Vectors * (Vectors + 1) / 2;

    /// <summary>The inner product of two directions.</summary>
    public double Inner(GradientDirection a, GradientDirection b) => (Of(0, a, 0, b) + Of(0, a, 1, b) + Of(1, a, 0, b) + Of(1, a, 1, b)) / 4;

    /// <summary>The L2 norm of a direction.</summary>
    public double Norm(GradientDirection a) => Math.Sqrt(Math.Max(0, Inner(a, a)));

    /// <summary>The cosine of two directions; null where one is nothing.</summary>
    public double? Cosine(GradientDirection a, GradientDirection b) => Ratio(Inner(a, b), Inner(a, a), Inner(b, b));

    /// <summary>The part of a direction along the whole, as a share of the whole: shares of parts that make up the whole add up to 1. Null where the whole is nothing.</summary>
    public double? Share(GradientDirection part, GradientDirection whole) => Inner(whole, whole) is > 0 and var size ? Inner(part, whole) / size : null;

    /// <summary>The cosine of a direction between the two halves of the batch: near 1 where every batch pushes the same way, near 0 where chance decides. Null where it is nothing.</summary>
    public double? Agreement(GradientDirection a) => Ratio(Of(0, a, 1, a), Of(0, a, 0, a), Of(1, a, 1, a));

    private static double? Ratio(double dot, double first, double second) => first > 0 && second > 0 ? Math.Clamp(dot / Math.Sqrt(first * second), -1, 1) : null;

    private double Of(int firstHalf, GradientDirection a, int secondHalf, GradientDirection b)
    {
        double sum = 0;
        for (int i = 0; i < Parts; i++)
            for (int j = 0; j < Parts; j++)
                sum += a[i] * b[j] * Product(firstHalf * Parts + i, secondHalf * Parts + j);
        return sum;
    }

    private double Product(int row, int column)
    {
        if (row > column) (row, column) = (column, row);
        return Products[row * Vectors - row * (row - 1) / 2 + column - row];
    }
}
