using Hicra.Credit;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>Answers "what if" from a run's saved rollouts.</summary>
public static class WhatIfReplay
{
    private const int CurvePoints = 16;

    /// <summary>Replays a step of a run.</summary>
    /// <param name="name">What the report calls the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="step">A step whose rollouts are saved.</param>
    /// <param name="scenarios">What to replay, besides GRPO.</param>
    /// <exception cref="HicraException">The rollouts cannot be read, or lack something that a rule needs.</exception>
    public static WhatIfReport Run(string name, ExistingRun run, int step, IReadOnlyList<WhatIfScenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = run.Folder.RolloutsOf(step);
        int grams = File.Exists(run.Folder.Grams) ? GramLibraryFile.Load(run.Folder.Grams).Grams.Count : 33;
        return Run(name, [.. RolloutJsonl.Read(path, new RolloutReadOptions { AllowTornLastLine = true })], path, run.Config.Training, scenarios, grams);
    }

    /// <summary>Replays given rollouts of one step.</summary>
    /// <param name="name">What the report calls their source.</param>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="source">What errors call them, for example their file.</param>
    /// <param name="options">Estimator and objective.</param>
    /// <param name="scenarios">What to replay, besides GRPO.</param>
    /// <param name="grams">Grams that a placebo draws.</param>
    /// <exception cref="HicraException">The rollouts lack something that a rule needs.</exception>
    public static WhatIfReport Run(string name, IReadOnlyList<Rollout> rollouts, string source, TrainingOptions options, IReadOnlyList<WhatIfScenario> scenarios, int grams = 33)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scenarios);
        ReplayBatch batch = ReplayBatch.Of(rollouts, EstimatorCatalog.Create(options.Estimator), source);
        TokenContext context = batch.Context;
        var replay = new Replay(batch, options.Objective with { MaxLength = options.MaxNewTokens }, grams);
        double most = Math.Max(1, scenarios.Select(s => s.Alpha ?? 0).DefaultIfEmpty(0).Max());
        int groups = context.RolloutCount / context.GroupSize;
        return new WhatIfReport
        {
            Run = name,
            Step = context.Step,
            MadeBy = new WhatIfScenario(options.Method, SweepCell.Of(options).Alpha).Name,
            Rollouts = context.RolloutCount,
            GroupSize = context.GroupSize,
            Tokens = context.TokenCount,
            PlanningShare = context.TokenCount == 0 ? 0 : (double)context.Planning.Count(true) / context.TokenCount,
            FlatGroups = (double)Enumerable.Range(0, groups).Count(g => context.RolloutAdvantages.AsSpan(g * context.GroupSize, context.GroupSize).IndexOfAnyExcept(0) < 0) / groups,
            Accuracy = (double)batch.Rollouts.Count(r => r.Kind is null ? r.Reward > 0 : r.Kind == "right") / context.RolloutCount,
            Outcomes = [replay.Run(new WhatIfScenario("grpo", null)), .. scenarios.Where(s => s.Method != "grpo").Select(replay.Run)],
            Curve = [.. Enumerable.Range(0, CurvePoints).Select(i => replay.Run(new WhatIfScenario("hicra", most * i / (CurvePoints - 1))) with { TokenAdvantages = [] })],
            Traces = Traces(batch),
            Spread = SeedSpread.Reference(),
            LeftOut = [.. LeftOut(options)],
        };
    }

    private static IEnumerable<string> LeftOut(TrainingOptions options)
    {
        if (options.Objective.KlCoefficient > 0) yield return FormattableString.Invariant($"the KL to the base model (weight {options.Objective.KlCoefficient})");
        if (EffectiveSettings.Of(options).EntropyCoefficient is double entropy) yield return FormattableString.Invariant($"the entropy bonus (weight {entropy})");
        if (options.Overlong == Overlong.Mask) yield return "the mask of responses that were cut off";
        if (options.AlphaTo is not null || options.AlphaTarget is not null) yield return "the schedule of its alpha";
    }

    // One right and one wrong rollout, of one group where possible, with as many planning tokens as can be looked over.
    private static WhatIfRollout[] Traces(ReplayBatch batch)
    {
        const int readable = 90;
        TokenContext context = batch.Context;
        int[] all = [.. Enumerable.Range(0, context.RolloutCount).Where(i => context.RolloutAdvantages[i] != 0 && Planning(i) > 0)];
        int? praised = Best(all.Where(i => context.RolloutAdvantages[i] > 0));
        int? blamed = Best(all.Where(i => context.RolloutAdvantages[i] < 0 && i / context.GroupSize == praised / context.GroupSize)) ?? Best(all.Where(i => context.RolloutAdvantages[i] < 0));
        return [.. new[] { praised, blamed }.OfType<int>().Select(i => new WhatIfRollout(
            batch.Rollouts[i], context.RolloutAdvantages[i], context.Planning[context.Offsets[i]..context.Offsets[i + 1]]))];

        int Planning(int i) => context.Planning.AsSpan(context.Offsets[i]..context.Offsets[i + 1]).Count(true);
        int Length(int i) => context.Offsets[i + 1] - context.Offsets[i];
        int? Best(IEnumerable<int> some) => some.OrderBy(i => Length(i) > readable).ThenByDescending(i => Length(i) > readable ? -Length(i) : Planning(i)).Select(i => (int?)i).FirstOrDefault();
    }
}
