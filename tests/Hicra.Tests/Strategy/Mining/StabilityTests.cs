using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

public class StabilityTests
{
    [Fact]
    public void Frequent_phrases_are_in_every_resample_and_the_seed_decides_which_those_are()
    {
        List<Solution> solutions = Texts.Planted(600, [("let us first find", .5), ("but wait we need", .4), ("another way to see", .006)]);
        GramMiner miner = new(new() { TopShare = 1 });
        MiningCorpus corpus = MiningCorpus.Read(solutions, miner.Settings);
        StrategicGramLibrary library = miner.Mine(corpus).Library;
        MiningStability stability = MiningStability.Measure(miner, corpus, library, 8), again = MiningStability.Measure(miner, corpus, library, 8);
        Assert.Equal(stability.Overlaps, again.Overlaps);
        Assert.Equal(8, stability.Overlaps.Count);
        Assert.All(["let us first find", "but wait we need"], gram => Assert.Equal(1, stability.KeptIn[library.Grams.ToList().IndexOf(gram)]));
        Assert.InRange(stability.KeptIn[library.Grams.ToList().IndexOf("another way to see")], 0, .99);
        Assert.All(stability.Overlaps, overlap => Assert.InRange(overlap.Grams, .1, .999));
    }

    [Fact]
    public void Overlap_is_the_jaccard_index()
    {
        StrategicGramLibrary a = new("a", [new("x", ["x", "y"]), new("z", ["z"])]), b = new("b", [new("x", ["x"]), new("y", ["y"]), new("w", ["w"])]);
        Assert.Equal(new LibraryOverlap(1, 1), LibraryOverlap.Of(a, a));
        Assert.Equal(new LibraryOverlap(.5, .25), LibraryOverlap.Of(a, b));
        StrategicGramLibrary none = new("none", []);
        Assert.Equal(new LibraryOverlap(1, 1), LibraryOverlap.Of(none, none));
        Assert.Equal(new LibraryOverlap(0, 0), LibraryOverlap.Of(a, none));
    }
}
