namespace Hicra;

/// <summary>
/// A counter-based random stream: the value at an index is a pure function of the key and the index, so that results do
/// not depend on who draws first. The mixing function is SplitMix64 (Steele, Lea, Flood 2014).
/// </summary>
/// <param name="Key">The stream's key; streams of different keys are independent for practical purposes.</param>
public readonly record struct CounterRandom(ulong Key)
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;

    /// <summary>The stream of a user's seed.</summary>
    public static CounterRandom FromSeed(long seed) => new(Mix(unchecked((ulong)seed) + Golden));

    /// <summary>A child stream, for example of a step, a prompt, or a rollout.</summary>
    public CounterRandom Derive(long branch) => new(Mix(Key ^ Mix(unchecked((ulong)branch) * Golden + 0x632BE59BD9B4E019UL)));

    /// <summary>A child stream of a name (hashed with FNV-1a, the same on every platform).</summary>
    public CounterRandom Derive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 14695981039346656037UL;
        foreach (char c in name) hash = (hash ^ c) * 1099511628211UL;
        return Derive(unchecked((long)hash));
    }

    /// <summary>The 64 random bits at <paramref name="index"/>.</summary>
    public ulong Bits(long index) => Mix(Key + unchecked((ulong)index) * Golden);

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double Uniform(long index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer in [0, <paramref name="exclusiveMaximum"/>).</summary>
    public int Below(long index, int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        return (int)Math.BigMul(Bits(index), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>Two independent standard normal numbers (Box-Muller); uses the bits at 2·index and 2·index + 1.</summary>
    public (double First, double Second) Normal(long index)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * index)));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * Uniform(2 * index + 1));
        return (radius * cos, radius * sin);
    }

    /// <summary>Shuffles in place (Fisher-Yates); uses the bits at 1 .. Length - 1.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i, i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
