using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

public class EntropyTests
{
    [Fact]
    public void Entropy_of_counts_in_nats_and_bits()
    {
        Entropy entropy = Entropy.OfCounts([2, 1, 1, 0])!.Value; // ½ · 1 bit + 2 · ¼ · 2 bits
        Assert.Equal(1.5, entropy.Bits, 14);
        Assert.Equal(1.5 * Math.Log(2), entropy.Nats, 14);
    }

    [Fact]
    public void One_event_has_entropy_zero_and_none_has_no_entropy()
    {
        Assert.Equal(0.0, Entropy.OfCounts([0, 7])!.Value.Nats);
        Assert.Null(Entropy.OfCounts([0, 0]));
        Assert.Null(Entropy.OfCounts([]));
        Assert.Throws<ArgumentException>(() => Entropy.OfCounts([1, -1]));
    }

    [Fact]
    public void Entropy_lies_between_zero_and_the_log_of_the_events_and_ignores_order_and_scale() =>
        Prop.ForAll(Gen.Choose(0, 50).NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary(), counts =>
        {
            if (Entropy.OfCounts(counts) is not { } entropy) return counts.All(c => c == 0);
            return entropy.Nats >= 0 && entropy.Nats <= Math.Log(counts.Count(c => c > 0)) + 1e-12
                && Math.Abs(entropy.Nats - Entropy.OfCounts([.. counts.Reverse().Select(c => 3 * c)])!.Value.Nats) < 1e-12;
        }).Check(Sampled.Inputs());

    [Fact]
    public void Semantic_entropy_over_clusters_adds_up_paraphrases()
    {
        var counts = new int[4];
        SemanticEntropy.Count([new(0, 3, 0), new(3, 2, 1), new(9, 2, 2), new(11, 2, 2), new(13, 1, 3)], counts);
        Assert.Equal([1, 1, 2, 1], counts);
        Assert.Equal(Math.Log(5) - 2 * Math.Log(2) / 5, SemanticEntropy.OverGrams(counts)!.Value.Nats, 14);
        Assert.Equal(1, SemanticEntropy.OverClusters(counts, [0, 0, 1, -1], 2)!.Value.Bits, 14);
        Assert.Null(SemanticEntropy.OverClusters(counts, [-1, -1, -1, -1], 2));
        Assert.Throws<ArgumentException>(() => SemanticEntropy.OverClusters([1], [2], 2));
    }
}
