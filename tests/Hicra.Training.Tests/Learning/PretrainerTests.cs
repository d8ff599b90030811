using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Learning;

public class PretrainerTests
{
    private static readonly PuzzleWorld World = new();
    private static readonly PretrainOptions Short = new() { Batches = 12, BatchSize = 8, WarmUp = 4 };

    [Fact]
    public void The_learning_rate_warms_up_and_falls_to_a_tenth()
    {
        var options = new PretrainOptions();
        // lr * min(1, (i + 1) / 100) * (.1 + .9 * .5 * (1 + cos(pi * i / N))), by hand
        Assert.Equal(3e-3 * 0.01 * 1.0, options.LearningRateAt(0), 1e-15);
        Assert.Equal(3e-3 * 0.55, options.LearningRateAt(1000), 1e-15);
        Assert.Equal(3e-3 * (0.1 + 0.45 * (1 + Math.Cos(Math.PI * 1999 / 2000))), options.LearningRateAt(1999), 1e-15);
    }

    [Fact]
    public void It_learns_and_equal_seeds_give_equal_weights_for_any_number_of_threads()
    {
        (float[] one, double[] losses) = Train(Short, 1);
        (float[] two, _) = Train(Short, 2);
        (float[] other, _) = Train(Short with { Seed = 1 }, 1);
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
        // Fresh weights give every token about the same probability.
        Assert.Equal(Math.Log(169), losses[0], 0.1);
        Assert.True(losses[^1] < losses[0] - 0.3, $"{losses[0]} -> {losses[^1]}");
    }

    [Fact]
    public void The_loss_is_that_of_the_responses_alone()
    {
        var options = Short with { Batches = 1 };
        using ManagedPolicy policy = ManagedPolicy.Create(Shape, Pretrainer.WeightStream(0), 1);
        double sum = 0;
        int count = 0;
        foreach (AuthoredText text in Pretrainer.Texts(World, options)[0])
        {
            float[] logProbs = new float[text.Response.Length], entropies = new float[text.Response.Length];
            policy.Score(PackedBatch.Of([new PackedSequence(text.Prompt, text.Response)]), logProbs, entropies);
            sum -= logProbs.Sum(x => (double)x);
            count += logProbs.Length;
        }
        double loss = 0;
        Pretrainer.Run(policy, World, options, new Small.Reporter<PretrainStep>(s => loss = s.Loss));
        Assert.Equal(sum / count, loss, 1e-6);
    }

    [Fact]
    public void It_stops_on_request()
    {
        using ManagedPolicy policy = ManagedPolicy.Create(Shape, Pretrainer.WeightStream(0), 1);
        using var stop = new CancellationTokenSource();
        int steps = 0;
        Assert.False(Pretrainer.Run(policy, World, Short, new Small.Reporter<PretrainStep>(_ => { if (++steps == 2) stop.Cancel(); }), stop.Token));
        Assert.Equal(2, steps);
    }

    private static ModelConfig Shape => ModelConfig.Puzzle(PuzzleVocabulary.Words.Count, PuzzleVocabulary.End, PuzzleVocabulary.Pad);

    private static (float[] Weights, double[] Losses) Train(PretrainOptions options, int threads)
    {
        using ManagedPolicy policy = ManagedPolicy.Create(Shape, Pretrainer.WeightStream(options.Seed), threads);
        var losses = new List<double>();
        Assert.True(Pretrainer.Run(policy, World, options, new Small.Reporter<PretrainStep>(s => losses.Add(s.Loss))));
        return ([.. policy.Weights().SelectMany(t => t.Values)], [.. losses]);
    }
}
