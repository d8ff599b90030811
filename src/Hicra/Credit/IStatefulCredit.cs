namespace Hicra.Credit;

/// <summary>
/// A token credit that draws, counts or learns something while a run goes on. A trainer prepares it before each step,
/// keeps its state in checkpoints and gives it back to a run that is resumed or forked, and knows no more about it.
/// </summary>
public interface IStatefulCredit : ITokenCredit
{
    /// <summary>Called once before <see cref="ITokenCredit.Assign"/> in each step, for what a rule takes from the rollouts of its first step or of any.</summary>
    /// <param name="context">The step's rollouts.</param>
    /// <param name="random">A stream of the step and the rule's name: the same for every run of the seed.</param>
    void Prepare(TokenContext context, CounterRandom random)
    {
    }

    /// <summary>What the rule must find again to continue exactly; <see cref="CreditState.Empty"/> where there is nothing yet.</summary>
    CreditState Capture();

    /// <summary>Continues from a state.</summary>
    /// <param name="state">The state of this rule, or, in a fork, of the parent's: a rule takes what it knows by name and leaves the rest.</param>
    /// <exception cref="HicraException">The state cannot be that of a rule with these settings.</exception>
    void Restore(CreditState state);
}
