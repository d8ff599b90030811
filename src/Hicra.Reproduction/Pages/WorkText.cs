using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;

namespace Hicra.Reproduction.Pages;

/// <summary>How far the making of runs is, with the remaining time by the rate so far.</summary>
internal sealed class WorkText(Work work, TimeProvider clock)
{
    private const int Parts = 1000;
    private readonly long _started = clock.GetTimestamp();
    private MakingProgress _at = new(0, work.Units, "");

    /// <summary>What is to be made, in a line.</summary>
    public static string Planned(Work work, int jobs, string store) => work.IsNothing ? $"every run is in {store}"
        : FormattableString.Invariant($"to be made: {Join([(work.Bases.Count, "base model", "base models"), (work.Runs.Count, "run", "runs"), (work.Evaluations.Count, "evaluation", "evaluations"), (work.Splits.Count, "gradient to be taken apart", "gradients to be taken apart")])}; about {Minutes(work.Estimate(Math.Min(jobs, Environment.ProcessorCount)))} on {NumberText.Count(Math.Min(jobs, Environment.ProcessorCount), "core", "cores")}, kept in {store}");

    /// <summary>Takes what the maker tells.</summary>
    public void Tell(MakingProgress progress) => _at = progress;

    /// <summary>The progress in a line.</summary>
    public string Line()
    {
        TimeSpan elapsed = clock.GetElapsedTime(_started);
        double share = _at.Total > 0 ? Math.Clamp(_at.Done / _at.Total, 0, 1) : 1;
        string rest = share is > 0.01 and < 1 ? $", about {NumberText.Duration(elapsed * ((1 - share) / share))} to go" : "";
        return $"{NumberText.Percent(share)} of all runs in {NumberText.Duration(elapsed)}{rest}{(_at.Doing.Length > 0 ? $"; {_at.Doing}" : "")}";
    }

    /// <summary>The progress as a bar.</summary>
    public MimeBundle Bundle()
    {
        int done = _at.Total > 0 ? (int)Math.Clamp(Parts * _at.Done / _at.Total, 0, Parts) : Parts;
        return MimeBundle.Of($"{ProgressText.Bar(done, Parts)}  {Line()}", Html.Card($"<div style=\"margin-bottom:6px\">{Html.Escape(Line())}</div>{ProgressText.BarHtml(done, Parts)}"));
    }

    private static string Join(IEnumerable<(int Count, string One, string Many)> parts) => string.Join(", ", parts.Where(p => p.Count > 0).Select(p => NumberText.Count(p.Count, p.One, p.Many)));

    private static string Minutes(TimeSpan time) => time.TotalMinutes < 1.5 ? "a minute" : time.TotalMinutes < 90 ? FormattableString.Invariant($"{time.TotalMinutes:F0} minutes") : FormattableString.Invariant($"{time.TotalHours:F1} hours");
}
