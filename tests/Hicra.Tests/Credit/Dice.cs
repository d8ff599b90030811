using FsCheck.Fluent;
using Hicra.Testing;

namespace Hicra.Tests.Credit;

/// <summary>Random test data that one FsCheck integer decides, so that a failure prints the number that repeats it.</summary>
internal sealed class Dice(long seed)
{
    private readonly CounterRandom random = CounterRandom.FromSeed(seed);
    private long index;

    public double Uniform(double low, double high) => low + (high - low) * random.Uniform(index++);

    public int Below(int exclusiveMaximum) => random.Below(index++, exclusiveMaximum);

    public T Pick<T>(params T[] items) => items[Below(items.Length)];

    public double[] Many(int count, Func<Dice, double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw(this))];

    /// <summary>The property holds for 100 random streams (fewer where one costs much).</summary>
    public static void Check(Action<Dice> property, int times = 100) =>
        FsCheck.Check.One(
            Sampled.Inputs(times),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => property(new Dice(seed))));
}
