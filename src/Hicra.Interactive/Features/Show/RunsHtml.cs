using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Show;

/// <summary>Runs for a notebook: one as its card with the windows below, several over each other in a figure.</summary>
internal static class RunsHtml
{
    public static string Render(IReadOnlyList<ShownRun> shown)
    {
        if (shown.Count == 1)
        {
            string card = RunCard.Of(shown[0].Run).RenderHtml();
            if (shown[0].Findings.Count > 0) card += Html.Card(Html.Heading("What stands out") + DiagnosisView.BriefHtml(shown[0].Findings));
            return shown[0].Rows.Count == 0 ? card : card + Html.Card(Html.Heading("Means over windows of steps") + RunsText.WindowTable(shown[0]).Html() + Html.Note(shown[0].LastValidation() ?? ""));
        }
        IReadOnlyList<ShownGroup> groups = ShownGroup.Of(shown);
        if (ShownGroup.AreSeeds(groups)) return Groups(shown, groups);
        string list = Html.Table(["run", "settings", "state"], shown.Select(s => (IReadOnlyList<string>)
            [Html.Escape(s.Name), Html.Escape(s.Settings()), s.Run.Config.Log is not null ? "a log of another trainer" : s.Run.IsFinished ? "finished" : Html.Escape(FormattableString.Invariant($"at step {s.Run.NextStep} of {s.Run.Config.Training.Steps}"))]), firstNumber: 3);
        Figure figure = RunFigures.Compare([.. shown.Select(s => s.Log())]);
        return Html.Card(list + Health(shown) + Drawn(figure, shown));
    }

    private static string Groups(IReadOnlyList<ShownRun> shown, IReadOnlyList<ShownGroup> groups)
    {
        string list = Html.Table(["", "runs"], groups.Select(g => (IReadOnlyList<string>)[$"<b>{Html.Escape(g.Name)}</b>", Html.Escape(g.State())]), firstNumber: 2);
        Figure figure = RunFigures.Compare([.. groups.SelectMany(g => g.Runs.Select(r => r.Log() with { Name = g.Name }))]);
        string card = Html.Card(list + RunsText.MeanTable(groups).Html() + Health(shown) + Drawn(figure, shown));
        return RunsText.Comparison(shown) is { } comparison ? card + new RunComparisonView().RenderHtml(comparison) : card;
    }

    private static string Health(IReadOnlyList<ShownRun> shown) =>
        string.Concat(shown.Where(s => s.Findings.Count > 0).Select(s => Html.Heading(s.Name, "what stands out") + DiagnosisView.BriefHtml(s.Findings)));

    private static string Drawn(Figure figure, IReadOnlyList<ShownRun> shown) => figure.Panels.Count == 0 ? ""
        : FigureHtml.Image(figure) + Html.Words(shown.SelectMany(s => s.Metrics()).DistinctBy(m => m.Name));
}
