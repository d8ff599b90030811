using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>A panel of a comparison of methods.</summary>
/// <param name="Title">What the panel shows.</param>
/// <param name="Metric">The metric; null for the validation accuracy.</param>
/// <param name="Unit">Its unit; <c>%</c> for a share.</param>
/// <param name="Reported">What the paper's axis shows, in words.</param>
internal sealed record ComparedPanel(string Title, string? Metric, string? Unit, string Reported);

/// <summary>How Figures 6, 7 and 14 are drawn: methods over each other, a panel a measure, and their differences paired by base model and seed.</summary>
internal static class MethodComparison
{
    public static Drawing Of(PaperItem item, Family family, IReadOnlyList<string> methods, IReadOnlyList<ComparedPanel> panels, RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        (string Method, IReadOnlyList<MadeRun> Runs)[] groups = [.. methods.Select(m => (m, StandIns.Find(evidence, scale.Runs(family, m), missing))).Where(g => g.Item2.Count > 0)];
        if (groups.Length == 0) return new Drawing { State = ItemState.NotRun, Missing = missing, Reported = Described(item, panels) };
        IReadOnlyList<MadeRun> baseline = groups[0].Runs;
        var numbers = new List<PaperRow>();
        var sentences = new List<string>();
        foreach ((string method, IReadOnlyList<MadeRun> runs) in groups.Skip(1))
        {
            foreach (ComparedPanel panel in panels)
            {
                Clustered? difference = Clustered.Difference(runs, baseline, r => r.End(panel.Metric ?? r.Validation));
                numbers.Add(Rows.Row($"{panel.Title}, {Curves.NameOf(method)} minus {Curves.NameOf(groups[0].Method)} at the end", null, panel.Unit == "%" ? Rows.Percent(difference) : difference, panel.Unit == "%" ? "points" : panel.Unit, ReportedMark.Described));
                if (difference is not null) sentences.Add($"{Curves.NameOf(method)} against {Curves.NameOf(groups[0].Method)}, {panel.Title.ToLowerInvariant()} at the end: {Words(difference, panel.Unit == "%")}.");
            }
        }
        // Curves of one method compare nothing, and are not taken for a comparison.
        if (groups.Length == 1) sentences.Add($"Runs of {string.Join(" and ", methods.Where(m => m != groups[0].Method).Select(Curves.NameOf))} are missing: {Curves.NameOf(groups[0].Method)} is drawn alone, and nothing can be said of the difference.");
        var figure = new Figure
        {
            Title = $"{item.Name} as measured here: {StandIns.Label(family)}",
            PlotHeight = 150,
            Panels = [.. panels.Select(p => Panel(p, groups))],
            Caption = Curves.Reading(baseline) + " Methods share base models, seeds and random numbers.",
        };
        return new Drawing { State = StandIns.State(true, missing, item.Lacks), Reported = Described(item, panels), Measured = [new(figure)], Numbers = Rows.Table(item, numbers, evidence), Differences = sentences, Missing = missing };
    }

    /// <summary>A difference in words.</summary>
    public static string Words(Clustered difference, bool share)
    {
        string size = share ? $"{NumberText.Signed(100 * difference.Mean)} points" : NumberText.Signed(difference.Mean);
        if (difference.Interval is not { } interval) return $"{size}, {difference.Over}";
        string range = share ? $"{NumberText.Of(100 * interval.Low)} to {NumberText.Of(100 * interval.High)}" : $"{NumberText.Of(interval.Low)} to {NumberText.Of(interval.High)}";
        return $"{size}, 95 % {range} ({difference.Over}): {DifferenceText.Verdict(interval.Estimate, interval)}";
    }

    private static Panel Panel(ComparedPanel panel, IReadOnlyList<(string Method, IReadOnlyList<MadeRun> Runs)> groups) => new()
    {
        Title = panel.Title, X = Curves.Steps, Y = new Axis { Percent = panel.Unit == "%", Label = panel.Unit is null or "%" ? "" : panel.Unit },
        Series = [.. groups.Select(g => Curves.Of(Curves.NameOf(g.Method), g.Runs, panel.Metric ?? g.Runs[0].Validation, Curves.ColorOf(g.Method)))],
    };

    private static Exhibit[] Described(PaperItem item, IReadOnlyList<ComparedPanel> panels) =>
        [new(new TextBlock($"{item.Name} as reported", [.. panels.Select(p => $"{p.Title}: {p.Reported}")]), ReportedMark.Described.Sentence())];
}
