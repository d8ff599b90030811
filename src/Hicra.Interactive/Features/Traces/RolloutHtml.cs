using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Traces;

/// <summary>
/// Traces as HTML. The first layer colours planning tokens; the others (entropy, advantage, HICRA change, log-prob) are folds
/// below it. Where scripts run, one turns the folds into a row of buttons and lets arrow keys walk along the tokens.
/// </summary>
internal static class RolloutHtml
{
    /// <summary>Tokens that are shown at once; the rest is folded.</summary>
    internal const int Visible = 320;

    // Beyond these, a trace of many thousand tokens would make a page of many megabytes.
    private const int TitledInAllLayers = 1000, Layered = 6000;

    /// <summary>Rollouts of a list that are shown.</summary>
    internal const int Listed = 8;

    // Translucent, so that they fit a light and a dark card; at their strongest, text on them still has 4.5:1 on both.
    private const string Orange = "224,122,16", Blue = "0,114,178", Purple = "150,70,180";
    private const double Strongest = 0.55;

    public static string Render(Rollout rollout)
    {
        RolloutModel model = RolloutModel.Of(rollout);
        return Html.Card(Content(model, null, Scales.Of([model])) + Script, "hicra hicra-trace");
    }

    public static string Render(RolloutPair pair)
    {
        RolloutModel first = RolloutModel.Of(pair.First), second = RolloutModel.Of(pair.Second);
        Scales scales = Scales.Of([first, second]);
        string Half(RolloutModel model, string? name) =>
            $"<div class=\"hicra-trace\" style=\"display:inline-block;vertical-align:top;width:48%;min-width:340px;margin-right:1.5%;box-sizing:border-box\">{Content(model, name ?? model.Origin(), scales)}</div>";
        return Html.Card(Half(first, pair.FirstName) + Half(second, pair.SecondName) + Html.Note("Both traces are coloured on one scale.") + Script, "hicra hicra-pair");
    }

    /// <summary>Rollouts of a step or a file: a fold each, on one scale, the first one open.</summary>
    public static string Render(IReadOnlyCollection<Rollout> rollouts)
    {
        RolloutModel[] models = [.. rollouts.Take(Listed).Select(RolloutModel.Of)];
        Scales scales = Scales.Of(models);
        var html = new StringBuilder(Html.Heading(RolloutText.Count(rollouts), RolloutText.Verdicts(rollouts)));
        for (int i = 0; i < models.Length; i++)
            html.Append(Html.Details(string.Create(CultureInfo.InvariantCulture, $"{i}: {string.Join(" · ", RolloutText.Facts(models[i]))}"), $"<div class=\"hicra-trace\">{Content(models[i], null, scales)}</div>", open: i == 0));
        if (rollouts.Count > Listed) html.Append(Html.Note(string.Create(CultureInfo.InvariantCulture, $"The first {Listed} are shown; take others by index.")));
        return Html.Card(html + Script);
    }

