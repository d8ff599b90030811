using Hicra.Credit;
using Hicra.Tensors;

namespace Hicra.Training.Learning;

/// <summary>
/// What a trainer must know to continue exactly: random numbers need no state, because each step derives its own. Weights and
/// optimiser's state are read when they are restored, from a checkpoint's files (which disposing closes) or from the policy itself.
/// </summary>
public sealed record TrainerState : IDisposable
{
    /// <summary>The next step; this many updates have been made.</summary>
    public required int Step { get; init; }

    /// <summary>The weights.</summary>
    public required TensorSource Weights { get; init; }

    /// <summary>The optimiser's state; null for that of a policy that was never updated.</summary>
    public TensorSource? Optimizer { get; init; }

    /// <summary>The state of the credit rule.</summary>
    public CreditState Credit { get; init; } = CreditState.Empty;

    /// <summary>The grams that are mined while training; null where the library does not change.</summary>
    public GramState? Grams { get; init; }

    /// <summary>The same state with tensors in memory of its own, to be restored after the policy has changed.</summary>
    public TrainerState Copy() => this with { Weights = TensorList.Copy(Weights), Optimizer = Optimizer is null ? null : TensorList.Copy(Optimizer) };

    /// <summary>Closes the files from which the tensors are read, if there are any.</summary>
    public void Dispose()
    {
        (Weights as IDisposable)?.Dispose();
        (Optimizer as IDisposable)?.Dispose();
    }
}
