namespace Hicra.Objective;

/// <summary>How token losses become one loss, by verl's definitions. Sequences without a kept token do not count.</summary>
public enum LossAggregation
{
    /// <summary>The sum over tokens, divided by the minibatch's kept tokens (DAPO).</summary>
    TokenMean,

    /// <summary>The sum over tokens.</summary>
    TokenSum,

    /// <summary>The mean over sequences of the sum over tokens.</summary>
    SeqMeanTokenSum,

    /// <summary>The mean over sequences of the mean over tokens (the sum divided by count + 1e-8).</summary>
    SeqMeanTokenMean,

    /// <summary>The mean over sequences of the sum over tokens, divided by the longest allowed response (Dr. GRPO).</summary>
    SeqMeanTokenSumNorm,
}
