namespace Hicra.Credit;

/// <summary>A token credit with an alpha, which a trainer logs and keeps in its checkpoints.</summary>
public interface IAmplifyingCredit : ITokenCredit
{
    /// <summary>The strength of the amplification.</summary>
    IAlphaSchedule Alpha { get; }
}
