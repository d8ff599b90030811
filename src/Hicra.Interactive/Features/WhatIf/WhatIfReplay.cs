using Hicra.Credit;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>Answers "what if" from a run's saved rollouts.</summary>
public static class WhatIfReplay
{
    private const int CurvePoints = 16, MostSteps = 60;

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
        WhatIfReport report = Run(name, Read(path), run.Config.Log is null ? path : $"{name}, step {step.ToString(System.Globalization.CultureInfo.InvariantCulture)}", run.Config.Training, scenarios, grams, run.Config.Log);
        return run.Config.Log is null ? report : report with { Steps = Steps(run, scenarios, grams) };
    }

    private static Rollout[] Read(string path) => [.. RolloutJsonl.Read(path, new RolloutReadOptions { AllowTornLastLine = true })];

    // A log is looked at as a whole: the first rule that differs from GRPO, step by step.
    private static List<WhatIfStep> Steps(ExistingRun run, IReadOnlyList<WhatIfScenario> scenarios, int grams)
    {
        var steps = new List<WhatIfStep>();
        if (scenarios.FirstOrDefault(s => s.Method != "grpo" && s.Alpha is not 0.0) is not { } scenario) return steps;
        IReadOnlyList<int> saved = run.Folder.RolloutSteps();
        foreach (int step in saved.Count <= MostSteps ? saved : [.. Enumerable.Range(0, MostSteps).Select(i => saved[i * (saved.Count - 1) / (MostSteps - 1)])])
        {
            ReplayBatch batch;
            try
            {
                batch = ReplayBatch.Of(Read(run.Folder.RolloutsOf(step)), EstimatorCatalog.Create(run.Config.Training.Estimator), run.Folder.RolloutsOf(step), ragged: true);
            }
            catch (HicraException)
            {
                continue; // a step without groups or rewards has nothing to replay; the step that was asked for says so
            }
            var replay = new Replay(batch, run.Config.Training.Objective with { MaxLength = run.Config.Training.MaxNewTokens }, grams);
            WhatIfOutcome grpo = replay.Run(new WhatIfScenario("grpo", null)) with { TokenAdvantages = [] }, outcome = replay.Run(scenario) with { TokenAdvantages = [] };
            steps.Add(new WhatIfStep(step, Share(batch.Context), Flat(batch), grpo, outcome));
        }
        return steps;
    }

    private static double Share(TokenContext context) => context.TokenCount == 0 ? 0 : (double)context.Planning.Count(true) / context.TokenCount;

    private static double Flat(ReplayBatch batch) =>
        (double)Enumerable.Range(0, batch.Groups.Length - 1).Count(g => batch.Context.RolloutAdvantages.AsSpan(batch.Groups[g]..batch.Groups[g + 1]).IndexOfAnyExcept(0) < 0) / (batch.Groups.Length - 1);

    /// <summary>Replays given rollouts of one step.</summary>
    /// <param name="name">What the report calls their source.</param>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="source">What errors call them, for example their file.</param>
    /// <param name="options">Estimator and objective.</param>
    /// <param name="scenarios">What to replay, besides GRPO.</param>
    /// <param name="grams">Grams that a placebo draws.</param>
    /// <param name="log">Where the rollouts come from, if another trainer wrote them.</param>
    /// <exception cref="HicraException">The rollouts lack something that a rule needs.</exception>
    public static WhatIfReport Run(string name, IReadOnlyList<Rollout> rollouts, string source, TrainingOptions options, IReadOnlyList<WhatIfScenario> scenarios, int grams = 33, LogOrigin? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scenarios);
        ReplayBatch batch = ReplayBatch.Of(rollouts, EstimatorCatalog.Create(options.Estimator), source, ragged: log is not null);
        TokenContext context = batch.Context;
        var replay = new Replay(batch, options.Objective with { MaxLength = options.MaxNewTokens }, grams);
        double most = Math.Max(1, scenarios.Select(s => s.Alpha ?? 0).DefaultIfEmpty(0).Max());
        return new WhatIfReport
        {
            Run = name,
            Step = context.Step,
            Log = log,
            KnowsLogProbs = batch.KnowsLogProbs,
            MadeBy = log is not null ? "another trainer" : new WhatIfScenario(options.Method, SweepCell.Of(options).Alpha).Name,
            Rollouts = context.RolloutCount,
            GroupSize = context.GroupSize,
            Tokens = context.TokenCount,
            PlanningShare = Share(context),
            FlatGroups = Flat(batch),
            Accuracy = (double)batch.Rollouts.Count(r => r.Kind is null ? r.Correct ?? r.Reward > 0 : r.Kind == "right") / context.RolloutCount,
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
        int? blamed = Best(all.Where(i => context.RolloutAdvantages[i] < 0 && praised is int best && GroupOf(i) == GroupOf(best))) ?? Best(all.Where(i => context.RolloutAdvantages[i] < 0));
        return [.. new[] { praised, blamed }.OfType<int>().Select(i => new WhatIfRollout(
            batch.Rollouts[i], context.RolloutAdvantages[i], context.Planning[context.Offsets[i]..context.Offsets[i + 1]]))];

        int GroupOf(int i) => Array.FindLastIndex(batch.Groups, start => start <= i);
        int Planning(int i) => context.Planning.AsSpan(context.Offsets[i]..context.Offsets[i + 1]).Count(true);
        int Length(int i) => context.Offsets[i + 1] - context.Offsets[i];
        int? Best(IEnumerable<int> some) => some.OrderBy(i => Length(i) > readable).ThenByDescending(i => Length(i) > readable ? -Length(i) : Planning(i)).Select(i => (int?)i).FirstOrDefault();
    }
}
