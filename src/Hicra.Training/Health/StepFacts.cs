namespace Hicra.Training.Health;

/// <summary>What the rollouts of one step say, so that none of them need be kept. What a log lacks has a count of 0.</summary>
public sealed record StepFacts
{
    /// <summary>The step; null where the log names none.</summary>
    public int? Step { get; init; }

    /// <summary>Rollouts.</summary>
    public int Rollouts { get; init; }

    /// <summary>Groups by size: [groups] rollouts of each; empty where the log does not say which belong together.</summary>
    public IReadOnlyList<int> GroupSizes { get; init; } = [];

    /// <summary>Rollouts whose place in their group another one has too.</summary>
    public int RepeatedPlaces { get; init; }

    /// <summary>Groups whose rollouts answer different prompts.</summary>
    public int MixedGroups { get; init; }

    /// <summary>Groups of two or more whose rewards are all known.</summary>
    public int JudgedGroups { get; init; }

    /// <summary>Those of them whose rewards are all equal.</summary>
    public int FlatGroups { get; init; }

    /// <summary>Flat groups whose texts are all the same.</summary>
    public int FlatAlike { get; init; }

    /// <summary>Flat groups that are right throughout.</summary>
    public int FlatRight { get; init; }

    /// <summary>Flat groups all of whose rollouts are as long as the limit.</summary>
    public int FlatCut { get; init; }

    /// <summary>Rollouts by reward, where a verdict stands beside it: how many are right, how many wrong.</summary>
    public IReadOnlyDictionary<double, (int Right, int Wrong)> Rewards { get; init; } = new Dictionary<double, (int, int)>();

    /// <summary>Tokens a rollout, mean; characters where a log does not say its tokens; null where there is no text.</summary>
    public double? MeanLength { get; init; }

    /// <summary>Rollouts at the length limit; null where the limit is not known.</summary>
    public int? Cut { get; init; }

    /// <summary>Tokens whose log-prob and entropy are both known.</summary>
    public long ScoredTokens { get; init; }

    /// <summary>Tokens whose entropy is known.</summary>
    public long EntropyTokens { get; init; }

    /// <summary>Their entropies, summed, nats.</summary>
    public double EntropySum { get; init; }

    /// <summary>Over <see cref="ScoredTokens"/>: negative log-prob less entropy, summed. Its expectation is 0 if both are of the distribution that was sampled.</summary>
    public double SurpriseSum { get; init; }

    /// <summary>The squares of the same.</summary>
    public double SurpriseSquares { get; init; }

    /// <summary>Log-probs above 0, which no probability has.</summary>
    public long PositiveLogProbs { get; init; }

    /// <summary>Pairs of equal texts in a group whose log-probs say that one such pair is not to be expected in millions of groups.</summary>
    public int ImpossibleTwins { get; init; }

    /// <summary>Rollouts whose tokens' texts and response are both known.</summary>
    public int Spelt { get; init; }

    /// <summary>Those of them whose tokens do not spell the response.</summary>
    public int Misspelt { get; init; }

    /// <summary>Rollouts that end in a loop (<see cref="Repetition"/>).</summary>
    public int Looping { get; init; }

    /// <summary>Rollouts in which strategic grams were looked for.</summary>
    public int Searched { get; init; }

    /// <summary>Those of them that hold one.</summary>
    public int Planning { get; init; }
}
