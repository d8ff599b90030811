namespace Hicra.Training.Worlds.Puzzle;

/// <summary>One of the three operators, in the order of their tokens.</summary>
public enum PuzzleOperator
{
    /// <summary>Multiply.</summary>
    Times,

    /// <summary>Add.</summary>
    Plus,

    /// <summary>Subtract.</summary>
    Minus,
}

/// <summary>
/// A plan of two steps, worked from left to right: <c>a+b*c</c> is (a + b) * c. Operands are 0, 1, 2 for a, b, c.
/// </summary>
/// <param name="Name">As written in the reference program's list (torch_grpo.py), for example <c>b*c-a</c>.</param>
/// <param name="First">Left operand of the first step.</param>
/// <param name="FirstOperator">Operator of the first step.</param>
/// <param name="Second">Right operand of the first step.</param>
/// <param name="SecondOperator">Operator of the second step.</param>
/// <param name="Third">Right operand of the second step.</param>
public sealed record PuzzleStrategy(
    string Name, int First, PuzzleOperator FirstOperator, int Second, PuzzleOperator SecondOperator, int Third)
{
    /// <summary>The eight strategies; their order decides which one an execution is credited to where several fit.</summary>
    public static IReadOnlyList<PuzzleStrategy> All { get; } =
        [Of("a*b+c"), Of("a*b-c"), Of("b*c+a"), Of("a+b*c"), Of("b*c-a"), Of("a*c+b"), Of("b+c*a"), Of("a*c-b")];

    /// <summary>The true result for the numbers a, b, c; it may lie outside 0..99.</summary>
    public int Evaluate(int a, int b, int c)
    {
        (int x, int y, int z) = Operands(a, b, c);
        return Apply(SecondOperator, Apply(FirstOperator, x, y), z);
    }

    /// <summary>The numbers in the order in which this strategy uses them.</summary>
    public (int X, int Y, int Z) Operands(int a, int b, int c)
    {
        return (Pick(First), Pick(Second), Pick(Third));

        int Pick(int operand) => operand == 0 ? a : operand == 1 ? b : c;
    }

    /// <summary>The value of <c>left operation right</c>.</summary>
    public static int Apply(PuzzleOperator operation, int left, int right) => operation switch
    {
        PuzzleOperator.Times => left * right,
        PuzzleOperator.Plus => left + right,
        PuzzleOperator.Minus => left - right,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private static PuzzleStrategy Of(string name) =>
        new(name, name[0] - 'a', (PuzzleOperator)"*+-".IndexOf(name[1], StringComparison.Ordinal), name[2] - 'a', (PuzzleOperator)"*+-".IndexOf(name[3], StringComparison.Ordinal), name[4] - 'a');
}
