using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>One update of pretraining.</summary>
/// <param name="Batch">The batch, from 0.</param>
/// <param name="Batches">How many there are.</param>
/// <param name="Loss">Mean negative log-prob of the response tokens before the update, nats.</param>
/// <param name="GradientNorm">The gradient's norm before clipping.</param>
public sealed record PretrainStep(int Batch, int Batches, double Loss, double GradientNorm);

/// <summary>Trains a base model on texts: next-token loss on the responses alone.</summary>
public static class Pretrainer
{
    /// <summary>The shape of a world's base model.</summary>
    /// <exception cref="HicraException">The kit has no recipe for that world.</exception>
    public static ModelConfig Shape(IAuthoredWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return WorldRecipe.Of(world.Name).Shape ?? throw new HicraException($"there is no recipe for a base model of the {world.Name} world; give one that was made elsewhere (--base DIR)");
    }

    /// <summary>The stream of a base model's first weights.</summary>
    public static CounterRandom WeightStream(long seed) => CounterRandom.FromSeed(seed).Derive("pretrain").Derive("weights");

    /// <summary>The texts of a seed.</summary>
    public static PretrainingBatches Texts(IAuthoredWorld world, PretrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PretrainingBatches(world, CounterRandom.FromSeed(options.Seed).Derive("pretrain").Derive("texts"), options.BatchSize);
    }

    /// <summary>Trains a policy in place.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="world">Whose authors write the texts.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="progress">Is told of every update, on the thread that trains.</param>
    /// <param name="cancellation">Stops after the current update.</param>
    /// <returns>Whether all updates were made.</returns>
    public static bool Run(IPolicy policy, IAuthoredWorld world, PretrainOptions options, IProgress<PretrainStep>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        PretrainingBatches texts = Texts(world, options.Validate());
        for (int i = 0; i < options.Batches; i++)
        {
            if (cancellation.IsCancellationRequested) return false;
            double loss = Accumulate(policy, texts[i]);
            double norm = policy.Update(new AdamWOptions { LearningRate = options.LearningRateAt(i), WeightDecay = options.WeightDecay });
            progress?.Report(new PretrainStep(i, options.Batches, loss, norm));
        }
        return true;
    }

    private static double Accumulate(IPolicy policy, IReadOnlyList<AuthoredText> solutions)
    {
        int count = solutions.Sum(s => s.Response.Length);
        float weight = -1f / count;
        // One sum a text, added in order afterwards: which thread comes first must not matter.
        var sums = new double[solutions.Count];
        policy.Accumulate(PackedBatch.Of(solutions.Select(s => new PackedSequence(s.Prompt, s.Response))), (sequence, logProbs, _, dLogProbs, _) =>
        {
            foreach (float logProb in logProbs) sums[sequence] -= logProb;
            dLogProbs.Fill(weight);
            foreach (int position in solutions[sequence].Untrained) dLogProbs[position] = 0;
        });
        return sums.Sum() / count;
    }
}
