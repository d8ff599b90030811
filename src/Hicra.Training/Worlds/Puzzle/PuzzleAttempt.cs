namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// An execution in a response: eleven tokens <c>x o y = v , u o z = w</c>, where letters are numbers and o is an operator.
/// </summary>
/// <param name="X">Left operand of the first step.</param>
/// <param name="First">Operator of the first step.</param>
/// <param name="Y">Right operand of the first step.</param>
/// <param name="Claimed">v, the first step's result as written.</param>
/// <param name="Carried">u, what the second step goes on from; it may differ from v.</param>
/// <param name="Second">Operator of the second step.</param>
/// <param name="Z">Right operand of the second step.</param>
/// <param name="Result">w, the second step's result as written.</param>
public readonly record struct PuzzleAttempt(
    int X, PuzzleOperator First, int Y, int Claimed, int Carried, PuzzleOperator Second, int Z, int Result)
{
    /// <summary>Tokens in an attempt.</summary>
    public const int Length = 11;

    /// <summary>Reads the attempt at the start of <paramref name="tokens"/>, if there is one.</summary>
    public static bool TryRead(ReadOnlySpan<int> tokens, out PuzzleAttempt attempt)
    {
        attempt = default;
        if (tokens.Length < Length) return false;
        ReadOnlySpan<int> t = tokens[..Length];
        if (t[3] != PuzzleVocabulary.EqualsSign || t[5] != PuzzleVocabulary.Comma || t[9] != PuzzleVocabulary.EqualsSign) return false;
        if (!(TryOperator(t[1], out PuzzleOperator first) && TryOperator(t[7], out PuzzleOperator second))) return false;
        if (!(IsNumber(t[0]) && IsNumber(t[2]) && IsNumber(t[4]) && IsNumber(t[6]) && IsNumber(t[8]) && IsNumber(t[10]))) return false;
        attempt = new PuzzleAttempt(t[0], first, t[2], t[4], t[6], second, t[8], t[10]); // a number's id is its value
        return true;
    }

    /// <summary>Both steps are right, the second goes on from the first, and the operands are the three numbers as a multiset.</summary>
    public bool IsSound(PuzzleProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (int a, int b, int c) = (problem.A, problem.B, problem.C);
        return PuzzleStrategy.Apply(First, X, Y) == Claimed
            && Claimed == Carried
            && PuzzleStrategy.Apply(Second, Carried, Z) == Result
            && ((X == a && SamePair(Y, Z, b, c)) || (X == b && SamePair(Y, Z, a, c)) || (X == c && SamePair(Y, Z, a, b)));
    }

    /// <summary>
    /// The index of the strategy that was executed, by operators and operands alone: the first in <see cref="PuzzleStrategy.All"/>
    /// whose operators agree, whose third operand is z, and whose first two operands are x and y in either order; -1 if none.
    /// </summary>
    public int Form(PuzzleProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        for (int i = 0; i < PuzzleStrategy.All.Count; i++)
        {
            PuzzleStrategy strategy = PuzzleStrategy.All[i];
            if (strategy.FirstOperator != First || strategy.SecondOperator != Second) continue;
            (int x, int y, int z) = strategy.Operands(problem.A, problem.B, problem.C);
            if (z == Z && SamePair(X, Y, x, y)) return i;
        }
        return -1;
    }

    private static bool IsNumber(int token) => (uint)token < PuzzleVocabulary.NumberCount;

    private static bool TryOperator(int token, out PuzzleOperator operation)
    {
        operation = (PuzzleOperator)(token - PuzzleVocabulary.FirstOperator);
        return operation is PuzzleOperator.Times or PuzzleOperator.Plus or PuzzleOperator.Minus;
    }

    private static bool SamePair(int p, int q, int r, int s) => (p == r && q == s) || (p == s && q == r);
}
