using Hicra.Credit;

namespace Hicra.Training.Learning;

/// <summary>What a trainer must know to continue exactly: random numbers need no state, because each step derives its own.</summary>
public sealed record TrainerState
{
    /// <summary>The next step; this many updates have been made.</summary>
    public required int Step { get; init; }

    /// <summary>The weights.</summary>
    public required IReadOnlyList<NamedTensor> Weights { get; init; }

    /// <summary>The optimiser's state; null for that of a policy that was never updated.</summary>
    public IReadOnlyList<NamedTensor>? Optimizer { get; init; }

    /// <summary>The state of the credit rule.</summary>
    public CreditState Credit { get; init; } = CreditState.Empty;

    /// <summary>The grams that are mined while training; null where the library does not change.</summary>
    public GramState? Grams { get; init; }
}
