using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>One sampled group: a problem, its responses, and what the verifier says of each.</summary>
internal sealed record SampledGroup(Problem Problem, int[] Prompt, SampledResponses Responses, int First, Verdict[] Verdicts)
{
    /// <summary>Whether all rollouts have one reward, so that no advantage can be told.</summary>
    public bool IsUniform => Array.TrueForAll(Verdicts, v => v.Reward == Verdicts[0].Reward);
}

/// <summary>The groups of a step, and what it took to get them.</summary>
internal sealed record SampledStep(IReadOnlyList<SampledGroup> Groups, int SampledGroups, int Rounds, double Accuracy, TimeSpan Generation, TimeSpan Judging);

/// <summary>Chooses a step's problems, samples groups and judges them, with dynamic sampling where it is on.</summary>
internal sealed class GroupSampler(ISampler policy, IWorld world, TrainingOptions options, TimeProvider clock)
{
    /// <summary>Samples a step. The result depends on the weights, the options and the stream alone.</summary>
    /// <param name="random">The step's stream; common to all methods, so that they can be compared on common random numbers.</param>
    public SampledStep Sample(CounterRandom random)
    {
        var kept = new List<SampledGroup>(options.Prompts);
        var uniform = new List<SampledGroup>();
        TimeSpan generation = TimeSpan.Zero, judging = TimeSpan.Zero;
        int sampled = 0, right = 0, round = 0;
        do
        {
            CounterRandom stream = random.Derive(round);
            CounterRandom choice = stream.Derive("problems");
            Problem[] problems = [.. Enumerable.Range(0, options.Prompts - kept.Count).Select(i => world.Training[choice.Below(i, world.Training.Count)])];
            long started = clock.GetTimestamp();
            int[][] prompts = [.. problems.Select(world.Prompt)];
            SampledResponses responses = policy.Sample(new SampleRequest
            {
                Prompts = prompts,
                GroupSize = options.GroupSize,
                MaxNewTokens = options.MaxNewTokens,
                EndTokens = world.Tokenizer.EndTokens,
                Stops = world.Tokenizer.Stops,
                Temperature = options.Temperature,
                Filter = options.Filter,
                Random = stream.Derive("tokens"),
            });
            long sampledAt = clock.GetTimestamp();
            for (int i = 0; i < problems.Length; i++)
            {
                var group = new SampledGroup(problems[i], prompts[i], responses, i * options.GroupSize, Judge(problems[i], responses, i));
                sampled++;
                right += group.Verdicts.Count(v => v.Kind == ErrorKind.Right);
                if (options.ResampleRounds > 0 && group.IsUniform) uniform.Add(group);
                else kept.Add(group);
            }
            generation += clock.GetElapsedTime(started, sampledAt);
            judging += clock.GetElapsedTime(sampledAt);
        }
        while (kept.Count < options.Prompts && ++round <= options.ResampleRounds);
        int rounds = Math.Min(round, options.ResampleRounds) + 1;
        kept.AddRange(uniform.Take(options.Prompts - kept.Count));
        return new SampledStep(kept, sampled, rounds, (double)right / (sampled * options.GroupSize), generation, judging);
    }

    private Verdict[] Judge(Problem problem, SampledResponses responses, int group)
    {
        var verdicts = new Verdict[options.GroupSize];
        for (int i = 0; i < verdicts.Length; i++) verdicts[i] = world.Judge(problem, responses.Response(group * options.GroupSize + i));
        return verdicts;
    }
}
