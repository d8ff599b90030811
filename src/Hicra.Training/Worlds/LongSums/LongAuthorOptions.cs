namespace Hicra.Training.Worlds.LongSums;

/// <summary>How imperfect the authors of the base model's training texts are; the defaults are the base recipe. Every number is a probability unless it says otherwise.</summary>
public sealed record LongAuthorOptions
{
    /// <summary>The digit of a column is off by 1 or 2.</summary>
    public double Slip { get; init => field = Probability(value); } = .07;

    /// <summary>The carry of a column is the other one.</summary>
    public double CarrySlip { get; init => field = Probability(value); } = .02;

    /// <summary><c>hit</c> is written for <c>miss</c>, or the reverse.</summary>
    public double MarkerSlip { get; init => field = Probability(value); } = .02;

    /// <summary>An author goes on after a miss.</summary>
    public double Go { get; init => field = Probability(value); } = .05;

    /// <summary>A strategy that reaches the target is seen at once.</summary>
    public double Insight { get; init => field = Probability(value); } = .05;

    /// <summary>The kind of the problem is heeded in the first attempt: the strategy is one of the three that fit.</summary>
    public double Heed { get; init => field = Probability(value); } = .08;

    /// <summary>The kind is heeded after a miss: who goes on looks at the problem again.</summary>
    public double HeedAgain { get; init => field = Probability(value); } = .4;

    /// <summary>Share of texts that go on after a miss up to five times without training on that decision, so that the base model can go on well and hardly ever does.</summary>
    public double Forced { get; init => field = Probability(value); } = .2;

    /// <summary>The most attempts in a text, at least 1.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>[strategies] Weights where none is seen to reach the target: the bias to the obvious.</summary>
    public IReadOnlyList<double> StrategyWeights { get; init; } = [.45, .24, .12, .07, .05, .03, .02, .02];

    /// <summary>[wordings] Weights of the wordings of a strategy.</summary>
    public IReadOnlyList<double> ParaphraseWeights { get; init; } = [.7, .3];

    /// <summary>[grams after a miss] Weights of the wordings that go on: branching twice, backtracing.</summary>
    public IReadOnlyList<double> GoWeights { get; init; } = [.5, .2, .3];

    private static double Probability(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability lies within 0..1.");
}
