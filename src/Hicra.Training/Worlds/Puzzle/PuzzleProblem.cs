using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hicra.Training.Worlds.Puzzle;

/// <summary>A puzzle: find a calculation with the three numbers, each used once, that reaches the target.</summary>
/// <param name="A">The front number.</param>
/// <param name="B">The middle number.</param>
/// <param name="C">The back number.</param>
/// <param name="Target">What the calculation has to give.</param>
public sealed record PuzzleProblem(int A, int B, int C, int Target) : Problem($"{A} {B} {C} target {Target}")
{
    // Without setters, so that `with` cannot make a problem whose Id tells of another one.

    /// <summary>The front number.</summary>
    public int A { get; } = A;

    /// <summary>The middle number.</summary>
    public int B { get; } = B;

    /// <summary>The back number.</summary>
    public int C { get; } = C;

    /// <summary>What the calculation has to give.</summary>
    public int Target { get; } = Target;

    /// <summary>Reads a problem written like its <see cref="Problem.Id"/>, for example <c>6 3 7 target 27</c>.</summary>
    /// <exception cref="HicraException">The text is no problem of numbers that the vocabulary can say (0..99).</exception>
    public static PuzzleProblem Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out PuzzleProblem? problem)
            ? problem
            : throw new HicraException($"'{text}' is not a puzzle: write three numbers and the target, all within 0..99, like '6 3 7 target 27'.");
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out PuzzleProblem? problem)
    {
        problem = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var a, var b, var c, "target", var y]) return false;
        if (!(TryNumber(a, out int first) && TryNumber(b, out int second) && TryNumber(c, out int third) && TryNumber(y, out int target))) return false;
        problem = new PuzzleProblem(first, second, third, target);
        return true;
    }

    private static bool TryNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < PuzzleVocabulary.NumberCount;
}
