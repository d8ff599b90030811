namespace Hicra.Training.Policies;

/// <summary>
/// Which tokens may be drawn: the k most probable, those that together have the probability p, those that have a share of the
/// most probable one's. The rules apply in this order, after the temperature, each to what the one before it left (as in Hugging
/// Face's generation); tokens that are as probable as the last that stays, stay too.
/// </summary>
public sealed record TokenFilter
{
    /// <summary>Draws from everything.</summary>
    public static TokenFilter None { get; } = new();

    /// <summary>The smallest set of most probable tokens that has at least this probability; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>So many of the most probable tokens; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Tokens that are at least this share as probable as the most probable one; 0 for all.</summary>
    public double MinP { get; init; }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsNone => TopP >= 1 && TopK <= 0 && MinP <= 0;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="HicraException">One is out of range.</exception>
    public TokenFilter Validate()
    {
        if (!(TopP is > 0 and <= 1)) throw new HicraException(FormattableString.Invariant($"--top-p is {TopP}; give a number above 0, up to 1 for all tokens"));
        if (TopK < 0) throw new HicraException($"--top-k is {TopK}; give 1 or more, or 0 for all tokens");
        if (!(MinP is >= 0 and < 1)) throw new HicraException(FormattableString.Invariant($"--min-p is {MinP}; give a number from 0, for all tokens, up to, but not, 1"));
        return this;
    }

    /// <summary>Puts minus infinity in the place of tokens that may not be drawn.</summary>
    /// <param name="logProbs">[vocabulary] log-probs of the tempered distribution, nats.</param>
    /// <returns>The log of the probability that is left, and the entropy of what is left, made a distribution again, in nats.</returns>
    public (double LogMass, double Entropy) Apply(Span<float> logProbs)
    {
        float border = Border(logProbs);
        double mass = 0, dot = 0;
        foreach (ref float logProb in logProbs)
        {
            if (logProb < border) logProb = float.NegativeInfinity;
            if (float.IsNegativeInfinity(logProb)) continue;
            double probability = Math.Exp(logProb);
            mass += probability;
            dot += probability * logProb;
        }
        double log = Math.Log(mass);
        return (log, Math.Max(0, log - dot / mass));
    }

    /// <summary>The log-prob of the least probable token that may be drawn.</summary>
    private float Border(ReadOnlySpan<float> logProbs)
    {
        float[] falling = logProbs.ToArray();
        Array.Sort(falling);
        Array.Reverse(falling);
        int count = TopK > 0 ? Math.Min(TopK, falling.Length) : falling.Length;
        while (count < falling.Length && falling[count] == falling[count - 1]) count++;
        if (TopP < 1)
        {
            double mass = 0, before = 0;
            for (int i = 0; i < count; i++) mass += Math.Exp(falling[i]);
            int kept = 0;
            while (kept < count && before < TopP * mass) before += Math.Exp(falling[kept++]);
            count = Math.Max(1, kept);
        }
        float border = falling[count - 1];
        return MinP > 0 ? Math.Max(border, falling[0] + (float)Math.Log(MinP)) : border;
    }
}
