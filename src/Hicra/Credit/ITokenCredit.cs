namespace Hicra.Credit;

/// <summary>The second half of credit assignment: one advantage per rollout to one advantage per token.</summary>
public interface ITokenCredit
{
    /// <summary>The name by which commands choose it, for example <c>hicra</c>.</summary>
    string Name { get; }

    /// <summary>Writes one advantage per response token and, where the rule leaves tokens out of the loss, the loss mask.</summary>
    /// <param name="context">The step's rollouts: what a rule may look at.</param>
    /// <param name="advantages">[tokens], overwritten.</param>
    /// <param name="lossMask">[tokens]; all true on entry. A token set to false takes no part in the loss or its averages.</param>
    void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask);
}
