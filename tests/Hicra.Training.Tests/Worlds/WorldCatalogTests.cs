using Hicra.Training.Tests.Worlds.Problems;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Tests.Worlds;

public class WorldCatalogTests
{
    [Fact]
    public void Worlds_are_added_to_a_catalogue_of_ones_own()
    {
        TextWorld numbers = NumberWorld.Create();
        WorldCatalog worlds = WorldCatalog.BuiltIn.With(numbers);
        Assert.Equal(["puzzle", "long", "vision", "vision-noisy", "numbers"], worlds.Names);
        Assert.Same(numbers, worlds.Find("numbers"));
        Assert.Equal("puzzle", worlds.Find(WorldCatalog.Puzzle).Name);
        Assert.Contains("exists already", Assert.Throws<HicraException>(() => worlds.With(NumberWorld.Create())).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'numbers'?", Assert.Throws<HicraException>(() => worlds.Find("number")).Message, StringComparison.Ordinal);
        // The kit's own catalogue is as it was.
        Assert.Throws<HicraException>(() => WorldCatalog.BuiltIn.Find("numbers"));
    }
}
