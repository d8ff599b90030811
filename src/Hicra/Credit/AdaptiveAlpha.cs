namespace Hicra.Credit;

/// <summary>
/// Alpha held by a target on semantic entropy: a proportional-integral controller. Not in the paper (its alpha is fixed);
/// a public summary speaks of an "adaptive alpha", and this is one plain way to have it.
/// </summary>
/// <remarks>
/// With the relative error <c>e = (target - semantic entropy) / target</c>, positive where strategies are less diverse than
/// wished, each step gives <c>alpha = clamp(Initial + Proportional * e + Integral * sum(e), Minimum, Maximum)</c>. The sum
/// does not grow in the direction in which alpha already stands at its bound (no wind-up). A step without a semantic
/// entropy keeps the alpha of the step before. That a larger alpha raises semantic entropy is the paper's observation
/// (Figures 6 to 8) and not a law; negative gains serve the opposite case.
/// </remarks>
public sealed class AdaptiveAlpha : IAlphaSchedule
{
    private readonly AdaptiveAlphaOptions options;

    /// <summary>Creates the controller at its initial alpha.</summary>
    /// <exception cref="HicraException">An option may not be used.</exception>
    public AdaptiveAlpha(AdaptiveAlphaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        State = new AlphaState(-1, options.Initial, 0);
    }

    /// <inheritdoc/>
    public AlphaState State { get; private set; }

    /// <inheritdoc/>
    public double At(int trainingStep, double? semanticEntropy)
    {
        if (trainingStep == State.Step) return State.Alpha;
        if (semanticEntropy is not { } entropy)
        {
            State = State with { Step = trainingStep };
            return State.Alpha;
        }
        if (!double.IsFinite(entropy)) throw new ArgumentException(FormattableString.Invariant($"The semantic entropy of step {trainingStep} is {entropy}; an undefined one is null."), nameof(semanticEntropy));

        double error = (options.Target - entropy) / options.Target;
        double integral = State.Integral + error;
        double wish = Wish(error, integral);
        double alpha = Math.Clamp(wish, options.Minimum, options.Maximum);
        // Winding up: the bound already holds alpha back, and this error pushes further the same way.
        bool windsUp = wish != alpha && (wish - alpha) * options.Integral * error > 0;
        if (windsUp)
        {
            integral = State.Integral;
            alpha = Math.Clamp(Wish(error, integral), options.Minimum, options.Maximum);
        }
        State = new AlphaState(trainingStep, alpha, integral);
        return alpha;
    }

    /// <inheritdoc/>
    public void Restore(AlphaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!double.IsFinite(state.Integral) || !(state.Alpha >= options.Minimum && state.Alpha <= options.Maximum))
            throw new HicraException(FormattableString.Invariant($"The checkpoint's adaptive alpha ({state.Alpha}) is outside [{options.Minimum}, {options.Maximum}]: resume with the settings of the checkpoint."));
        State = state;
    }

    private double Wish(double error, double integral) => options.Initial + options.Proportional * error + options.Integral * integral;
}
