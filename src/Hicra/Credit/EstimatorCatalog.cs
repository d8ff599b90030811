namespace Hicra.Credit;

/// <summary>The advantage estimators by name, for commands and configuration files.</summary>
public static class EstimatorCatalog
{
    private static readonly (Func<IAdvantageEstimator> Create, string Description)[] Entries =
    [
        (() => new GroupZScore(), "reward minus group mean, over the group's deviation (GRPO as usually implemented; the default)"),
        (() => new GroupMean(), "reward minus group mean (GRPO as the paper prints it)"),
        (() => new LeaveOneOut(), "reward minus the mean of the others of its group (RLOO)"),
        (() => new BatchZScore(), "reward minus group mean, over the batch's deviation (REINFORCE++ baseline)"),
        (() => new Opo(), "reward minus the length-weighted group mean (OPO)"),
    ];

    /// <summary>The names with a one-line description each, in the order in which help shows them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Names { get; } =
        [.. Entries.Select(e => KeyValuePair.Create(e.Create().Name, e.Description))];

    /// <summary>The estimator of a name.</summary>
    /// <exception cref="HicraException">The name is unknown; the message suggests the nearest one.</exception>
    public static IAdvantageEstimator Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.FindIndex([.. Names], n => n.Key == name);
        return index >= 0 ? Entries[index].Create() : throw NameSuggestion.Unknown("advantage estimator", name, Names.Select(n => n.Key));
    }

    /// <summary>The known name nearest to a misspelt one; null where none is near.</summary>
    public static string? Suggest(string name) => NameSuggestion.Nearest(name, Names.Select(n => n.Key));
}
