using Hicra.Torch;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Benchmarks.Libtorch;

/// <summary>What a model's training step and sampling cost on this engine: with autograd over all logits, and with our head.</summary>
internal static class StepBenchmark
{
    /// <summary>Sequences of a step and tokens of each; rows that are sampled and new tokens of each. The peer has the same.</summary>
    public const int Sequences = 4, Length = 512, SampledRows = 32, NewTokens = 64, PromptLength = 16;

    /// <summary>The models: about 5 and 50 million parameters.</summary>
    public static IReadOnlyList<(string Name, ModelConfig Config)> Models { get; } =
    [
        ("5 M", new ModelConfig { VocabularySize = 4096, HiddenSize = 256, Layers = 5, Heads = 8, KeyValueHeads = 4, HeadSize = 32, IntermediateSize = 704, MaxPositions = 1024 }),
        ("50 M", new ModelConfig { VocabularySize = 49_152, HiddenSize = 512, Layers = 8, Heads = 8, KeyValueHeads = 4, HeadSize = 64, IntermediateSize = 1408, MaxPositions = 1024 }),
    ];

    /// <summary>Seconds of a step with autograd over all logits: of cores, or of the clock where another device computes.</summary>
    public static double Autograd(ModelConfig config, string device, int rounds)
    {
        using DisposeScope whole = NewDisposeScope();
        Device place = torch.device(device);
        using var model = new TorchModel(config, place);
        using (no_grad())
            foreach (Parameter parameter in model.Parameters) _ = parameter.Shape.Length == 1 ? parameter.Value.fill_(1) : parameter.Value.normal_(0, 0.02);
        using var sums = new GradientSums(model.Parameters);
        using var optimizer = new AdamWState(model.Parameters, offload: false);
        Tensor ids = randint(config.VocabularySize, [Sequences, Length], dtype: int64, device: place), read = ids.narrow(1, 0, Length - 1), tokens = ids.narrow(1, 1, Length - 1).reshape(-1, 1);
        return Median(device, rounds, () =>
        {
            using DisposeScope scope = NewDisposeScope();
            sums.Begin();
            Tensor all = mm(model.Hidden(read, null).reshape(-1, config.HiddenSize), model.Head.t()).log_softmax(1), entropy = -(all.exp() * all).sum(1);
            (all.gather(1, tokens).mul(-1e-5).sum() + entropy.mul(1e-7).sum()).backward();
            optimizer.Step(new AdamWOptions { LearningRate = 1e-12 }, sums);
            sums.Clear();
        });
    }

    /// <summary>Seconds of a step of the engine, and tokens that it samples in one.</summary>
    public static (double Step, double Sampled) Engine(ModelConfig config, string device, int threads, int rounds)
    {
        using IPolicy policy = TorchEngine.Catalog.Find(TorchEngine.EngineName).CreatePolicy(config, CounterRandom.FromSeed(1), new EngineOptions { Threads = threads, Device = device });
        var batch = PackedBatch.Of(Enumerable.Range(0, Sequences).Select(s => new PackedSequence(new[] { s }, Enumerable.Range(1, Length - 1).Select(t => (s * 7919 + t * 31) % config.VocabularySize).ToArray())));
        double step = Median(device, rounds, () =>
        {
            policy.Accumulate(batch, (_, _, _, dLogProbs, dEntropies) =>
            {
                dLogProbs.Fill(-1e-5f);
                dEntropies.Fill(1e-7f);
            });
            policy.Update(new AdamWOptions { LearningRate = 1e-12 });
        });
        int[][] prompts = [.. Enumerable.Range(0, SampledRows / 4).Select(p => Enumerable.Range(0, PromptLength).Select(t => (p + t) % config.VocabularySize).ToArray())];
        double sampling = Median(device, rounds, () => policy.Sample(new SampleRequest { Prompts = prompts, GroupSize = 4, MaxNewTokens = NewTokens, EndTokens = [], Random = CounterRandom.FromSeed(1) }));
        return (step, SampledRows * NewTokens / sampling);
    }

    /// <summary>Live tensors and resident bytes after a tenth of the steps and after all: what is sampled, scored and learnt leaves nothing behind.</summary>
    public static IReadOnlyList<(int Step, long Tensors, double Resident)> Leaks(string model, string device, int steps)
    {
        using IPolicy policy = TorchEngine.Catalog.Find(TorchEngine.EngineName).LoadPolicy(model, new EngineOptions { Threads = 1, Device = device });
        int[][] prompts = [[1, 2, 3], [4, 5, 6, 7]];
        var seen = new List<(int, long, double)>();
        for (int step = 1; step <= steps; step++)
        {
            SampledResponses sampled = policy.Sample(new SampleRequest { Prompts = prompts, GroupSize = 8, MaxNewTokens = 40, EndTokens = [], Random = CounterRandom.FromSeed(step) });
            var batch = PackedBatch.Of(prompts, sampled);
            policy.Score(batch, new float[sampled.Tokens.Length], new float[sampled.Tokens.Length]);
            policy.Accumulate(batch, (_, _, _, dLogProbs, _) => dLogProbs.Fill(-1e-4f));
            policy.Update(new AdamWOptions());
            if (step != steps / 10 && step != steps / 2 && step != steps) continue;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            seen.Add((step, Tensor.TotalCount, ProcessMeter.Resident()));
        }
        return seen;
    }

    private static double Median(string device, int rounds, Action work)
    {
        work();
        return Peers.Rounds.Median(Enumerable.Range(0, rounds).Select(_ => ProcessMeter.Of(work)).Select(x => device == "cpu" ? x.CoreSeconds : x.Seconds));
    }
}
