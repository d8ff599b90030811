namespace Hicra.Rollouts;

/// <summary>What a measure may need of a trace besides its text, and a source may lack.</summary>
[Flags]
public enum RolloutFeatures
{
    /// <summary>Nothing but the text.</summary>
    None = 0,

    /// <summary>A reward or a verdict.</summary>
    Rewards = 1,

    /// <summary>Which rollouts answer the same prompt.</summary>
    Groups = 2,

    /// <summary>The advantage of the rollout.</summary>
    Advantages = 4,

    /// <summary>The ids of the tokens.</summary>
    TokenIds = 8,

    /// <summary>How the text divides into tokens.</summary>
    TokenTexts = 16,

    /// <summary>Log-probs of the sampled tokens.</summary>
    LogProbs = 32,

    /// <summary>Entropies of the distributions from which they were sampled.</summary>
    Entropies = 64,

    /// <summary>The strategic grams, as spans of tokens.</summary>
    PlanningSpans = 128,
}
