namespace Hicra.Training.Worlds;

/// <summary>Draws one number after the other from a counter-based stream, for code whose number of draws depends on what it drew.</summary>
internal sealed class DrawSequence(CounterRandom random)
{
    private long _next;

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => random.Uniform(_next++);

    /// <summary>Uniform in 0 .. <paramref name="exclusiveMaximum"/> - 1.</summary>
    public int Below(int exclusiveMaximum) => random.Below(_next++, exclusiveMaximum);

    /// <summary>One of the candidates, with probability in proportion to its weight (<paramref name="weights"/> is indexed by candidate).</summary>
    public int Weighted(IReadOnlyList<int> candidates, IReadOnlyList<double> weights)
    {
        double left = Uniform() * candidates.Sum(candidate => weights[candidate]);
        foreach (int candidate in candidates)
        {
            left -= weights[candidate];
            if (left < 0) return candidate;
        }
        return candidates[^1]; // rounding may leave a little over
    }
}
