namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// All problems of the long world, drawn once from fixed streams. RL sees numbers of 10 to 69 and targets that six of the eight
/// strategies reach. Two kinds are withheld from it, and are no surprise to the base model: targets that only the two other
/// strategies reach, and numbers of 70 to 99.
/// </summary>
public static class LongProblems
{
    /// <summary>The least number.</summary>
    public const int Least = 10;

    /// <summary>The highest number that RL sees.</summary>
    public const int HighestTrained = 69;

    /// <summary>The highest number.</summary>
    public const int Highest = 99;

    /// <summary>Problems to train on.</summary>
    public const int TrainingCount = 3000;

    /// <summary>Problems to validate on.</summary>
    public const int ValidationCount = 200;

    /// <summary>Problems of each withheld kind.</summary>
    public const int WithheldCount = 100;

    private const int Key = 4711;
    private const int MostReaching = 2; // strategies of all eight, so that a lucky guess is no plan

    private static readonly int[] All = [.. Enumerable.Range(0, LongStrategy.All.Count)];
    private static readonly int[] Trained = [.. All.Except(LongKind.WithheldStrategies)];

    /// <summary>Problems kept for evaluation.</summary>
    public static IReadOnlyList<LongProblem> Validation { get; } = Make("validation", ValidationCount, Least, HighestTrained, Trained, []);

    /// <summary>Problems that only strategies reach which RL never needs.</summary>
    public static IReadOnlyList<LongProblem> WithheldStrategies { get; } = Make("strategies", WithheldCount, Least, HighestTrained, LongKind.WithheldStrategies, []);

    /// <summary>Problems with numbers that RL never sees.</summary>
    public static IReadOnlyList<LongProblem> WithheldNumbers { get; } = Make("numbers", WithheldCount, HighestTrained + 1, Highest, Trained, []);

    /// <summary>Problems to train on; none is a validation problem.</summary>
    public static IReadOnlyList<LongProblem> Training { get; } = Make("training", TrainingCount, Least, HighestTrained, Trained, [.. Validation]);

    /// <summary>A problem as the authors of the base model's texts see them: any numbers, any strategy of its kind.</summary>
    public static LongProblem Any(CounterRandom random) => Draw(new DrawSequence(random), Least, Highest, All);

    private static LongProblem[] Make(string stream, int count, int least, int highest, IReadOnlyList<int> strategies, HashSet<LongProblem> without)
    {
        var draws = new DrawSequence(CounterRandom.FromSeed(Key).Derive(stream));
        var made = new List<LongProblem>();
        while (made.Count < count)
        {
            LongProblem problem = Draw(draws, least, highest, strategies);
            if (without.Add(problem)) made.Add(problem);
        }
        return [.. made];
    }

    // The target is that of a drawn strategy of a drawn kind. Where other strategies reach it too, they must be among those that may.
    private static LongProblem Draw(DrawSequence draws, int least, int highest, IReadOnlyList<int> strategies)
    {
        while (true)
        {
            int kind = draws.Below(LongKind.All.Count);
            int[] fitting = [.. LongKind.All[kind].Strategies.Where(strategies.Contains)];
            int a = Number(), b = Number(), c = Number();
            if (fitting.Length == 0) continue;
            int target = LongStrategy.All[fitting[draws.Below(fitting.Length)]].Evaluate(a, b, c);
            int[] reaching = [.. All.Where(s => LongStrategy.All[s].Evaluate(a, b, c) == target)];
            if (reaching.Length <= MostReaching && reaching.All(strategies.Contains)) return new(a, b, c, kind, target);
        }

        int Number() => least + draws.Below(highest - least + 1);
    }
}
