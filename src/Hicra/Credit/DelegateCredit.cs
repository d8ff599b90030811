namespace Hicra.Credit;

/// <summary>A user's own rule. It takes part everywhere as a built-in one does; see <see cref="CreditCatalog.With(ITokenCredit, string)"/>.</summary>
public sealed class DelegateCredit : ITokenCredit
{
    private readonly TokenCreditRule rule;

    /// <summary>Creates the rule.</summary>
    /// <param name="name">The name by which commands and logs call it.</param>
    /// <param name="rule">Changes what differs from uniform credit.</param>
    /// <exception cref="HicraException">The name is blank.</exception>
    public DelegateCredit(string name, TokenCreditRule rule)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(rule);
        if (string.IsNullOrWhiteSpace(name)) throw new HicraException("A credit rule needs a name: give one, for example 'mine'.");
        Name = name;
        this.rule = rule;
    }

    /// <summary>A rule that looks at one token at a time.</summary>
    /// <param name="name">The name by which commands and logs call it.</param>
    /// <param name="advantage">Context, rollout and token index to the token's advantage.</param>
    /// <exception cref="HicraException">The name is blank.</exception>
    public static DelegateCredit PerToken(string name, Func<TokenContext, int, int, double> advantage)
    {
        ArgumentNullException.ThrowIfNull(advantage);
        return new DelegateCredit(name, (context, advantages, _) =>
        {
            for (int i = 0; i < context.RolloutCount; i++)
            {
                for (int t = context.Offsets[i]; t < context.Offsets[i + 1]; t++) advantages[t] = advantage(context, i, t);
            }
        });
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="HicraException">The rule gave an advantage that is not a finite number.</exception>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        rule(context, advantages, lossMask);
        for (int t = 0; t < advantages.Length; t++)
        {
            if (!double.IsFinite(advantages[t])) throw new HicraException(FormattableString.Invariant($"The credit rule '{Name}' gave token {t} the advantage {advantages[t]}: it must give finite numbers."));
        }
    }
}

/// <summary>The body of a user's credit rule.</summary>
/// <param name="context">The step's rollouts.</param>
/// <param name="advantages">[tokens]; on entry each token holds its rollout's advantage.</param>
/// <param name="lossMask">[tokens]; all true on entry. False leaves a token out of the loss.</param>
public delegate void TokenCreditRule(TokenContext context, Span<double> advantages, Span<bool> lossMask);
