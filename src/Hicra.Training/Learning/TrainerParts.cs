using Hicra.Credit;
using Hicra.Strategy;
using Hicra.Training.Policies;

namespace Hicra.Training.Learning;

/// <summary>Parts of a trainer that can be replaced; null means the one that the options name.</summary>
public sealed record TrainerParts
{
    /// <summary>The credit rules by name. One of the user's own takes part wherever a built-in does; options and log carry its name.</summary>
    public CreditCatalog Credits { get; init; } = CreditCatalog.BuiltIn;

    /// <summary>An advantage estimator of the user's own.</summary>
    public IAdvantageEstimator? Estimator { get; init; }

    /// <summary>The fixed library that <see cref="TrainingOptions.Grams"/> names, where it was read already.</summary>
    public StrategicGramLibrary? Grams { get; init; }

    /// <summary>The reference policy of the KL; by default a copy of the policy as the trainer is made.</summary>
    public IPolicy? Reference { get; init; }

    /// <summary>The clock of <c>timing_s/</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether contradictory settings are taken, as those of a run that an earlier version began.</summary>
    internal bool TakesContradictions { get; init; }
}
