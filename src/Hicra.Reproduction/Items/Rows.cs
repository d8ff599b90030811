using Hicra.Interactive.Features.Paper;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Rows of "reported beside measured".</summary>
internal static class Rows
{
    /// <summary>A row.</summary>
    /// <param name="item">What it is.</param>
    /// <param name="reported">What the paper reports; null where it reports no number.</param>
    /// <param name="measured">What was measured; null where nothing was.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="mark">How surely the reported number is known.</param>
    public static PaperRow Row(string item, double? reported, Clustered? measured, string? unit, ReportedMark mark) => new()
    {
        Item = item, Reported = reported, Measured = measured?.Mean, Interval = measured?.Interval, Unit = unit,
        Source = reported is null ? "no number in the paper" : mark.Word(), Note = measured?.Over,
    };

    /// <summary>A share in per cent.</summary>
    public static Clustered? Percent(Clustered? share) => share is null ? null : share with
    {
        Mean = 100 * share.Mean,
        Interval = share.Interval is { } i ? new(100 * i.Estimate, 100 * i.Low, 100 * i.High, i.Confidence) : null,
    };

    /// <summary>The table of an item.</summary>
    public static Exhibit Table(PaperItem item, IEnumerable<PaperRow> rows, IEvidence evidence) =>
        new(new PaperTable { Title = $"{item.Name}: reported beside measured", Rows = [.. rows], ScaledDown = item.ScaledDown, MeasuredFrom = evidence.Source });
}
