using System.Diagnostics;
using Hicra.Objective;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;

namespace Hicra.Benchmarks.Engine;

/// <summary>
/// The embedded engine's speed in the terms of the reference program's <c>bench</c>: each step samples 32 prompts x 8
/// rollouts and takes one update over them, from a policy held fixed (learning rate 1e-12) and without judging.
/// </summary>
public static class EngineBenchmark
{
    private const int Prompts = 32, GroupSize = 8, MaxNewTokens = 128, WarmUp = 3;

    /// <summary>Measures.</summary>
    /// <param name="policy">The engine; its weights stay (nearly) as they are.</param>
    /// <param name="world">Where the prompts come from.</param>
    /// <param name="steps">Measured steps, at least 1; some before them are not counted.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    public static EngineSpeed Run(ManagedPolicy policy, IWorld world, int steps, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        CounterRandom random = CounterRandom.FromSeed(1);
        TimeSpan sampling = TimeSpan.Zero, training = TimeSpan.Zero;
        long tokens = 0;
        for (int step = -WarmUp; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            CounterRandom stream = random.Derive(step);
            int[][] prompts = [.. Enumerable.Range(0, Prompts).Select(i => world.Prompt(world.Training[stream.Below(i, world.Training.Count)]))];
            var request = new SampleRequest { Prompts = prompts, GroupSize = GroupSize, MaxNewTokens = MaxNewTokens, EndTokens = world.Tokenizer.EndTokens, Random = stream.Derive("sample") };
            long start = Stopwatch.GetTimestamp();
            SampledResponses sampled = policy.Sample(request, cancellation);
            TimeSpan sampleTime = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            Train(policy, prompts, sampled);
            TimeSpan trainTime = Stopwatch.GetElapsedTime(start);
            if (step < 0) continue;
            sampling += sampleTime;
            training += trainTime;
            tokens += sampled.Tokens.Length;
        }
        double perToken = 1e-9 * policy.ParameterCount * tokens;
        return new EngineSpeed
        {
            Threads = policy.Threads,
            SampleTokensPerSecond = tokens / sampling.TotalSeconds,
            TrainTokensPerSecond = tokens / training.TotalSeconds,
            StepsPerSecond = steps / (sampling + training).TotalSeconds,
            SampleGflops = 2 * perToken / sampling.TotalSeconds,
            TrainGflops = 6 * perToken / training.TotalSeconds,
            SgemmGflops = MatrixProductBenchmark.Gflops(policy.Threads),
            Parameters = policy.ParameterCount,
        };
    }

    private static void Train(ManagedPolicy policy, int[][] prompts, SampledResponses sampled)
    {
        int[] kept = [.. Enumerable.Range(0, sampled.Count).Select(i => sampled.Response(i).Length)];
        var objective = new PolicyObjective(new PolicyObjectiveOptions());
        LossNormalizer normalizer = objective.Normalizer(kept);
        policy.Accumulate(PackedBatch.Of(prompts, sampled), (sequence, logProbs, _, dLogProbs, _) =>
        {
            int begin = sampled.Offsets[sequence];
            double[] current = new double[logProbs.Length], old = new double[logProbs.Length], advantages = new double[logProbs.Length], gradient = new double[logProbs.Length];
            for (int i = 0; i < current.Length; i++) (current[i], old[i], advantages[i]) = (logProbs[i], sampled.LogProbs[begin + i], 1);
            objective.Sequence(normalizer, current, old, [], [], advantages, [], gradient, []);
            for (int i = 0; i < gradient.Length; i++) dLogProbs[i] = (float)gradient[i];
        });
        policy.Update(new AdamWOptions { LearningRate = 1e-12 });
    }
}
