namespace Hicra.Credit;

/// <summary>The methods by name. Immutable: <see cref="With(CreditMethod)"/> makes a larger catalog that holds a user's rule too.</summary>
public sealed class CreditCatalog
{
    private CreditCatalog(IReadOnlyList<CreditMethod> methods) => Methods = methods;

    /// <summary>The methods of the library.</summary>
    public static CreditCatalog BuiltIn { get; } = new(
    [
        new() { Name = "grpo", Description = "uniform credit: every token takes its rollout's advantage A", Create = _ => new UniformCredit(), ReplayShows = "its whole credit: every token's A" },
        new()
        {
            Name = "hicra", Description = "planning tokens take A + alpha * |A| (the paper's method)", Create = s => new HicraCredit(s.Alpha), UsesAlpha = true, IsUniformAtZero = true, UsesPlanning = true,
            ReplayShows = "its whole credit: A + alpha |A| on the tokens that plan",
        },
        new()
        {
            Name = "high-entropy", Description = "the same rule on the tokens of highest entropy", Create = s => new HighEntropyCredit(s.Alpha, s.HighEntropyQuantile), UsesAlpha = true, IsUniformAtZero = true, NeedsEntropies = true,
            ReplayShows = "its whole credit, by the saved entropies", ReplayHides = "The threshold is that of the rollouts that are replayed, all of them as one batch.",
        },
        new()
        {
            Name = "placebo", Description = "the same rule on random frequent n-grams that are no plans", Create = s => s.PlaceboGrams is { } grams ? new PlaceboCredit(s.Alpha, grams) : new PlaceboCredit(s.Alpha, s.PlaceboCount), UsesAlpha = true, IsUniformAtZero = true,
            ReplayShows = "its rule", ReplayHides = "The n-grams are drawn from these rollouts; a run draws others, once, from those of its first step.",
        },
        new()
        {
            Name = "gram-bonus", Description = "a plain bonus for planning tokens, the same for all, that adds up to HICRA's (a control)", Create = s => new GramBonusCredit(s.Alpha), UsesAlpha = true, IsUniformAtZero = true, UsesPlanning = true,
            ReplayShows = "its whole credit: A + alpha times the mean of |A| over planning tokens", ReplayHides = "The mean of |A| is that of the rollouts that are replayed, all of them as one batch.",
        },
        new()
        {
            Name = "hicra-equal-norm", Description = "HICRA's credit scaled to the L2 norm of GRPO's over the batch (a control)", Create = s => new EqualNormHicraCredit(s.Alpha), UsesAlpha = true, IsUniformAtZero = true, UsesPlanning = true,
            ReplayShows = "its whole credit: HICRA's, times one number for all tokens", ReplayHides = "The number that scales it is that of the rollouts that are replayed, all of them as one batch.",
        },
        new()
        {
            Name = "top-entropy", Description = "uniform credit; only the 20 % of tokens with the highest entropy are trained", Create = s => new TopEntropyMask(s.TopEntropyShare), NeedsEntropies = true,
            ReplayShows = "its mask, by the saved entropies", ReplayHides = "The threshold is that of the rollouts that are replayed, all of them as one batch.",
        },
        new()
        {
            Name = "hicra-reported", Description = "what others report of the authors' code (second-hand; differs from the paper)", Create = s => new HicraReportedCredit(s.Alpha, s.ReportedHighEntropyShare), UsesAlpha = true, IsUniformAtZero = true, UsesPlanning = true, NeedsEntropies = true,
            ReplayShows = "its whole credit, by the saved entropies and lengths",
        },
        new()
        {
            Name = "entropy-bonus", Description = "uniform credit with an entropy bonus in the objective", Create = _ => new UniformCredit(), UsesEntropyCoefficient = true,
            ReplayShows = "its credit, which is GRPO's", ReplayHides = "The bonus acts in the loss and not on credit: it pushes every token's distribution to be wider, whatever the token's advantage, and none of that is in these numbers.",
        },
    ]);

    /// <summary>The methods, in the order in which help shows them.</summary>
    public IReadOnlyList<CreditMethod> Methods { get; }

    /// <summary>This catalog and one more rule, under the rule's own name.</summary>
    /// <param name="credit">The rule; the same object serves every run, so it must be safe to share. A rule with a state is a <see cref="CreditMethod"/>.</param>
    /// <param name="description">One line for help.</param>
    /// <exception cref="HicraException">The name is taken.</exception>
    public CreditCatalog With(ITokenCredit credit, string description = "a rule of your own")
    {
        ArgumentNullException.ThrowIfNull(credit);
        ArgumentNullException.ThrowIfNull(description);
        return With(new CreditMethod { Name = credit.Name, Description = description, Create = _ => credit, UsesAlpha = credit is IAmplifyingCredit });
    }

    /// <summary>This catalog and one more method, which makes a rule for each run: for rules that take settings or keep a state.</summary>
    /// <exception cref="HicraException">The name is taken.</exception>
    public CreditCatalog With(CreditMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (Methods.Any(m => m.Name == method.Name)) throw new HicraException($"A method named '{method.Name}' exists already: give the rule another name.");
        return new([.. Methods, method]);
    }

    /// <summary>The method of a name.</summary>
    /// <exception cref="HicraException">The name is unknown; the message suggests the nearest one.</exception>
    public CreditMethod Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Methods.FirstOrDefault(m => m.Name == name) ?? throw NameSuggestion.Unknown("method", name, Methods.Select(m => m.Name));
    }

    /// <summary>Makes the rule of a method.</summary>
    /// <exception cref="HicraException">The name is unknown, or a setting that the method uses cannot be used.</exception>
    public CreditChoice Create(string name, CreditSettings? settings = null)
    {
        CreditMethod method = Find(name);
        settings ??= new CreditSettings();
        double entropy = method.UsesEntropyCoefficient ? settings.EntropyCoefficient : 0;
        if (!(entropy >= 0) || !double.IsFinite(entropy)) throw new HicraException(FormattableString.Invariant($"The entropy coefficient is {entropy}: give a number of at least 0, for example 0.01."));
        return new CreditChoice(method, method.Create(settings), entropy);
    }

    /// <summary>The known name nearest to a misspelt one; null where none is near.</summary>
    public string? Suggest(string name) => NameSuggestion.Nearest(name, Methods.Select(m => m.Name));
}
