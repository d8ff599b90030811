using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Verification.Masks;

namespace Hicra.Verification.Tests.Masks;

/// <summary>The labelled samples that are kept, and what they say of the miner.</summary>
public sealed class MaskLabelsTests
{
    private static readonly string Sample = Repository.Golden("masks"), Report = Path.Combine(Sample, "report");

    [Fact]
    public void Two_passes_label_every_span_and_agree()
    {
        foreach ((string folder, int least) in new[] { (Sample, 240), (Report, 200) })
        {
            IReadOnlyList<MaskSpan> spans = MaskFiles.Read(folder);
            MaskPrecision precision = MaskPrecision.Of(spans, MaskFiles.ReadPass(folder, 1, spans), MaskFiles.ReadPass(folder, 2, spans));
            Assert.InRange(precision.Agreement, 0.9, 1);
            Assert.InRange(precision.Kappa, 0.8, 1);
            Assert.True(precision.Rows.Single(row => row is { Library: MaskDraw.Mined, Part: "all" }).Spans >= least);
            Assert.All(precision.Rows, row => Assert.InRange(row.Mean, row.Low, row.High));
        }
        Assert.All(MaskFiles.Read(Report), span => Assert.False(span.ForWork));
    }

    [SlowFact]
    public void The_miner_marks_what_plans_and_leaves_what_carries_out()
    {
        Rollout[] rollouts = [.. RolloutFiles.Read([Repository.RealSolutions])];
        IReadOnlyList<MaskSpan> spans = MaskFiles.Read(Sample);
        MaskRecall mined = MaskRecall.Of(spans, MaskFiles.ReadPass(Sample, 1, spans), MaskFiles.ReadPass(Sample, 2, spans), rollouts).Single(row => row is { Library: MaskDraw.Mined, Part: "report" });
        // Of the spans that the miner marked before it knew the rules against naming and carrying out.
        Assert.InRange((double)mined.PlanningMarked / mined.Planning, 0.85, 1);
        Assert.InRange((double)mined.OthersMarked / mined.Others, 0, 0.2);
    }
}
