using Hicra.Objective;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Evidence;

/// <summary>Takes the gradient of a step's rollouts apart.</summary>
public static class GradientMeasure
{
    /// <summary>The parts of the gradient at the weights that sampled a batch.</summary>
    /// <param name="policy">Those weights. Its gradient is cleared; nothing is updated.</param>
    /// <param name="batch">Their rollouts, with advantages; two groups at least.</param>
    /// <param name="objective">The run's objective.</param>
    /// <param name="temperature">The temperature of the batch's log-probs.</param>
    /// <exception cref="ArgumentException">The batch has one group alone.</exception>
    public static GradientSplit Of(IPolicy policy, RolloutBatch batch, PolicyObjective objective, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(objective);
        int groups = batch.Problems.Count;
        if (groups < 2) throw new ArgumentException("A batch of one group has no halves.", nameof(batch));
        double[] each = new double[batch.Tokens.Length];
        for (int i = 0; i < batch.Count; i++) each.AsSpan(batch.Offsets[i]..batch.Offsets[i + 1]).Fill(batch.Advantages[i]);
        int planning = batch.Planning.Count(true);
        double right = 0, said = 0;
        for (int t = 0; t < each.Length; t++)
        {
            if (!batch.Planning[t]) continue;
            right += each[t];
            said += Math.Abs(each[t]);
        }
        double mean = planning == 0 ? 0 : said / planning;
        // The parts, in the order of GradientDirection.
        double[][] credits =
        [
            [.. each.Select((a, t) => batch.Planning[t] ? a : 0)], [.. each.Select((a, t) => batch.Planning[t] ? 0 : a)],
            [.. each.Select((a, t) => batch.Planning[t] ? Math.Abs(a) : 0)], [.. batch.Planning.Select(p => p ? mean : 0)],
        ];
        int middle = groups / 2 * batch.GroupSize;
        (int From, int To)[] halves = [(0, middle), (middle, batch.Count)];
        float[][] vectors = [.. halves.SelectMany(half => credits.Select(credit => Gradient(policy, batch, objective, credit, half.From, half.To, temperature)))];
        var products = new List<double>(GradientSplit.Count);
        for (int i = 0; i < vectors.Length; i++)
            for (int j = i; j < vectors.Length; j++)
                products.Add(Dot(vectors[i], vectors[j]));
        return new(batch.Step, products, right, said);
    }

    /// <summary>The parts at every step of a recipe: a step's rollouts are sampled again from its checkpoint, to the bit.</summary>
    /// <exception cref="HicraException">A checkpoint is gone.</exception>
    internal static GradientSplits Of(SplitRecipe recipe, RunFolder folder, RunEnvironment environment, EngineOptions threads, Action tell, CancellationToken cancellation)
    {
        TrainingOptions training = recipe.Run.Training;
        IWorld world = environment.Worlds.Find(recipe.Run.World);
        var objective = new PolicyObjective(training.Objective with { MaxLength = training.MaxNewTokens });
        var splits = new List<GradientSplit>();
        foreach (int step in recipe.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            string checkpoint = folder.CheckpointOf(step);
            if (!Directory.Exists(checkpoint)) throw new HicraException($"{checkpoint}: the checkpoint is gone; remove the run's folder, and the same line makes it again");
            using IPolicy policy = environment.Engines.Find(recipe.Run.Engine).LoadPolicy(checkpoint, threads);
            // A run's last step samples and does not update; validation has random numbers of its own.
            using var trainer = new Trainer(policy, world, training with { Steps = step, ValidationProblems = 0 });
            using (TrainerState state = Checkpoint.Read(checkpoint)) trainer.Restore(state);
            splits.Add(Of(policy, trainer.Step().Rollouts, objective, training.Temperature));
            tell();
        }
        return new(splits);
    }

    private static float[] Gradient(IPolicy policy, RolloutBatch batch, PolicyObjective objective, double[] credit, int from, int to, double temperature)
    {
        Range tokens = batch.Offsets[from]..batch.Offsets[to];
        PackedBatch packed = PackedBatch.Of(Enumerable.Range(from, to - from).Select(i => new PackedSequence(batch.PromptOf(i), batch.Tokens.AsMemory(batch.Offsets[i]..batch.Offsets[i + 1]))));
        policy.ClearGradient();
        PolicyGradient.Accumulate(policy, objective, packed, batch.LogProbs[tokens], credit[tokens], temperature: temperature);
        float[] gradient = [.. policy.Gradient().SelectMany(tensor => tensor.Values)];
        policy.ClearGradient();
        return gradient;
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }
}
