using System.Diagnostics;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;

namespace Hicra.Benchmarks.Engine;

/// <summary>What a response token of responses of one length costs, in microseconds of one core.</summary>
/// <param name="Length">Tokens of every response.</param>
/// <param name="Rows">Responses.</param>
/// <param name="Sampling">Microseconds a token, sampling.</param>
/// <param name="Training">Microseconds a token, forward and backward with one update.</param>
/// <param name="PeakMegabytes">Largest working set so far.</param>
public sealed record LengthSpeed(int Length, int Rows, double Sampling, double Training, double PeakMegabytes);

/// <summary>How the cost of a token grows with the length of responses. Nothing ends a response, so all have the same length.</summary>
public static class LengthBenchmark
{
    private const int GroupSize = 8, Tokens = 76_800;

    /// <summary>Measures one length: medians over rounds after one that is not counted.</summary>
    /// <param name="policy">Its weights stay (nearly) as they are.</param>
    /// <param name="world">Where the prompts come from.</param>
    /// <param name="length">Tokens of every response.</param>
    /// <param name="rounds">Measured rounds.</param>
    /// <param name="cancellation">Looked at before each round.</param>
    public static LengthSpeed Run(ManagedPolicy policy, IWorld world, int length, int rounds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(world);
        int prompts = Math.Clamp(Tokens / GroupSize / length, 4, 64);
        int[][] asked = [.. Enumerable.Range(0, prompts).Select(i => world.Prompt(world.Training[i]))];
        var sampling = new List<double>();
        var training = new List<double>();
        for (int round = -1; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            double start = Processor();
            SampledResponses responses = policy.Sample(new SampleRequest { Prompts = asked, GroupSize = GroupSize, MaxNewTokens = length, EndTokens = [-1], Random = CounterRandom.FromSeed(5).Derive(round) }, cancellation);
            double sampled = Processor();
            policy.Accumulate(PackedBatch.Of(asked, responses), (_, _, _, dLogProbs, _) => dLogProbs.Fill(-1e-5f));
            policy.Update(new AdamWOptions { LearningRate = 1e-12 });
            double trained = Processor();
            if (round < 0) continue;
            sampling.Add((sampled - start) * 1e6 / responses.Tokens.Length);
            training.Add((trained - sampled) * 1e6 / responses.Tokens.Length);
        }
        using Process self = Process.GetCurrentProcess();
        return new(length, prompts * GroupSize, Peers.Rounds.Median(sampling), Peers.Rounds.Median(training), self.PeakWorkingSet64 / 1e6);
    }

    // Processor time, not the clock: the machine is shared.
    private static double Processor()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
