using Hicra.Training.Runs;

namespace Hicra.Training.Tests.Runs;

public sealed class ShippedDataTests
{
    [Fact]
    public void The_data_lie_beside_the_kits_own_assembly_whatever_program_it_is_in()
    {
        Assert.Equal(Path.Combine(Path.GetDirectoryName(typeof(ShippedData).Assembly.Location)!, "data"), ShippedData.Directory);
        Assert.Equal(Path.Combine("kit", "data"), ShippedData.Find(Path.Combine("kit", "Hicra.Training.dll"), "host"));
        // An assembly in a single file, or loaded from memory, has no place of its own.
        Assert.Equal(Path.Combine("host", "data"), ShippedData.Find("", "host"));
        Assert.All(new[] { "base", "base-long", "base-vision", "base-vision-noisy", "demo", "demo-long", "paper", "traces", "stories" }, name => Assert.True(Directory.Exists(ShippedData.Path(name)), name));
    }
}
