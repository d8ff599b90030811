using Hicra.Objective;
using Hicra.Tensors;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Learning;

public class PolicyUpdateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Minibatches_deal_every_rollout_out_once_and_each_is_normalised_over_its_own_tokens(int minibatches)
    {
        RolloutBatch batch = Small.Train(Small.Options with { Steps = 0 })[0].Rollouts;
        Array.Fill(batch.TokenAdvantages, 1.0);
        using var recorder = new Recorder(Small.Policy(), batch);
        var row = new MetricRow(0);
        var update = new PolicyUpdate(recorder, null, new PolicyObjective(new PolicyObjectiveOptions()), new AdamWOptions { LearningRate = 1e-12 }, minibatches, temperature: 1);
        update.Run(batch, CounterRandom.FromSeed(3), row);

        Assert.Equal(Enumerable.Range(0, batch.Count), recorder.Rollouts.Order());
        Assert.Equal(minibatches, recorder.GradientSums.Count);
        // Ratio 1 and advantage 1 give -1/tokens a token, so -1 a minibatch.
        Assert.All(recorder.GradientSums, sum => Assert.Equal(-1, sum, 1e-5));
        Assert.Equal(-1, row["actor/pg_loss"]!.Value, 1e-5);
        Assert.True(recorder.Sizes.Max() - recorder.Sizes.Min() <= 1);
    }

    [Fact]
    public void The_deal_depends_on_the_stream_alone()
    {
        RolloutBatch batch = Small.Train(Small.Options with { Steps = 0 })[0].Rollouts;
        int[] Deal(long seed)
        {
            using var recorder = new Recorder(Small.Policy(), batch);
            new PolicyUpdate(recorder, null, new PolicyObjective(new PolicyObjectiveOptions()), new AdamWOptions(), 2, temperature: 1).Run(batch, CounterRandom.FromSeed(seed), new MetricRow(0));
            return [.. recorder.Rollouts];
        }

        Assert.Equal(Deal(1), Deal(1));
        Assert.NotEqual(Deal(1), Deal(2));
    }

    [Fact]
    public void A_batch_of_sampled_responses_puts_each_behind_its_prompt()
    {
        PackedBatch batch = PackedBatch.Of([[7], [8, 9]], new SampledResponses([1, 2, 3, 4, 5], [0, 2, 2, 3, 5], new float[5], new float[5]));
        Assert.Equal([7, 1, 2, 7, 8, 9, 3, 8, 9, 4, 5], batch.Tokens);
        Assert.Equal([0, 3, 4, 7, 11], batch.Offsets);
        Assert.Equal([1, 1, 2, 2], batch.PromptLengths);
        Assert.Throws<ArgumentException>(() => PackedBatch.Of([[7], [8]], new SampledResponses([1], [0, 1], new float[1], new float[1])));
        Assert.Throws<ArgumentException>(() => PolicyGradient.Accumulate(Small.Policy(), new PolicyObjective(new()), batch, new double[5], new double[4]));
    }

    /// <summary>The real engine, with notes of which rollouts it was given and what gradient came back.</summary>
    private sealed class Recorder(ManagedPolicy inner, RolloutBatch batch) : IPolicy
    {
        public List<int> Rollouts { get; } = [];

        public List<int> Sizes { get; } = [];

        public List<double> GradientSums { get; } = [];

        public int VocabularySize => inner.VocabularySize;

        public long ParameterCount => inner.ParameterCount;

        public int MaxPositions => inner.MaxPositions;

        public void Accumulate(PackedBatch packed, TokenGradient gradient, double temperature = 1)
        {
            Sizes.Add(packed.Count);
            for (int i = 0; i < packed.Count; i++)
            {
                int[] sequence = packed.Tokens[packed.Offsets[i]..packed.Offsets[i + 1]];
                int found = Enumerable.Range(0, batch.Count).First(r => !Rollouts.Contains(r) && sequence.AsSpan().SequenceEqual([.. batch.PromptOf(r), .. batch.Response(r)]));
                Rollouts.Add(found);
                Assert.Equal(batch.PromptOf(found).Length, packed.PromptLengths[i]);
            }
            double sum = 0;
            inner.Accumulate(packed, (int sequence, ReadOnlySpan<float> logProbs, ReadOnlySpan<float> entropies, Span<float> dLogProbs, Span<float> dEntropies) =>
            {
                gradient(sequence, logProbs, entropies, dLogProbs, dEntropies);
                foreach (float value in dLogProbs) sum += value;
            }, temperature);
            GradientSums.Add(sum);
        }

        public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default) => inner.Sample(request, cancellation);

        public void Score(PackedBatch packed, Span<float> logProbs, Span<float> entropies, double temperature = 1) => inner.Score(packed, logProbs, entropies, temperature);

        public double Update(AdamWOptions options) => inner.Update(options);

        public void ClearGradient() => inner.ClearGradient();

        public IReadOnlyList<NamedTensor> Gradient() => inner.Gradient();

        public TensorSource Weights() => inner.Weights();

        public TensorSource OptimizerState() => inner.OptimizerState();

        public void Load(TensorSource weights, TensorSource? optimizerState = null) => inner.Load(weights, optimizerState);

        public IPolicy Clone() => inner.Clone();

        public void SavePretrained(string directory) => inner.SavePretrained(directory);

        public void Dispose() => inner.Dispose();
    }
}
