using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Hicra.Testing;

/// <summary>Random inputs of property tests. A failure names its seed, <c>(1234,5678)</c>; <c>HICRA_SEED=1234,5678</c> with a filter on the test repeats it.</summary>
internal static class Sampled
{
    /// <summary>How a property is checked.</summary>
    /// <param name="count">How many inputs are tried.</param>
    public static Config Inputs(int count = 100) => Inputs(count, Environment.GetEnvironmentVariable("HICRA_SEED"));

    /// <summary>As <see cref="Inputs(int)"/>, with what stands in the variable.</summary>
    public static Config Inputs(int count, string? seed)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(count);
        if (string.IsNullOrEmpty(seed)) return config;
        ulong[] parts = [.. seed.Trim('(', ')', ' ').Split(',').Select(part => ulong.Parse(part, CultureInfo.InvariantCulture))];
        return config.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(parts[0], parts[1]), FSharpOption<int>.None)));
    }
}
