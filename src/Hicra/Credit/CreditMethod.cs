namespace Hicra.Credit;

/// <summary>A method that commands can choose.</summary>
public sealed record CreditMethod
{
    /// <summary>The name, for example <c>hicra</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for help.</summary>
    public required string Description { get; init; }

    /// <summary>Makes the rule, a new one for each run.</summary>
    public required Func<CreditSettings, ITokenCredit> Create { get; init; }

    /// <summary>Whether alpha matters.</summary>
    public bool UsesAlpha { get; init; }

    /// <summary>Whether the rule with alpha 0 is uniform credit in every bit.</summary>
    public bool IsUniformAtZero { get; init; }

    /// <summary>Whether the rule looks at which tokens plan, so that it needs grams that can occur.</summary>
    public bool UsesPlanning { get; init; }

    /// <summary>Whether the rule needs token entropies.</summary>
    public bool NeedsEntropies { get; init; }

    /// <summary>What a replay of credit on saved rollouts shows of the method, as a clause.</summary>
    public string ReplayShows { get; init; } = "its rule on these tokens";

    /// <summary>What such a replay cannot show, as a sentence; null where it shows the whole rule.</summary>
    public string? ReplayHides { get; init; }

    /// <summary>Whether the objective gets the entropy coefficient of the settings (else 0).</summary>
    public bool UsesEntropyCoefficient { get; init; }
}

/// <summary>A method made ready: its rule, and what it asks of the objective.</summary>
/// <param name="Method">The method.</param>
/// <param name="Credit">The rule.</param>
/// <param name="EntropyCoefficient">The coefficient of the entropy in the objective; 0 but for <c>entropy-bonus</c>.</param>
public sealed record CreditChoice(CreditMethod Method, ITokenCredit Credit, double EntropyCoefficient);
