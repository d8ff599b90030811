using Hicra.Rollouts;
using Hicra.Training.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>A step's rollouts as traces.</summary>
public static class BatchRollouts
{
    /// <summary>The trace of one rollout.</summary>
    /// <param name="batch">The step's rollouts.</param>
    /// <param name="index">Which one.</param>
    /// <param name="world">Says the tokens' text.</param>
    /// <param name="options">Method and seed.</param>
    public static Rollout Of(RolloutBatch batch, int index, IWorld world, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        Range tokens = batch.Offsets[index]..batch.Offsets[index + 1];
        return new Rollout
        {
            Step = batch.Step,
            Group = index / batch.GroupSize,
            Sample = index % batch.GroupSize,
            Seed = options.Seed,
            Method = options.Method,
            Alpha = batch.Alpha,
            ProblemId = batch.ProblemOf(index).Id,
            Prompt = world.PromptText(batch.ProblemOf(index)),
            PromptPixels = world.PromptPixels(batch.ProblemOf(index)),
            Response = world.Tokenizer.Decode(batch.Response(index)),
            Reward = batch.Rewards[index],
            Kind = batch.Verdicts[index].Kind switch { ErrorKind.Right => "right", ErrorKind.Plan => "plan", ErrorKind.Wrong => "wrong", _ => "other" },
            Advantage = batch.Advantages[index],
            TokenIds = batch.Tokens[tokens],
            TokenTexts = world.Tokenizer.Pieces(batch.Response(index)),
            LogProbs = Array.ConvertAll(batch.LogProbs[tokens], x => (float)x),
            Entropies = Array.ConvertAll(batch.Entropies[tokens], x => (float)x),
            TokenAdvantages = Array.ConvertAll(batch.TokenAdvantages[tokens], x => (float)x),
            PlanningSpans = batch.SpansOf(index).ToArray(),
        };
    }

    /// <summary>Writes a step's rollouts to a file that appears whole or not at all.</summary>
    public static void Write(string path, RolloutBatch batch, IWorld world, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var buffer = new MemoryStream();
        using (var writer = new RolloutWriter(buffer, path))
            for (int i = 0; i < batch.Count; i++) writer.Write(Of(batch, i, world, options));
        WholeFile.Write(path, buffer.ToArray());
    }
}
