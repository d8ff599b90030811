using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Table 2: pass@1 on vision benchmarks.</summary>
public sealed class Table2VisionBenchmarks() : PaperItem(PaperItemKind.Table, 2, "methods on vision benchmarks")
{
    /// <inheritdoc/>
    public override string Shows => "Pass@1 in per cent on MathVista, MathVision, MathVerse and EMMA for MiMO-VL and Qwen2.5-VL, each as base, with GRPO and with HICRA.";

    /// <inheritdoc/>
    public override IReadOnlyList<Lack> Lacks => [new("the whole table", LackReason.VisionFamily)];

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => new()
    {
        State = ItemState.NotYet, Reported = [new(Table1TextBenchmarks.Printed("Table 2 as reported: pass@1 in %", ReportedScore.Vision()), ReportedMark.Seen.Sentence())],
    };
}
