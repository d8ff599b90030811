using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;

namespace Hicra.Reproduction.Items;

/// <summary>
/// What the paper claims of its vision models, as criteria that stood here before any run of a vision family was made. The
/// scoreboard's criteria are older and rest on families of words; these are said beside the items, each with its 95 % interval
/// and without a correction for their number.
/// </summary>
internal static class VisionCriteria
{
    // As many as the scoreboard wants: an interval over seeds holds for its few base models alone.
    private const int LeastBases = 4;

    /// <summary>A criterion of the form "above a bound" or "below a bound", and what the runs say.</summary>
    /// <param name="claim">The claim's number on the scoreboard.</param>
    /// <param name="what">What is measured.</param>
    /// <param name="measured">The measurement; null where there is none.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="above">Whether the claim wants it above; else below.</param>
    /// <param name="share">Whether it is a share, which is written in points.</param>
    public static string Say(int claim, string what, Clustered? measured, double bound, bool above, bool share = false)
    {
        double unit = share ? 100 : 1;
        string wanted = FormattableString.Invariant($"claim {claim}, fixed beforehand: {what} {(above ? "above" : "below")} {NumberText.Of(unit * bound)}{(share ? " points" : "")}");
        if (measured is null) return $"{wanted}: not measured.";
        string value = NumberText.Of(unit * measured.Mean);
        if (measured.Interval is not { } i) return $"{wanted}: {value}, {measured.Over}.";
        bool met = above ? i.Low > bound : i.High < bound, broken = above ? i.High < bound : i.Low > bound;
        return $"{wanted}: {value}, 95 % {NumberText.Of(unit * i.Low)} to {NumberText.Of(unit * i.High)} ({measured.Over}): {(measured.Bases < LeastBases ? "no verdict on fewer than four base models" : met ? "met" : broken ? "not met" : "cannot be told")}.";
    }
}
