using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Patches of pictures in prompts: the engine beside its plain twin, and what it refuses.</summary>
public sealed class PatchTests
{
    private static readonly ModelConfig Seeing = Example.Configs["odd sizes, grouped"] with { PatchPixels = PatchToken.Pixels };

    [Fact]
    public void A_token_says_its_pixels_and_is_no_word()
    {
        CounterRandom random = CounterRandom.FromSeed(1);
        for (int i = 0; i < 200; i++)
        {
            bool[] lit = [.. Enumerable.Range(0, PatchToken.Pixels).Select(p => random.Derive(i).Uniform(p) < i / 199.0)];
            int token = PatchToken.Of(lit);
            Assert.True(PatchToken.IsPatch(token) && token < 0);
            Assert.Equal(lit, Enumerable.Range(0, PatchToken.Pixels).Select(p => PatchToken.IsLit(token, p)));
        }
        Assert.All(new[] { -1, 0, 1, 168, int.MaxValue, int.MinValue + (1 << 30) }, id => Assert.False(PatchToken.IsPatch(id)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchToken.Of(new bool[29]));
    }

    [Fact]
    public void Log_probs_and_gradients_agree_with_the_plain_twin_the_patch_embedding_included()
    {
        using ManagedPolicy policy = Example.Policy(Seeing);
        PackedBatch batch = Batch(5);
        (float[] logProbs, float[] entropies) = Score(policy, batch);
        var plain = new PlainTransformer(Seeing, PlainTransformer.WeightsOf(policy));
        for (int s = 0; s < batch.Count; s++)
        {
            (double[] expected, double[] spread) = plain.Score(batch.Sequence(s), batch.PromptLengths[s]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], logProbs[batch.ResponseOffsets[s] + i], 2e-4);
                Assert.Equal(spread[i], entropies[batch.ResponseOffsets[s] + i], 2e-4);
            }
        }
        FiniteDifferences.Check(policy, batch, temperature: 1);
    }

    [Fact]
    public void Sampling_reads_a_picture_as_scoring_does_and_threads_change_no_bit()
    {
        var results = new List<(int[] Tokens, float[] Gradient)>();
        foreach (int threads in new[] { 1, 3 })
        {
            using ManagedPolicy policy = Example.Policy(Seeing, threads: threads);
            var request = new SampleRequest { Prompts = [.. Enumerable.Range(0, 6).Select(Prompt)], GroupSize = 9, MaxNewTokens = 20, EndTokens = [3], Random = CounterRandom.FromSeed(8) };
            SampledResponses sampled = policy.Sample(request);
            PackedBatch batch = PackedBatch.Of(request.Prompts, sampled);
            Assert.Equal(sampled.LogProbs, Score(policy, batch).LogProbs);
            policy.Accumulate(batch, (_, _, _, d, _) => d.Fill(1));
            results.Add((sampled.Tokens, [.. policy.Gradient().SelectMany(t => t.Values)]));
        }
        Assert.Equal(results[0].Tokens, results[1].Tokens);
        Assert.Equal(results[0].Gradient, results[1].Gradient);
        // The picture matters: other pixels, other words.
        using ManagedPolicy again = Example.Policy(Seeing);
        Assert.NotEqual(Score(again, Of(Prompt(0))).LogProbs, Score(again, Of(Prompt(1))).LogProbs);

        static PackedBatch Of(int[] prompt) => PackedBatch.Of([new PackedSequence(prompt, new[] { 4, 5, 6 })]);
    }

    [Fact]
    public void Checkpoints_carry_the_patch_embedding_and_its_moments_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        using ManagedPolicy straight = Example.Policy(Seeing);
        Train(straight);
        straight.SavePretrained(folder.Path);
        using ManagedPolicy loaded = ManagedPolicy.LoadPretrained(folder.Path, 1);
        Assert.Equal(Seeing, loaded.Config with { TiedHead = Seeing.TiedHead });
        loaded.Load(straight.Weights(), straight.OptimizerState());
        NamedTensor before = Patches(straight);
        Train(straight);
        Train(loaded);
        Assert.Equal(Patches(straight).Values, Patches(loaded).Values);
        Assert.NotEqual(before.Values, Patches(loaded).Values);
        Assert.Equal([PatchToken.Pixels, Seeing.HiddenSize], before.Shape);

        static NamedTensor Patches(ManagedPolicy policy) => policy.Weights().Single(t => t.Name == "model.patch_embed.weight");
    }

    [Fact]
    public void Pictures_are_refused_where_they_cannot_be()
    {
        using ManagedPolicy blind = Example.Policy(Example.Configs["odd sizes, grouped"]), seeing = Example.Policy(Seeing);
        PackedBatch shown = Batch(1), said = PackedBatch.Of([new PackedSequence(new[] { 1 }, new[] { Prompt(0)[1], 3 })]);
        Assert.Contains("no patch embedding", Assert.Throws<HicraException>(() => Score(blind, shown)).Message, StringComparison.Ordinal);
        Assert.Contains("a response has a picture", Assert.Throws<HicraException>(() => Score(seeing, said)).Message, StringComparison.Ordinal);
        Assert.Contains("vocabulary of 23", Assert.Throws<HicraException>(() => Score(seeing, PackedBatch.Of([new PackedSequence(new[] { -1 }, new[] { 3 })]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_pictures_lies_in_memory_as_it_always_did()
    {
        ModelConfig plain = Example.Configs["the puzzle's shape"];
        var without = new ParameterLayout(plain);
        var with = new ParameterLayout(plain with { PatchPixels = PatchToken.Pixels });
        Assert.Equal(without.Blocks.Select(b => (b.Name, b.Offset)), with.Blocks.SkipLast(1).Select(b => (b.Name, b.Offset)));
        Assert.Equal(103_296, plain.ParameterCount);
        Assert.Equal(103_296 + 30 * 64, (plain with { PatchPixels = PatchToken.Pixels }).ParameterCount);
    }

    private static int[] Prompt(int seed)
    {
        CounterRandom random = CounterRandom.FromSeed(40 + seed);
        return [1, .. Enumerable.Range(0, 4).Select(p => PatchToken.Of([.. Enumerable.Range(0, PatchToken.Pixels).Select(i => random.Derive(p).Uniform(i) < .4)])), 2];
    }

    private static PackedBatch Batch(int sequences) => PackedBatch.Of(Enumerable.Range(0, sequences).Select(s => new PackedSequence(Prompt(s), Enumerable.Range(0, 5 + s).Select(t => (7 * t + s) % 23).ToArray())));

    private static (float[] LogProbs, float[] Entropies) Score(IPolicy policy, PackedBatch batch)
    {
        float[] logProbs = new float[batch.ResponseOffsets[^1]], entropies = new float[batch.ResponseOffsets[^1]];
        policy.Score(batch, logProbs, entropies);
        return (logProbs, entropies);
    }

    private static void Train(IPolicy policy)
    {
        policy.Accumulate(Batch(4), (_, _, _, d, _) => d.Fill(-.1f));
        policy.Update(new AdamWOptions { LearningRate = 1e-3 });
    }
}
