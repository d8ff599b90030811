namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// How imperfect the authors of the base model's training texts are. The defaults are the base recipe (torch_grpo.py,
/// <c>AUTHORS</c>, <c>PRIOR</c>, <c>PARAPHRASE</c>); every number is a probability unless it says otherwise.
/// </summary>
public sealed record PuzzleAuthorOptions
{
    /// <summary>The result of a step is off by 1 to 3.</summary>
    public double Slip { get; init => field = Probability(value); } = .25;

    /// <summary><c>hit</c> is written for <c>miss</c>, or the reverse.</summary>
    public double MarkerSlip { get; init => field = Probability(value); } = .03;

    /// <summary>An author is persistent.</summary>
    public double Persistent { get; init => field = Probability(value); } = .08;

    /// <summary>A persistent author goes on after a miss.</summary>
    public double PersistentGo { get; init => field = Probability(value); } = .80;

    /// <summary>A persistent author verifies after a miss.</summary>
    public double PersistentVerify { get; init => field = Probability(value); } = .06;

    /// <summary>Another author goes on after a miss.</summary>
    public double Go { get; init => field = Probability(value); } = .15;

    /// <summary>Another author verifies after a miss.</summary>
    public double Verify { get; init => field = Probability(value); } = .04;

    /// <summary>Going on looks back at the constraint; else it branches.</summary>
    public double LookBack { get; init => field = Probability(value); } = .5;

    /// <summary>A strategy that reaches the target is seen at once, at the start and after branching.</summary>
    public double Insight { get; init => field = Probability(value); } = .08;

    /// <summary>The same after a look back at the constraint.</summary>
    public double LookBackInsight { get; init => field = Probability(value); } = .25;

    /// <summary>[strategies] Weights of the strategies where none is seen to reach the target: the bias to the obvious.</summary>
    public IReadOnlyList<double> StrategyWeights { get; init => field = Weights(value, PuzzleStrategy.All.Count); } =
        [.45, .24, .12, .07, .05, .03, .02, .02];

    /// <summary>[paraphrases] Weights of the wordings of a gram.</summary>
    public IReadOnlyList<double> ParaphraseWeights { get; init => field = Weights(value, PuzzleGrams.Paraphrases); } = [.6, .3, .1];

    /// <summary>The most attempts in a text, at least 1.</summary>
    public int MaxAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 6;

    private static double Probability(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability lies within 0..1.");

    private static IReadOnlyList<double> Weights(IReadOnlyList<double> value, int count)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Count == count && value.All(weight => weight > 0 && double.IsFinite(weight))
            ? value
            : throw new ArgumentException($"Give {count} positive weights.", nameof(value));
    }
}
