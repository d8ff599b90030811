namespace Hicra.Objective;

/// <summary>The names of losses, aggregations and KL estimators as verl writes them.</summary>
public static class ObjectiveNames
{
    private static readonly (string Name, PolicyLoss Value)[] Losses =
        [("vanilla", PolicyLoss.Clip), ("gspo", PolicyLoss.Gspo), ("cispo", PolicyLoss.Cispo)];

    private static readonly (string Name, LossAggregation Value)[] Aggregations =
    [
        ("token-mean", LossAggregation.TokenMean), ("token-sum", LossAggregation.TokenSum),
        ("seq-mean-token-sum", LossAggregation.SeqMeanTokenSum), ("seq-mean-token-mean", LossAggregation.SeqMeanTokenMean),
        ("seq-mean-token-sum-norm", LossAggregation.SeqMeanTokenSumNorm),
    ];

    private static readonly (string Name, KlEstimator Value)[] Estimators =
        [("k1", KlEstimator.K1), ("k2", KlEstimator.K2), ("k3", KlEstimator.K3), ("k3+", KlEstimator.K3Plus), ("abs", KlEstimator.Abs)];

    /// <summary>The policy losses' names.</summary>
    public static IReadOnlyList<string> PolicyLosses { get; } = [.. Losses.Select(x => x.Name)];

    /// <summary>The aggregations' names.</summary>
    public static IReadOnlyList<string> LossAggregations { get; } = [.. Aggregations.Select(x => x.Name)];

    /// <summary>The KL estimators' names.</summary>
    public static IReadOnlyList<string> KlEstimators { get; } = [.. Estimators.Select(x => x.Name)];

    /// <summary>The name of a policy loss.</summary>
    public static string Of(PolicyLoss loss) => Name(Losses, loss);

    /// <summary>The name of an aggregation.</summary>
    public static string Of(LossAggregation aggregation) => Name(Aggregations, aggregation);

    /// <summary>The name of a KL estimator.</summary>
    public static string Of(KlEstimator estimator) => Name(Estimators, estimator);

    /// <summary>The policy loss of a name.</summary>
    /// <exception cref="HicraException">The name is unknown; the message suggests the nearest one.</exception>
    public static PolicyLoss ParsePolicyLoss(string name) => Parse(Losses, "policy loss", name);

    /// <summary>The aggregation of a name.</summary>
    /// <exception cref="HicraException">The name is unknown; the message suggests the nearest one.</exception>
    public static LossAggregation ParseAggregation(string name) => Parse(Aggregations, "loss aggregation", name);

    /// <summary>The KL estimator of a name.</summary>
    /// <exception cref="HicraException">The name is unknown; the message suggests the nearest one.</exception>
    public static KlEstimator ParseKlEstimator(string name) => Parse(Estimators, "KL estimator", name);

    private static string Name<T>((string Name, T Value)[] table, T value) where T : struct, Enum =>
        Array.Find(table, x => EqualityComparer<T>.Default.Equals(x.Value, value)).Name ?? throw new ArgumentOutOfRangeException(nameof(value), value, "Not a defined value.");

    private static T Parse<T>((string Name, T Value)[] table, string what, string name) where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.FindIndex(table, x => x.Name == name);
        return index >= 0 ? table[index].Value : throw NameSuggestion.Unknown(what, name, table.Select(x => x.Name));
    }
}
