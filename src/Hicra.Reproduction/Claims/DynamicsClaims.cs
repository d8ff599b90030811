using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Claims;

/// <summary>What the paper claims of training dynamics under GRPO (sections 2.2 and 4.2, appendix D).</summary>
internal static class DynamicsClaims
{
    private static readonly Family[] Text = [Families.Base, Families.Larger, Families.Sound, Families.Unreliable];

    public static IReadOnlyList<Claim> All { get; } =
    [
        new()
        {
            Number = 1, Source = "section 2.2.1", Text = "The relative perplexity of execution tokens falls sharply early, then flattens.",
            Criterion = "base family: it falls by more than 5 % within the first fifth of the steps, and by less than half as much after it",
            PaperSays = "planning tokens' perplexity falls even more, in 5 of the 6 rows whose images could be had",
            Needs = Grpo(Families.Base),
            Test = runs => runs.Here(Families.Base).SelectMany(f => FallsThenFlattens(runs, f, MetricNames.ExecutionPerplexity, "perplexity of execution tokens", 0.05)),
        },
        new()
        {
            Number = 2, Source = "section 2.2.1", Text = "The entropy of execution tokens is below that of planning tokens, in all models at all steps.",
            Criterion = "in each of the six families of words, the largest ratio of the two over all steps is below 1",
            Needs = Grpo([.. Families.Words]),
            Test = runs => runs.Here([.. Families.Words]).Select(f => Bound.Below($"{f.Title}: largest ratio of execution to planning entropy", runs.Grpo(f, r => ClaimRuns.LargestRatio(r, MetricNames.ExecutionEntropy, MetricNames.PlanningEntropy)), 1)),
        },
        new()
        {
            Number = 3, Source = "section 2.2.1", Text = "The entropy of execution tokens drops early, then stabilises (base models, Llama).",
            Criterion = "base, larger and unreliable family: it falls by more than 20 % within the first fifth, and changes by less than half as much after it",
            Needs = Grpo(Families.Base, Families.Larger, Families.Unreliable),
            Test = runs => runs.Here(Families.Base, Families.Larger, Families.Unreliable).SelectMany(f => FallsThenFlattens(runs, f, MetricNames.ExecutionEntropy, "entropy of execution tokens", 0.2)),
        },
        new()
        {
            Number = 4, Source = "section 2.2.2", Text = "The semantic entropy of strategic grams rises on Qwen models; on Llama it first falls, then turns up.",
            Criterion = "base, larger and sound family: the end is more than 2 % above the start; unreliable family: the lowest tenth of the run is more than 1 % below the start and below the end",
            Needs = Grpo(Text),
            Test = runs =>
            [
                .. runs.Here(Families.Base, Families.Larger, Families.Sound).Select(f => Bound.Above($"{f.Title}: semantic entropy, end over start, less 1", runs.Grpo(f, r => r.Ratio(MetricNames.SemanticEntropy) - 1), 0.02)),
                .. runs.Here(Families.Unreliable).Select(f => Bound.Above("unreliable: start over lowest tenth, less 1", runs.Grpo(f, r => r.Start(MetricNames.SemanticEntropy) / ClaimRuns.LowestTenth(r, MetricNames.SemanticEntropy) - 1), 0.01)),
                .. runs.Here(Families.Unreliable).Select(f => Bound.Above("unreliable: end over lowest tenth, less 1", runs.Grpo(f, r => r.End(MetricNames.SemanticEntropy) / ClaimRuns.LowestTenth(r, MetricNames.SemanticEntropy) - 1), 0.01)),
            ],
        },
        new()
        {
            Number = 5, Source = "section 2.2.2", Text = "The conditional entropy of procedural n-grams given a strategic gram stays about constant.",
            Criterion = "base, larger, sound and unreliable family: end over start within 0.85 and 1.15", PaperSays = "0.95 to 1.02 in text models, 0.89 in MiMO-VL",
            Needs = Grpo(Text),
            Test = runs => runs.Here(Text).SelectMany(f => Bound.Within($"{f.Title}: conditional entropy, end over start", runs.Grpo(f, r => r.Ratio(MetricNames.ConditionalEntropy)), 0.85, 1.15)),
        },
        new()
        {
            Number = 6, Source = "section 2.2.2", Text = "Semantic entropy rises together with validation accuracy and with length.",
            Criterion = "base family: over tenths of a run, its correlation with accuracy and with length is above 0.5", PaperSays = "no correlation is given; MiMO-VL's length falls while its accuracy rises",
            Caveat = "training accuracy, which is measured at every step, stands in for validation accuracy",
            Needs = Grpo(Families.Base),
            Test = runs =>
            [
                Bound.Above("correlation of semantic entropy and accuracy", runs.Grpo(Families.Base, r => ClaimRuns.Correlation(r, MetricNames.SemanticEntropy, MetricNames.Accuracy)), 0.5),
                Bound.Above("correlation of semantic entropy and length", runs.Grpo(Families.Base, r => ClaimRuns.Correlation(r, MetricNames.SemanticEntropy, MetricNames.ResponseLength)), 0.5),
            ],
        },
        new()
        {
            Number = 7, Source = "appendix D", Text = "The first phase is short or absent in Qwen3-4B-Instruct, both vision models and DS-Distill-Llama-8B.",
            Criterion = "sound and distilled family: the entropy of execution tokens falls by less than 20 % within the first fifth of the steps", Caveat = "the vision families are younger than this criterion; Figure 13 holds them to the same bound",
            Needs = Grpo(Families.Sound, Families.Distilled),
            Test = runs => ((Family[])[Families.Sound, Families.Distilled]).Select(f => Bound.Below($"{f.Title}: early fall of the entropy of execution tokens", runs.Grpo(f, r => ClaimRuns.EarlyFall(r, MetricNames.ExecutionEntropy)), 0.2)),
        },
        new()
        {
            Number = 8, Source = "section 2.3", Text = "The entropy of all tokens does not track accuracy: it is flat or falls while accuracy rises (Llama, Qwen3-4B-Instruct, vision models).",
            Criterion = "unreliable and sound family: its end is less than 5 % above its start, and validation accuracy rises", Caveat = "the vision families are younger than this criterion; Figure 13 holds them to the same bounds",
            Needs = Grpo(Families.Unreliable, Families.Sound),
            Test = runs => ((Family[])[Families.Unreliable, Families.Sound]).SelectMany(f => (Bound[])
            [
                Bound.Below($"{f.Title}: entropy of all tokens, end over start, less 1", runs.Grpo(f, r => r.Ratio(MetricNames.Entropy) - 1), 0.05),
                Bound.Above($"{f.Title}: validation accuracy gained", runs.Grpo(f, r => r.End(r.Validation) - r.Start(r.Validation)), 0, isShare: true),
            ]),
        },
        new()
        {
            Number = 9, Source = "section 2.3", Text = "The entropy of all tokens is dominated by execution tokens, which are 94 to 98 % of all.",
            Criterion = "none: the share is a property of the world, and a third plans here", Untested = UntestedReason.PlanningShare,
        },
        new()
        {
            Number = 10, Source = "section 4.2.1, Figure 5", Text = "RL takes away errors of planning and strategy more than others, in all three models.",
            Criterion = "base, larger and sound family: relative to the start, planning errors fall more than the others",
            PaperSays = "its own counts say so for one of the three relative to the start: Qwen2.5-7B-Base -18 % against +19 %, Qwen3-4B-Base -13 % against -45 %, Qwen3-4B-Instruct -61 % against -65 %",
            Needs = Grpo(Families.Base, Families.Larger, Families.Sound),
            Test = runs => runs.Here(Families.Base, Families.Larger, Families.Sound).Select(f => Bound.Below($"{f.Title}: change of planning errors less that of others", runs.Grpo(f, r => r.Ratio(MetricNames.PlanningErrors) - r.Ratio(MetricNames.OtherErrors)), 0, isShare: true)),
        },
        new()
        {
            Number = 14, Source = "appendix D", Text = "Llama-3.1-8B-Base consolidates procedure, never pivots to strategy, and stagnates.",
            Criterion = "stopping family: the entropy of execution tokens falls by more than 20 % within the first fifth; semantic entropy ends less than 2 % above its start; accuracy gains less than 1 point after the middle of the run",
            Caveat = "a base model that never goes on cannot learn to, by construction",
            Needs = Grpo(Families.Stopping),
            Test = runs =>
            [
                Bound.Below("semantic entropy, end over start, less 1", runs.Grpo(Families.Stopping, r => r.Ratio(MetricNames.SemanticEntropy) - 1), 0.02),
                Bound.Above("early fall of the entropy of execution tokens", runs.Grpo(Families.Stopping, r => ClaimRuns.EarlyFall(r, MetricNames.ExecutionEntropy)), 0.2),
                Bound.Below("accuracy gained after the middle of the run", runs.Grpo(Families.Stopping, r => ClaimRuns.LateGain(r, MetricNames.Accuracy)), 0.01, isShare: true),
            ],
        },
        new()
        {
            Number = 15, Source = "appendix D", Text = "DS-Distill-Llama-8B explores strategies from the first steps, without a separate first phase.",
            Criterion = "distilled family: a fifth into the run semantic entropy is more than 0.5 % above its start", Needs = Grpo(Families.Distilled),
            Test = runs => [Bound.Below("early fall of semantic entropy (negative: it rises)", runs.Grpo(Families.Distilled, r => ClaimRuns.EarlyFall(r, MetricNames.SemanticEntropy)), -0.005)],
        },
        new()
        {
            Number = 18, Source = "appendix D.2.2, Figure 10", Text = "Most planning tokens are among the 30 % of tokens with the highest entropy; few of those plan.",
            Criterion = "base, larger and sound family: at the end more than half of the planning tokens are among them", PaperSays = "fails for Llama: 45 % before and 36 % after RL",
            Caveat = "the second half (fewer than 10 % of high-entropy tokens plan) cannot be tested where a third of all tokens plans, and is in the long world",
            Needs = Grpo(Families.Base, Families.Larger, Families.Sound),
            Test = runs =>
            [
                .. runs.Here(Families.Base, Families.Larger, Families.Sound).Select(f => Bound.Above($"{f.Title}: share of planning tokens of high entropy", runs.Grpo(f, r => r.End("hicra/high_entropy_among_planning")), 0.5, isShare: true)),
                // The second half, where it can be tested, by the paper's own bound.
                .. runs.IsLong ? runs.Here(Families.Base).Select(f => Bound.Below($"{f.Title}: share of high-entropy tokens that plan", runs.Grpo(f, r => r.End("hicra/planning_among_high_entropy")), 0.1, isShare: true)) : [],
            ],
        },
    ];

    private static IEnumerable<Bound> FallsThenFlattens(ClaimRuns runs, Family family, string metric, string what, double least) =>
    [
        Bound.Above($"{family.Title}: early fall of the {what}", runs.Grpo(family, r => ClaimRuns.EarlyFall(r, metric)), least),
        Bound.Above($"{family.Title}: half of that less the later change", runs.Grpo(family, r => ClaimRuns.EarlyFall(r, metric) / 2 - ClaimRuns.LaterChange(r, metric))),
    ];

    private static Func<RunScale, Needs> Grpo(params Family[] families) => scale => Needs.Of(families.Select(f => scale.Runs(f, "grpo")));
}
