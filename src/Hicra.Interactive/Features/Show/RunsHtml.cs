using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;

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
            return shown[0].Rows.Count == 0 ? card : card + Html.Card(Html.Heading("Means over windows of steps") + RunsText.WindowTable(shown[0]).Html());
        }
        IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> logs = [.. shown.Select(s => (s.Name, s.Rows))];
        string list = Html.Table(["run", "settings", "state"], shown.Select(s => (IReadOnlyList<string>)
            [Html.Escape(s.Name), Html.Escape(s.Settings()), s.Run.Config.Log is not null ? "a log of another trainer" : s.Run.IsFinished ? "finished" : Html.Escape(FormattableString.Invariant($"at step {s.Run.NextStep} of {s.Run.Config.Training.Steps}"))]), firstNumber: 3);
        Figure figure = RunFigures.Compare(logs);
        string health = string.Concat(shown.Where(s => s.Findings.Count > 0).Select(s => Html.Heading(s.Name, "what stands out") + DiagnosisView.BriefHtml(s.Findings)));
        return Html.Card(list + health + (figure.Panels.Count == 0 ? "" : FigureHtml.Image(figure)));
    }
}
