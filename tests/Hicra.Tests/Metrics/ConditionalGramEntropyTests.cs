using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

public class ConditionalGramEntropyTests
{
    [Fact]
    public void Hand_computed()
    {
        // After gram 0: (1 2), (1 2), (1 3), (4 4); after gram 1: (1 2) alone. 4/5 of 1.5 bits + 1/5 of 0.
        var entropy = new ConditionalGramEntropy(new() { Length = 2 });
        foreach (int[] next in new int[][] { [1, 2], [1, 2], [1, 3], [4, 4] }) Add(entropy, 0, next);
        Add(entropy, 1, [1, 2]);
        Assert.Equal(1.2, entropy.Value!.Value.Bits, 14);
        Assert.Equal(5, entropy.Count);
    }

    [Fact]
    public void Only_execution_tokens_of_the_response_count()
    {
        var entropy = new ConditionalGramEntropy(new() { Length = 2, Window = 3 });
        // gram at 0, then 5 6 7, gram at 4, then 8: (5 6) and (6 7); (7 gram) and (8 end) do not count.
        entropy.Add([90, 5, 6, 7, 91, 8], [new(0, 1, 0), new(4, 1, 1)], [true, false, false, false, true, false]);
        Assert.Equal(2, entropy.Count);
        Assert.Equal(1, entropy.Value!.Value.Bits, 14);
    }

    [Fact]
    public void Nothing_counted_is_undefined()
    {
        var entropy = new ConditionalGramEntropy();
        Assert.Null(entropy.Value);
        entropy.Add([90, 1], [new(0, 1, 0)], [true, false]);
        Assert.Null(entropy.Value);
        Add(entropy, 0, [1, 2, 3]);
        Assert.Equal(0.0, entropy.Value!.Value.Nats);
        entropy.Clear();
        Assert.Null(entropy.Value);
    }

    [Fact]
    public void Equals_the_joint_entropy_less_that_of_the_grams()
    {
        Gen<(int Gram, int[] Next)> one = from gram in Gen.Choose(0, 2) from next in Gen.Choose(0, 2).ArrayOf(2) select (gram, next);
        Prop.ForAll(one.NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary(), all =>
        {
            var entropy = new ConditionalGramEntropy(new() { Length = 2 });
            foreach ((int gram, int[] next) in all) Add(entropy, gram, next);
            double joint = Of(all.GroupBy(x => (x.Gram, x.Next[0], x.Next[1])).Select(g => g.Count()));
            double grams = Of(all.GroupBy(x => x.Gram).Select(g => g.Count()));
            return Math.Abs(entropy.Value!.Value.Nats - (joint - grams)) < 1e-12;
        }).Check(Sampled.Inputs());

        static double Of(IEnumerable<int> counts) => Entropy.OfCounts(counts.ToArray())!.Value.Nats;
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Assert.Throws<HicraException>(() => new ConditionalEntropyOptions { Length = 0 });
        Assert.Throws<HicraException>(() => new ConditionalEntropyOptions { Window = 0 });
    }

    private static void Add(ConditionalGramEntropy entropy, int gram, int[] next) =>
        entropy.Add([90, .. next], [new GramSpan(0, 1, gram)], [true, .. next.Select(_ => false)]);
}
