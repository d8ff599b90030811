namespace Hicra.Training.Worlds.LongSums;

/// <summary>A problem of the long world: reach the target by adding five times, out of three numbers.</summary>
/// <param name="A">10 to 99.</param>
/// <param name="B">10 to 99.</param>
/// <param name="C">10 to 99.</param>
/// <param name="Kind">Index in <see cref="LongKind.All"/>.</param>
/// <param name="Target">0 to 999.</param>
public sealed record LongProblem(int A, int B, int C, int Kind, int Target) : Problem($"{A} {B} {C} {LongKind.All[Kind].Name} target {Target}")
{
    /// <summary>The number of a letter: 0 for a, 1 for b, 2 for c.</summary>
    public int Number(int letter) => letter switch { 0 => A, 1 => B, _ => C };

    /// <summary>The strategies of the kind that reach the target.</summary>
    public IEnumerable<int> Reaching => LongKind.All[Kind].Strategies.Where(s => LongStrategy.All[s].Evaluate(A, B, C) == Target);
}