    private static string Content(RolloutModel model, string? name, Scales scales)
    {
        Rollout rollout = model.Rollout;
        var html = new StringBuilder();
        if (name is { Length: > 0 }) html.Append(Html.Heading(name));
        html.Append("<div>");
        if (rollout.Kind is not null) html.Append(Html.Badge(RolloutText.Verdict(rollout.Kind), rollout.Kind switch { "right" => Palette.RightGround, "plan" => Palette.PlanningGround, _ => Palette.PlainGround })).Append(' ');
        string facts = string.Join(" · ", RolloutText.Facts(model).Where(f => rollout.Kind is null || f != RolloutText.Verdict(rollout.Kind)).Where(f => name is null || f != name));
        html.Append(CultureInfo.InvariantCulture, $"<span style=\"{Html.Muted}\">{Html.Escape(facts)}</span></div>");
        if (rollout.Prompt is not null) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:8px;padding:5px 10px;border-left:3px solid {Palette.Border};{Html.Muted};font-family:{Html.Mono};font-size:12.5px;white-space:pre-wrap;word-wrap:break-word\">{Html.Escape(rollout.Prompt)}</div>");
        html.Append(PixelPicture.Html(rollout.PromptPixels, "the picture of the prompt"));
        if (model.Lacks() is { } lacks) html.Append(Html.Note(lacks));
        if (model.Texts is null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:8px;font-family:{Html.Mono};font-size:13px;white-space:pre-wrap;word-wrap:break-word\">{Html.Escape(rollout.Response)}</div>");
            html.Append(Html.Note(rollout.Response is null ? "The rollout has no text." : "The rollout does not say how its text divides into tokens, so no token can be coloured."));
            return html.ToString();
        }
        html.Append(Classes(model));
        if (model.Count <= Layered)
            foreach ((string title, string legend, Func<int, string> ground) in Layers(model, scales))
                html.Append(Html.Details(title, legend + Tokens(model, ground, titles: model.Count <= TitledInAllLayers), @class: "hicra-layer"));
        html.Append(Table(model));
        return html.ToString();
    }

    // The layer that is always there.
    private static string Classes(RolloutModel model)
    {
        string legend = model.KnowsPlanning
            ? $"<div style=\"margin-top:8px;font-size:12px\"><mark style=\"{PlanningStyle}\">planning token</mark> <span style=\"{Html.Muted}\">execution token · hover for the numbers</span></div>"
            : Html.Note("Nobody looked for strategic grams in this rollout, so planning tokens are not known.");
        return $"<div class=\"hicra-classes\">{legend}{Tokens(model, null, titles: true)}</div>";
    }

    // Not by colour alone: planning tokens are underlined too. They are "mark" elements, because the classic Notebook takes all
    // styles from a notebook that the reader did not run, and a mark stands out by itself.
    private const string PlanningStyle = "background-color:" + Palette.PlanningGround + ";color:" + Palette.Ink + ";border-bottom:2px solid " + Palette.Planning + ";padding:0";

    private static IEnumerable<(string Title, string Legend, Func<int, string> Ground)> Layers(RolloutModel model, Scales scales)
    {
        Rollout rollout = model.Rollout;
        if (rollout.Entropies is { } entropies)
            yield return ("Entropy", Ramp("0", NumberText.Of(scales.Entropy) + " nats", Orange), i => Mix(Orange, entropies[i] / scales.Entropy));
        if (rollout.TokenAdvantages is { } advantages)
            yield return ("Advantage", Diverging(scales.Advantage), i => Mix(advantages[i] < 0 ? Blue : Orange, Math.Abs(advantages[i]) / scales.Advantage));
        if (model.Change is { } change)
            yield return (model.ChangeIsReal ? "HICRA change" : string.Create(CultureInfo.InvariantCulture, $"What HICRA would change at alpha {model.Alpha}"), Diverging(scales.Change), i => Mix(change[i] < 0 ? Blue : Orange, Math.Abs(change[i]) / scales.Change));
        if (rollout.LogProbs is { } logProbs)
            yield return ("Log-prob", Ramp("0 (certain)", NumberText.Of(-scales.Surprise), Purple), i => Mix(Purple, -logProbs[i] / scales.Surprise));
    }

    private static string Tokens(RolloutModel model, Func<int, string>? ground, bool titles)
    {
        // Pieces carry their own spaces and line ends; between words, spaces may collapse at the end of a line.
        string box = $"font-family:{Html.Mono};font-size:13px;line-height:1.9;white-space:{(model.Words ? "normal" : "pre-wrap")};word-wrap:break-word";
        int shown = model.Count <= Visible + 40 ? model.Count : Visible;
        string first = $"<div class=\"hicra-tokens\" style=\"margin-top:6px;{box}\">{Spans(model, 0, shown, ground, titles)}</div>";
        if (shown == model.Count) return first;
        string rest = $"<div class=\"hicra-tokens\" style=\"{box}\">{Spans(model, shown, model.Count, ground, titles)}</div>";
        return first + Html.Details(string.Create(CultureInfo.InvariantCulture, $"{model.Count - shown} more tokens"), rest);
    }

    private static StringBuilder Spans(RolloutModel model, int from, int to, Func<int, string>? ground, bool titles)
    {
        var html = new StringBuilder();
        for (int i = from; i < to; i++)
        {
            string style = ground is not null ? $" style=\"background-color:{ground(i)};color:{Palette.Ink};padding:1px 0{(model.IsPlanning(i) ? ";border-bottom:2px solid " + Palette.Planning : "")}\"" : model.IsPlanning(i) ? $" style=\"{PlanningStyle}\"" : "";
            string title = titles ? $" title=\"{Html.Escape(model.Describe(i))}\"" : "";
            string text = Html.Escape(model.Texts![i]);
            // A token that is nothing but a line end would not be seen.
            if (text.Contains('\n', StringComparison.Ordinal)) text = text.Replace("\n", "↵\n", StringComparison.Ordinal);
            string element = model.IsPlanning(i) ? "mark" : "span";
            html.Append(CultureInfo.InvariantCulture, $"<{element}{style}{title}>{text}</{element}>");
            if (!model.Words || i == to - 1) continue;
            // A gram is one stretch: the space inside it is marked as well.
            bool inside = ground is null && model.IsPlanning(i) && model.Gram[i + 1] == model.Gram[i];
            html.Append(inside ? $"<mark style=\"{PlanningStyle}\"> </mark>" : " ");
        }
        return html;
    }

    private static string Table(RolloutModel model)
    {
        if (!model.KnowsPlanning) return "";
        return Html.Details("Both classes in numbers", Html.Table(["tokens", "count", "mean log-prob", "mean entropy (nats)", "mean advantage"],
            model.Classes().Select(c => (IReadOnlyList<string>)[c.Name, c.Count.ToString(CultureInfo.InvariantCulture), NumberText.Of(c.LogProb), NumberText.Of(c.Entropy), NumberText.Of(c.Advantage)])));
    }

    private static string Ramp(string low, string high, string to)
    {
        IEnumerable<string> steps = Enumerable.Range(0, 9).Select(i => Swatch(Mix(to, i / 8.0)));
        return $"<div style=\"font-size:12px;{Html.Muted}\">{Html.Escape(low)} {string.Concat(steps)} {Html.Escape(high)}</div>";
    }

    private static string Diverging(double most)
    {
        IEnumerable<string> steps = Enumerable.Range(-4, 9).Select(i => Swatch(Mix(i < 0 ? Blue : Orange, Math.Abs(i) / 4.0)));
        return $"<div style=\"font-size:12px;{Html.Muted}\">{NumberText.Of(-most)} {string.Concat(steps)} {NumberText.Signed(most)}</div>";
    }

    private static string Swatch(string color) => $"<span style=\"display:inline-block;width:12px;height:10px;background-color:{color};border-top:1px solid {Palette.Border};border-bottom:1px solid {Palette.Border}\"></span>";

    private static string Mix(string color, double share) => string.Create(CultureInfo.InvariantCulture, $"rgba({color},{Strongest * Math.Clamp(share, 0, 1):0.###})");

    /// <summary>The ends of the colour scales; two traces side by side share them.</summary>
    private sealed record Scales(double Entropy, double Advantage, double Change, double Surprise)
    {
        public static Scales Of(RolloutModel[] models) => new(
            Most(models.SelectMany(m => m.Rollout.Entropies ?? []).Select(x => (double)x)),
            Most(models.SelectMany(m => m.Rollout.TokenAdvantages ?? []).Select(x => (double)x)),
            Most(models.SelectMany(m => m.Change ?? [])),
            Most(models.SelectMany(m => m.Rollout.LogProbs ?? []).Select(x => (double)x)));

        private static double Most(IEnumerable<double> values)
        {
            double most = values.Select(Math.Abs).DefaultIfEmpty(0).Max();
            return most > 0 ? most : 1;
        }
    }

    // Takes every trace of the page that has no buttons yet: an output may be shown twice, and scripts do not know their place.
    // Traces side by side switch layers together.
    private static string Script => Asset.Script("Features/Traces/trace.js");
}
