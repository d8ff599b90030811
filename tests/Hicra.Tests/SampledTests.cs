using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;

namespace Hicra.Tests;

/// <summary>What a failing property prints repeats it.</summary>
public sealed class SampledTests
{
    [Fact]
    public void The_seed_that_a_failure_prints_gives_the_same_inputs_again()
    {
        (string message, List<int> inputs) = Failing(null);
        string seed = System.Text.RegularExpressions.Regex.Match(message, @"\((\d+,\s*\d+)\)").Groups[1].Value;
        Assert.NotEqual("", seed);
        (_, List<int> again) = Failing(seed);
        Assert.Equal(inputs, again);
    }

    private static (string Message, List<int> Inputs) Failing(string? seed)
    {
        var inputs = new List<int>();
        Exception failure = Assert.ThrowsAny<Exception>(() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), x =>
        {
            inputs.Add(x);
            return inputs.Count < 20;
        }).Check(Sampled.Inputs(100, seed)));
        return (failure.Message, inputs);
    }
}
