namespace Hicra.Credit;

/// <summary>The strength of the amplification <c>A + alpha * |A|</c> at each training step.</summary>
public interface IAlphaSchedule
{
    /// <summary>The alpha of a step. Asking again for the same step gives the same alpha and changes nothing.</summary>
    /// <param name="trainingStep">The training step, from 0; a schedule with a state expects steps in order.</param>
    /// <param name="semanticEntropy">Entropy of the step's strategic grams in nats; null if undefined.</param>
    double At(int trainingStep, double? semanticEntropy);

    /// <summary>What a checkpoint must hold to continue exactly; null for a schedule that depends on the step alone.</summary>
    AlphaState? State => null;

    /// <summary>Continues from a checkpoint.</summary>
    /// <exception cref="HicraException">The schedule keeps no state, so the checkpoint belongs to another one.</exception>
    void Restore(AlphaState state) =>
        throw new HicraException("The checkpoint holds the state of an adaptive alpha, but this run's alpha is not adaptive: resume with the settings of the checkpoint.");
}

/// <summary>The state of an adaptive alpha.</summary>
/// <param name="Step">The last step that was taken in; -1 before the first.</param>
/// <param name="Alpha">The alpha of that step.</param>
/// <param name="Integral">The sum of relative errors so far.</param>
public sealed record AlphaState(int Step, double Alpha, double Integral)
{
    private const string StepName = "alpha_step", AlphaName = "alpha", IntegralName = "alpha_integral";

    /// <summary>A rule's state and that of its alpha, where the schedule has one.</summary>
    public static CreditState Capture(IAlphaSchedule schedule, CreditState state)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(state);
        return schedule.State is { } alpha ? state.With(StepName, alpha.Step).With(AlphaName, alpha.Alpha).With(IntegralName, alpha.Integral) : state;
    }

    /// <summary>Gives a schedule that has a state the one that a rule's state holds; a fork may have changed a fixed alpha into an adaptive one or back, and then there is nothing to give.</summary>
    /// <exception cref="HicraException">The alpha is outside the schedule's bounds.</exception>
    public static void Restore(IAlphaSchedule schedule, CreditState state)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(state);
        if (schedule.State is null || !state.TryGet(StepName, out double step) || !state.TryGet(AlphaName, out double alpha) || !state.TryGet(IntegralName, out double integral)) return;
        schedule.Restore(new AlphaState((int)step, alpha, integral));
    }
}
