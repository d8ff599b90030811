namespace Hicra.Credit;

/// <summary>Every token of a rollout takes the rollout's advantage: the credit of GRPO (paper, section 3).</summary>
public sealed class UniformCredit : ITokenCredit
{
    /// <inheritdoc/>
    public string Name => "grpo";

    /// <inheritdoc/>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask) => Spread(context, advantages, lossMask);

    /// <summary>Where the other rules start: checks the spans, then gives every token its rollout's advantage.</summary>
    internal static void Spread(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        ArgumentNullException.ThrowIfNull(context);
        int tokens = context.TokenCount;
        if (advantages.Length != tokens) throw new ArgumentException($"{advantages.Length} advantages for {tokens} tokens.", nameof(advantages));
        if (lossMask.Length != tokens) throw new ArgumentException($"A loss mask of {lossMask.Length} for {tokens} tokens.", nameof(lossMask));
        if (context.RolloutAdvantages.Length != context.RolloutCount) throw new ArgumentException($"{context.RolloutAdvantages.Length} rollout advantages for {context.RolloutCount} rollouts.", nameof(context));
        if (context.Planning.Length != tokens) throw new ArgumentException($"A planning mask of {context.Planning.Length} for {tokens} tokens.", nameof(context));
        if (context.TokenIds.Length != tokens) throw new ArgumentException($"{context.TokenIds.Length} token ids for {tokens} tokens.", nameof(context));
        if (context.Entropies is { } entropies && entropies.Length != tokens) throw new ArgumentException($"{entropies.Length} entropies for {tokens} tokens.", nameof(context));
        for (int i = 0; i < context.RolloutCount; i++)
            advantages[context.Offsets[i]..context.Offsets[i + 1]].Fill(context.RolloutAdvantages[i]);
    }
}
