using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Claims;

/// <summary>What the paper, and others about it, claim of HICRA beside its rivals.</summary>
internal static class MethodClaims
{
    private const string Pass8 = "hicra/pass@8";

    public static IReadOnlyList<Claim> All { get; } =
    [
        new()
        {
            Number = 11, Source = "Tables 1 and 2", Text = "HICRA is more accurate than GRPO.",
            Criterion = "base family: pass@1 over all problem sets is higher, paired by base model and seed", PaperSays = "higher in 27 of 30 text cells and 7 of 8 vision cells, single runs; the +5.4 on AIME24 is 4.6 by its own cells, and GRPO on AMC23 is below its base model",
            Needs = Judged("hicra", "grpo"), Test = runs => [Bound.Above("pass@1, HICRA less GRPO", runs.PassDifference(Families.Base, "hicra", "grpo"), isShare: true)],
        },
        new()
        {
            Number = 12, Source = "section 4.1, Figures 6 to 8", Text = "HICRA keeps a higher semantic entropy than GRPO throughout, and a higher validation accuracy.",
            Criterion = "base family: both are higher, as means over all steps", Needs = Made("hicra", "grpo"),
            Test = runs =>
            [
                Bound.Above("semantic entropy over all steps, HICRA less GRPO", Less(runs, "hicra", "grpo", MetricNames.SemanticEntropy)),
                Bound.Above("validation accuracy over all steps, HICRA less GRPO", runs.Difference(Families.Base, "hicra", "grpo", r => r.Whole(r.Validation)), isShare: true),
            ],
        },
        new()
        {
            Number = 13, Source = "section 4.2, Figure 7", Text = "Entropy regularisation raises token entropy and length, and is the least accurate of the three; HICRA has the highest semantic entropy.",
            Criterion = "base family, over all steps: entropy and length of entropy regularisation above GRPO's, its validation accuracy below GRPO's and HICRA's, HICRA's semantic entropy above both",
            Caveat = "at the kit's weight of the bonus, 0.01; the paper gives none", Needs = Made("entropy-bonus", "hicra", "grpo"),
            Test = runs =>
            [
                Bound.Above("validation accuracy, GRPO less entropy regularisation", runs.Difference(Families.Base, "grpo", "entropy-bonus", r => r.Whole(r.Validation)), isShare: true),
                Bound.Above("validation accuracy, HICRA less entropy regularisation", runs.Difference(Families.Base, "hicra", "entropy-bonus", r => r.Whole(r.Validation)), isShare: true),
                Bound.Above("token entropy, entropy regularisation less GRPO", Less(runs, "entropy-bonus", "grpo", MetricNames.Entropy)),
                Bound.Above("length, entropy regularisation less GRPO", Less(runs, "entropy-bonus", "grpo", MetricNames.ResponseLength)),
                Bound.Above("semantic entropy, HICRA less entropy regularisation", Less(runs, "hicra", "entropy-bonus", MetricNames.SemanticEntropy)),
                Bound.Above("semantic entropy, HICRA less GRPO", Less(runs, "hicra", "grpo", MetricNames.SemanticEntropy)),
            ],
        },
        new()
        {
            Number = 16, Source = "section 4.3, Figure 14", Text = "HICRA needs a procedural base: on Llama-3.1-8B-Instruct it gains nothing, and the trends of semantic entropy are reversed.",
            Criterion = "unreliable family: pass@1 over all sets is less than 2 points higher than GRPO's, and semantic entropy ends lower", PaperSays = "Table 1: +1.8, +2.1, +0.9, +0.3, -0.6, -1.4 points",
            Needs = scale => new([], [.. ((string[])["grpo", "hicra"]).SelectMany(m => Table1TextBenchmarks.Of(scale, Families.Unreliable, m))]),
            Test = runs =>
            [
                Bound.Below("pass@1, HICRA less GRPO", runs.PassDifference(Families.Unreliable, "hicra", "grpo"), 0.02, isShare: true),
                Bound.Below("semantic entropy at the end, HICRA less GRPO", runs.Difference(Families.Unreliable, "hicra", "grpo", r => r.End(MetricNames.SemanticEntropy))),
            ],
        },
        new()
        {
            Number = 17, Source = "section 4.2.2, Figure 8", Text = "Pass@8 on training problems does not separate HICRA from GRPO, while semantic entropy does.",
            Criterion = "base family, over all steps: pass@8 differs by less than 2 points, and semantic entropy is higher", Caveat = "the paper shows it on MiMO-VL, whose stand-in Figure 8 holds to the same bounds", Needs = Made("hicra", "grpo"),
            Test = runs =>
            [
                Bound.Above("semantic entropy, HICRA less GRPO", Less(runs, "hicra", "grpo", MetricNames.SemanticEntropy)),
                .. Bound.Within("pass@8, HICRA less GRPO", Less(runs, "hicra", "grpo", Pass8), -0.02, 0.02, isShare: true),
            ],
        },
        new()
        {
            Number = 19, Source = "appendix B, Figures 11 and 12", Text = "Dropping 30 % of the strategic grams leaves the curves as they are.",
            Criterion = "base and larger family, one run each: over 20 redraws, the semantic entropy's curve correlates with the full one at more than 0.9 on average", IsConditional = true, Caveat = "conditional on one run of each family",
            Needs = scale => Needs.Of([scale.Looked(Families.Base)], [scale.Looked(Families.Larger)]),
            Test = runs => runs.Here(Families.Base, Families.Larger).Select(f => Bound.Above($"{f.Title}: mean correlation over redraws", Redraws(runs, f), 0.9)),
        },
        new()
        {
            Number = 20, Source = "Table 1 of the camera-ready", Text = "Random n-grams (placebo) and high-entropy tokens do not reproduce HICRA's gain.",
            Criterion = "base family: pass@1 over all sets of HICRA is above that of both", PaperSays = "AIME columns alone could be found: 15.8 and 11.4, 14.6 and 9.3 against HICRA's 18.8 and 14.8", Needs = Judged("hicra", "placebo", "high-entropy"),
            Test = runs =>
            [
                Bound.Above("pass@1, HICRA less placebo", runs.PassDifference(Families.Base, "hicra", "placebo"), isShare: true),
                Bound.Above("pass@1, HICRA less high-entropy advantage", runs.PassDifference(Families.Base, "hicra", "high-entropy"), isShare: true),
            ],
        },
        new() { Number = 21, Source = "the camera-ready", Text = "86 % of the strategic grams guide or plan, against 12 % of random n-grams.", Criterion = "none: people judged", Untested = UntestedReason.Judge },
        new() { Number = 22, Source = "section 2.3", Text = "\"Aha moments\" are discoveries of strategies, and growing length is a by-product of strategic diversity.", Criterion = "none: it interprets what claims 4 and 6 measure", Untested = UntestedReason.Interpretation },
        new()
        {
            Number = 23, Source = "a public summary", Text = "HICRA reaches the \"aha moment\" earlier than GRPO.",
            Criterion = "base family: the step at which the second phase begins is earlier, over pairs of runs that both show one", Needs = Made("hicra", "grpo"),
            Test = runs => [Bound.Below("border of the phases as a share of the run, HICRA less GRPO", runs.Difference(Families.Base, "hicra", "grpo", ClaimRuns.Border), isShare: true)],
        },
        new()
        {
            Number = 24, Source = "a public summary", Text = "HICRA is more sample-efficient than GRPO.", Criterion = "base family: the area under the curve of validation accuracy is larger",
            PaperSays = "no table of it", Needs = Made("hicra", "grpo"),
            Test = runs => [Bound.Above("mean validation accuracy over all steps, HICRA less GRPO", runs.Difference(Families.Base, "hicra", "grpo", r => r.Whole(r.Validation)), isShare: true)],
        },
        new()
        {
            Number = 25, Source = "a public summary", Text = "HICRA generalises better out of distribution.", Criterion = "base family: pass@1 on puzzles with new numbers is higher",
            PaperSays = "no table of it", Needs = Judged("hicra", "grpo"),
            Test = runs => [Bound.Above("pass@1 on new numbers, HICRA less GRPO", runs.PassDifference(Families.Base, "hicra", "grpo", "new numbers"), isShare: true)],
        },
    ];

    private static Clustered? Less(ClaimRuns runs, string first, string second, string metric) => runs.Difference(Families.Base, first, second, r => r.Whole(metric));

    // Redraws are the units: they stand for runs of one base model.
    private static Clustered? Redraws(ClaimRuns runs, Family family) =>
        SensitivityDrawing.SemanticEntropies(runs.Scale.Looked(family), runs.Evidence) is { } curves ? Clustered.Of(curves.Skip(1).Select(c => (0L, (double?)SensitivityDrawing.Correlation(curves[0], c)))) : null;

    private static Func<RunScale, Needs> Made(params string[] methods) => scale => Needs.Of(methods.Select(m => scale.Runs(Families.Base, m)));

    private static Func<RunScale, Needs> Judged(params string[] methods) => scale => new([], [.. methods.SelectMany(m => Table1TextBenchmarks.Of(scale, Families.Base, m))]);
}
