using System.Globalization;
using System.Text;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Health;

namespace Hicra.Interactive.Features.Doctor;

/// <summary>A diagnosis as a card and as text.</summary>
internal sealed class DiagnosisView : View<Diagnosis>
{
    private const string Healthy = "Nothing stands out.";

    public override string RenderText(Diagnosis value) => Text(value, "");

    public override string RenderHtml(Diagnosis value) => Html(value, "");

    /// <summary>The diagnosis of a run by its name.</summary>
    /// <param name="diagnosis">The findings.</param>
    /// <param name="name">The run; empty for none.</param>
    /// <param name="isFollowing">Whether another stands above it in a terminal.</param>
    public static MimeBundle Bundle(Diagnosis diagnosis, string name, bool isFollowing = false) => MimeBundle.Of((isFollowing ? "\n" : "") + Text(diagnosis, name), Html(diagnosis, name));

    /// <summary>Findings as a run's end and <c>show</c> have them: what, how it shows, what to turn; empty for none.</summary>
    public static string Brief(IReadOnlyList<Finding> findings) =>
        string.Join('\n', findings.Select(f => PlainTable.Wrap(PlainTable.Clean(f.IsAlarm ? $"{Word(f)}: {f}. Turn: {f.Knob}." : $"{Word(f)}: {f}."))));

    /// <summary>The same for pages; empty for none.</summary>
    public static string BriefHtml(IReadOnlyList<Finding> findings) => string.Concat(findings.Select(Row));

    private static string Text(Diagnosis diagnosis, string name)
    {
        var text = new StringBuilder();
        if (name.Length > 0) text.Append(PlainTable.Clean(name)).Append(": ");
        text.Append(Tally(diagnosis)).Append('\n');
        foreach (Finding finding in diagnosis.Findings)
        {
            text.Append('\n').Append(PlainTable.Wrap(PlainTable.Clean($"{Word(finding)}: {finding.Title}{(finding.Where.Length > 0 ? $", {finding.Where}" : "")}"))).Append('\n');
            foreach ((string what, string said) in Parts(finding)) text.Append(PlainTable.Wrap(PlainTable.Clean($"{what}: {said}"))).Append('\n');
        }
        return text.Append('\n').Append(PlainTable.Wrap(PlainTable.Clean(Looked(diagnosis)))).ToString();
    }

    private static string Html(Diagnosis diagnosis, string name)
    {
        var html = new StringBuilder(Rendering.Html.Heading(name.Length > 0 ? name : "Diagnosis", Tally(diagnosis)));
        html.Append(BriefHtml(diagnosis.Findings));
        html.Append(Rendering.Html.Note(LookedAt(diagnosis)));
        if (diagnosis.NotLookedAt.Count > 0)
            html.Append(Rendering.Html.Details("Not looked at", string.Concat(diagnosis.NotLookedAt.Select(r => $"<div style=\"margin:2px 0;max-width:60em\">{Rendering.Html.Escape(r.Question)} <span style=\"{Rendering.Html.Muted}\">needs {Rendering.Html.Escape(r.Needs)}</span></div>"))));
        return Rendering.Html.Card(html.ToString());
    }

    private static string Row(Finding finding)
    {
        var html = new StringBuilder("<div style=\"margin:8px 0;max-width:60em\">");
        html.Append(Rendering.Html.Badge(Word(finding), finding.Severity switch { Severity.Fault => Palette.FaultGround, Severity.Warning => Palette.PlanningGround, _ => Palette.PartGround })).Append(" <b>").Append(Rendering.Html.Escape(finding.Title)).Append("</b>");
        if (finding.Where.Length > 0) html.Append(CultureInfo.InvariantCulture, $" <span style=\"{Rendering.Html.Muted}\">{Rendering.Html.Escape(finding.Where)}</span>");
        foreach ((string what, string said) in Parts(finding)) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin:2px 0 0 0\"><span style=\"{Rendering.Html.Muted}\">{what}:</span> {Rendering.Html.Escape(said)}</div>");
        return html.Append("</div>").ToString();
    }

    private static IEnumerable<(string What, string Said)> Parts(Finding finding)
    {
        yield return ("evidence", finding.Evidence);
        yield return ("likely cause", finding.Cause);
        yield return ("turn", finding.Knob);
    }

    private static string Word(Finding finding) => finding.Severity switch { Severity.Fault => "fault", Severity.Warning => "warning", _ => "note" };

    private static string Tally(Diagnosis diagnosis)
    {
        int alarms = diagnosis.Alarms.Count(), notes = diagnosis.Findings.Count - alarms;
        string said = alarms == 0 ? Healthy : $"{alarms} {(alarms == 1 ? "thing stands" : "things stand")} out.";
        return notes == 0 ? said : $"{said} {notes} {(notes == 1 ? "note" : "notes")}.";
    }

    private static string Looked(Diagnosis diagnosis) => LookedAt(diagnosis)
        + (diagnosis.NotLookedAt.Count == 0 ? "" : $" Not looked at: {string.Join("; ", diagnosis.NotLookedAt.Select(r => $"{r.Question} (needs {r.Needs})"))}.");

    private static string LookedAt(Diagnosis diagnosis) => string.Create(CultureInfo.InvariantCulture, $"Looked at {(diagnosis.Rows == 0 ? "" : $"{diagnosis.Rows} {(diagnosis.Rows == 1 ? "row" : "rows")} of metrics and ")}{diagnosis.Rollouts} rollouts of {diagnosis.Steps} {(diagnosis.Steps == 1 ? "step" : "steps")}, for {diagnosis.Asked} of {Training.Health.Doctor.Rules.Count} things.");
}
