using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Mining;
using Hicra.Interactive.WhatIf;
using Hicra.Strategy;
using Hicra.Traces;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Formatting;

/// <summary>
/// How the kit's own types are shown: traces, gram libraries, runs, sweeps, comparisons, figures, tables and claims. Each has
/// <c>text/html</c> that needs no script, style sheet or network, and <c>text/plain</c> that reads well in a terminal; figures
/// have Plotly's JSON too. All text that comes from models, files or users is escaped.
/// </summary>
public sealed class HicraFormatter : IMimeFormatter
{
    /// <summary>The types that are shown.</summary>
    internal static IReadOnlyList<Type> Types { get; } =
    [
        typeof(Figure), typeof(Rollout), typeof(TracePair), typeof(StrategicGramLibrary), typeof(ExistingRun), typeof(TrainingRun), typeof(RunComparison), typeof(PaperTable), typeof(ClaimCheck), typeof(WhatIfReport), typeof(SweepSummary), typeof(MiningReport), typeof(GramReviewTable),
    ];

    /// <inheritdoc/>
    public MimeBundle? Format(object value)
    {
        using KitCulture culture = KitCulture.Enter();
        return Bundle(value);
    }

    private static MimeBundle? Bundle(object value) => value switch
    {
        Figure figure => MimeBundle.Of(FigureText.Render(figure), Html.Image(figure)).With(PlotlyRenderer.MimeType, PlotlyRenderer.Render(figure)),
        Rollout rollout => MimeBundle.Of(TraceText.Render(rollout), TraceHtml.Render(rollout)),
        IReadOnlyCollection<Rollout> rollouts => MimeBundle.Of(TraceText.Render(rollouts), TraceHtml.Render(rollouts)),
        TracePair pair => MimeBundle.Of(TraceText.Render(pair), TraceHtml.Render(pair)),
        StrategicGramLibrary library => MimeBundle.Of(GramLibraryView.RenderText(library), GramLibraryView.RenderHtml(library)),
        ExistingRun run => RunView.Of(run).Bundle(),
        TrainingRun run => RunView.Of(run).Bundle(),
        RunComparison comparison => MimeBundle.Of(RunComparisonView.RenderText(comparison), RunComparisonView.RenderHtml(comparison)),
        PaperTable table => MimeBundle.Of(PaperTableView.RenderText(table), PaperTableView.RenderHtml(table)),
        ClaimCheck check => MimeBundle.Of(ClaimCheckView.RenderText([check]), ClaimCheckView.RenderHtml([check])),
        IEnumerable<ClaimCheck> checks => MimeBundle.Of(ClaimCheckView.RenderText([.. checks]), ClaimCheckView.RenderHtml([.. checks])),
        WhatIfReport report => report.ToBundle(),
        MiningReport report => MiningView.Bundle(report),
        GramReviewTable table => GramReviewView.Bundle(table),
        SweepSummary summary => MimeBundle.Of(SweepSummaryView.RenderText(summary), SweepSummaryView.RenderHtml(summary)),
        _ => null,
    };
}
