using Hicra.Credit;

namespace Hicra.Tests.Credit;

/// <summary>Token contexts for tests.</summary>
internal static class Contexts
{
    public static TokenContext Random(Dice dice, bool entropies = true)
    {
        int group = 1 + dice.Below(4);
        int rollouts = group * (1 + dice.Below(4));
        var offsets = new int[rollouts + 1];
        for (int i = 0; i < rollouts; i++) offsets[i + 1] = offsets[i] + dice.Below(8);   // some are empty
        int tokens = offsets[^1];
        return new TokenContext
        {
            GroupSize = group,
            Offsets = offsets,
            Rewards = dice.Many(rollouts, d => d.Below(2)),
            RolloutAdvantages = dice.Many(rollouts, d => d.Pick(d.Uniform(-2, 2), 0, -0.0)),
            Planning = [.. Enumerable.Range(0, tokens).Select(_ => dice.Below(3) == 0)],
            TokenIds = [.. Enumerable.Range(0, tokens).Select(_ => dice.Below(5))],
            Entropies = entropies ? dice.Many(tokens, d => d.Uniform(0, 3)) : null,
            SemanticEntropy = dice.Uniform(0.5, 3),
            Step = dice.Below(50),
        };
    }

    /// <summary>One group of rollouts given by length, advantage, and one character a token: P is a planning token.</summary>
    public static TokenContext Of(double[]? entropies, params (double Advantage, string Tokens)[] rollouts)
    {
        string all = string.Concat(rollouts.Select(r => r.Tokens));
        var offsets = new int[rollouts.Length + 1];
        for (int i = 0; i < rollouts.Length; i++) offsets[i + 1] = offsets[i] + rollouts[i].Tokens.Length;
        return new TokenContext
        {
            GroupSize = rollouts.Length,
            Offsets = offsets,
            Rewards = [.. rollouts.Select(r => r.Advantage > 0 ? 1.0 : 0.0)],
            RolloutAdvantages = [.. rollouts.Select(r => r.Advantage)],
            Planning = [.. all.Select(c => c == 'P')],
            TokenIds = [.. all.Select(c => (int)c)],
            Entropies = entropies,
        };
    }

    public static (double[] Advantages, bool[] Mask) Assign(ITokenCredit credit, TokenContext context)
    {
        var advantages = new double[context.TokenCount];
        Array.Fill(advantages, double.NaN);   // overwritten, or the test sees it
        var mask = new bool[context.TokenCount];
        Array.Fill(mask, true);
        credit.Assign(context, advantages, mask);
        return (advantages, mask);
    }

    public static long[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}
