namespace Hicra.Credit;

/// <summary>A token credit with an alpha, which a trainer logs. Its state is that of the alpha, where that is adaptive; a rule with more implements <see cref="IStatefulCredit"/> itself.</summary>
public interface IAmplifyingCredit : IStatefulCredit
{
    /// <summary>The strength of the amplification.</summary>
    IAlphaSchedule Alpha { get; }

    CreditState IStatefulCredit.Capture() => AlphaState.Capture(Alpha, CreditState.Empty);

    void IStatefulCredit.Restore(CreditState state) => AlphaState.Restore(Alpha, state);
}
