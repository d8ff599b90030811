namespace Hicra.Objective;

/// <summary>The objective of a minibatch. A minibatch without a kept token has 0 everywhere.</summary>
public sealed record ObjectiveResult
{
    /// <summary>What is minimised: policy loss - entropy coefficient * entropy + KL coefficient * KL.</summary>
    public required double Loss { get; init; }

    /// <summary>The aggregated policy loss.</summary>
    public required double PolicyLoss { get; init; }

    /// <summary>The aggregated KL to the reference policy; 0, and not among the metrics, without a reference.</summary>
    public required double KlLoss { get; init; }

    /// <summary>The aggregated entropy in nats; 0, and not among the metrics, without entropies.</summary>
    public required double Entropy { get; init; }

    /// <summary>The share of kept tokens whose loss is the clipped one.</summary>
    public required double ClipFraction { get; init; }

    /// <summary>The share of kept tokens whose loss the dual clip bounds.</summary>
    public required double ClipFractionLower { get; init; }

    /// <summary>The mean over kept tokens of old log-prob minus log-prob, in nats.</summary>
    public required double ApproximateKl { get; init; }

    /// <summary>The kept tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>The above under verl's names, without what is undefined.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; }
}
