using Hicra.Credit;
using Hicra.Strategy;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>
/// The rollouts of one step with everything that is known about them. Rollout <c>i</c> answers problem <c>i / GroupSize</c>;
/// its response tokens are the indices <c>Offsets[i] .. Offsets[i + 1]</c> of the per-token arrays.
/// </summary>
public sealed class RolloutBatch
{
    /// <summary>The training step, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>Rollouts per problem.</summary>
    public required int GroupSize { get; init; }

    /// <summary>[groups] the problems.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>[groups] the prompts as token ids.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>[tokens] response ids.</summary>
    public required int[] Tokens { get; init; }

    /// <summary>[rollouts + 1] where each response begins.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>[tokens] log-probs under the policy before this step's update, at the run's temperature, nats.</summary>
    public required double[] LogProbs { get; init; }

    /// <summary>[tokens] entropies of that policy at the same temperature, nats.</summary>
    public required double[] Entropies { get; init; }

    /// <summary>[tokens] log-probs and entropies of the distributions that were drawn from, where tokens were left out; null where none were.</summary>
    public TruncatedScores? Truncated { get; init; }

    /// <summary>[rollouts] what the verifier says.</summary>
    public required Verdict[] Verdicts { get; init; }

    /// <summary>[rollouts] rewards to learn from: the verifier's, less the punishment of overlong responses.</summary>
    public required double[] Rewards { get; init; }

    /// <summary>Groups that were sampled, those included that dynamic sampling replaced.</summary>
    public required int SampledGroups { get; init; }

    /// <summary>Rounds of sampling, 1 without dynamic sampling.</summary>
    public required int SampledRounds { get; init; }

    /// <summary>Right answers among all sampled rollouts, those included that dynamic sampling replaced.</summary>
    public required double SampledAccuracy { get; init; }

    /// <summary>[rollouts + 1] where each rollout's <see cref="Spans"/> begin.</summary>
    public required int[] SpanOffsets { get; init; }

    /// <summary>Strategic grams, rollout after rollout; positions count from the response's first token.</summary>
    public required GramSpan[] Spans { get; init; }

    /// <summary>[tokens] whether a token belongs to a strategic gram.</summary>
    public required bool[] Planning { get; init; }

    /// <summary>[grams] occurrences of each strategic gram.</summary>
    public required int[] GramCounts { get; init; }

    /// <summary>Entropy of <see cref="GramCounts"/> in nats; null where no gram occurred.</summary>
    public required double? SemanticEntropy { get; init; }

    /// <summary>[rollouts] advantages from the estimator.</summary>
    public double[] Advantages { get; internal set; } = [];

    /// <summary>[tokens] advantages after token credit.</summary>
    public double[] TokenAdvantages { get; internal set; } = [];

    /// <summary>[tokens] which tokens take part in the loss.</summary>
    public bool[] LossMask { get; internal set; } = [];

    /// <summary>The alpha of the step; null where the rule has none.</summary>
    public double? Alpha { get; internal set; }

    /// <summary>The number of rollouts.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>The problem of a rollout.</summary>
    public Problem ProblemOf(int rollout) => Problems[rollout / GroupSize];

    /// <summary>The prompt of a rollout.</summary>
    public int[] PromptOf(int rollout) => Prompts[rollout / GroupSize];

    /// <summary>The response ids of a rollout.</summary>
    public ReadOnlySpan<int> Response(int rollout) => Tokens.AsSpan(Offsets[rollout]..Offsets[rollout + 1]);

    /// <summary>The strategic grams of a rollout.</summary>
    public ReadOnlySpan<GramSpan> SpansOf(int rollout) => Spans.AsSpan(SpanOffsets[rollout]..SpanOffsets[rollout + 1]);

    /// <summary>The number of response tokens of a rollout.</summary>
    public int Length(int rollout) => Offsets[rollout + 1] - Offsets[rollout];

    /// <summary>What a credit rule may look at.</summary>
    public TokenContext Context() => new()
    {
        GroupSize = GroupSize,
        Offsets = Offsets,
        Rewards = Rewards,
        RolloutAdvantages = Advantages,
        Planning = Planning,
        TokenIds = Tokens,
        Entropies = Entropies,
        SemanticEntropy = SemanticEntropy,
        Step = Step,
    };
}
