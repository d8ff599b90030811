using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Hicra.Interactive.Features.Mine;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Features.Show;
using Hicra.Interactive.Features.Traces;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Tests.Figures;
using Hicra.Metrics.Statistics;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Rendering;

/// <summary>Values of every type that the formatter shows, with a text of the caller's wherever a model, a file or a user can put one.</summary>
internal static class Shown
{
    public static readonly HicraFormatter Formatter = new();

    public static MimeBundle Bundle(object value) => Formatter.Format(value)!;

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>What is left of HTML where nobody trusts it: no scripts, styles, drawings, inputs, nor attributes that hosts strip.</summary>
    public static IDocument Untrusted(string html)
    {
        IDocument document = Parse(html);
        foreach (IElement element in document.QuerySelectorAll("script, style, svg, input, button, link, object, embed, iframe").ToArray()) element.Remove();
        foreach (IElement element in document.All)
            foreach (IAttr attribute in element.Attributes.ToArray())
                if (attribute.Name is not ("style" or "title" or "class" or "id" or "src" or "alt" or "width" or "height" or "open" or "colspan")) element.RemoveAttribute(attribute.Name);
        return document;
    }

    /// <summary>One value or more of every type that is shown, with the text in every place that takes one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="directory">Where a run's folder may lie.</param>
    public static object[] Values(string text, string directory) =>
    [
        Samples.Everything(name: text), Rollout(text), Rollout(text, 900), Rollout(text) with { TokenTexts = null, TokenIds = null, LogProbs = null, Entropies = null, TokenAdvantages = null, PlanningSpans = null },
        new RolloutPair(Rollout(text), Rollout(text), text, text), new[] { Rollout(text), Rollout(text) }, Clusters(text), StrategicGramLibrary.FromGrams(text, [.. Enumerable.Range(0, 100).Select(i => text + i)]),
        Run(Path.Combine(directory, "run <img src=x onerror=alert(1)>"), text), Comparison(text), Table(text), Check(text), new[] { Check(text), Check(text) }, WhatIf(text), Sweep(text), Mined(text), Review(text),
    ];

    public static Rollout Rollout(string text = "word", int tokens = 6) => new()
    {
        Step = 3, Group = 1, Sample = 2, Seed = 7, Method = "hicra " + text, Alpha = 0.2, ProblemId = text, Prompt = "prompt " + text, Kind = "plan " + text, Reward = 0, Advantage = -0.5,
        Response = string.Join(' ', Enumerable.Range(0, tokens).Select(i => i + text.Replace(' ', '_'))),
        TokenTexts = [.. Enumerable.Range(0, tokens).Select(i => i + text.Replace(' ', '_'))],
        TokenIds = [.. Enumerable.Range(0, tokens)],
        LogProbs = [.. Enumerable.Range(0, tokens).Select(i => -0.1f * i)],
        Entropies = [.. Enumerable.Range(0, tokens).Select(i => 0.25f * i)],
        TokenAdvantages = [.. Enumerable.Range(0, tokens).Select(i => i is 1 or 2 ? -0.4f : -0.5f)],
        PlanningSpans = [new GramSpan(1, 2, 4)],
    };

    public static MiningReport Mined(string text = "grams.json")
    {
        MiningResult result = new GramMiner().Mine(Enumerable.Range(0, 40).Select(i => new Solution($"{i} let us try something different {i} we need a new approach {i}", true)));
        return new MiningReport(result, new StrategicGramLibrary(text, [.. result.Library.Clusters.Select(c => c with { Intent = StrategicMove.Branching })]), text);
    }

    public static GramReviewTable Review(string text = "grams.json") => new(text, Clusters(text), new GramReview([new GramDecision(Clusters(text).Clusters[0].Name, false, text)]), "#!sg-review");

    public static RunComparison Comparison(string text = "hicra") => new()
    {
        Baseline = new SweepCell("grpo " + text, null),
        Measures =
        [
            new ComparedMeasure(new SweepCell(text, 0.2), "accuracy " + text, 0.3, 0.35, [0, 1, 2], 0.05, new Interval(0.05, 0.01, 0.09, 0.95)),
            new ComparedMeasure(new SweepCell(text, 0.2), "length", 60, 61, [0, 1, 2], 1, new Interval(1, -3, 5, 0.95)),
            new ComparedMeasure(new SweepCell(text, 0.2), "entropy", 0.2, 0.1, [0], -0.1, null),
        ],
        Warnings = ["warning " + text],
    };

    public static PaperTable Table(string text = "row") => new()
    {
        Title = "Table 1 " + text,
        Rows = [new PaperRow { Item = "accuracy " + text, Reported = 31, Measured = 26.5, Unit = "% " + text, Source = "seen " + text, Note = "note " + text, Interval = new Interval(26.5, 21, 32, 0.95) }, new PaperRow { Item = "other", Reported = 12 }],
        ScaledDown = ["the model " + text],
        MeasuredFrom = "run " + text,
    };

    public static ClaimCheck Check(string text = "claim") =>
        new("claim " + text, ClaimVerdict.CannotTell, ["evidence " + text]) { Source = "section " + text, Caveat = "caveat " + text, Figure = Samples.Everything(name: text) };

    public static StrategicGramLibrary Clusters(string text = "gram") =>
        new("library " + text, [.. Enumerable.Range(0, 15).Select(c => new GramCluster($"cluster {c} {text}", [.. Enumerable.Range(0, 6).Select(g => $"{text} {c} {g}")], 40 - c))]);

    /// <summary>A replay of a right and a wrong answer.</summary>
    public static WhatIfReport WhatIf(string text = "replay") => WhatIfReplay.Run("run " + text,
    [
        Rollout(text) with { Step = 7, Group = 0, Sample = 0, Reward = 1, Kind = "right", TokenAdvantages = null, Advantage = null, Method = null },
        Rollout(text) with { Step = 7, Group = 0, Sample = 1, TokenAdvantages = null, Advantage = null, Method = null },
    ], "source " + text, new TrainingOptions(), [new WhatIfScenario("hicra", 0.2), new WhatIfScenario("hicra", 1)]);

    /// <summary>A sweep of two cells and two seeds, of whose runs one failed and one was stopped.</summary>
    public static SweepSummary Sweep(string text = "sweep")
    {
        SweepCell grpo = new("grpo " + text, null), hicra = new(text, 0.2);
        SweepOutcome Outcome(SweepCell cell, long seed, SweepStatus status) =>
            new(new SweepRun(cell, seed, "somewhere", new RunConfig { Base = new BaseModel(text, new string('0', 64)), Training = new TrainingOptions() }), status, status == SweepStatus.Failed ? "error " + text : null);
        return new SweepSummary(
            [Outcome(grpo, 0, SweepStatus.Finished), Outcome(grpo, 1, SweepStatus.Skipped), Outcome(hicra, 0, SweepStatus.Failed), Outcome(hicra, 1, SweepStatus.Stopped)],
            [new CellMeasure(grpo, "accuracy " + text, new Summary(2, 0.25, 0.01)), new CellMeasure(hicra, "accuracy " + text, new Summary(2, 0.3, null)), new CellMeasure(grpo, "length", new Summary(2, 60, 3))],
            [new PairedDifference(hicra, grpo, "accuracy " + text, 2, 0.05, new Interval(0.05, 0.01, 0.09, 0.95)), new PairedDifference(hicra, grpo, "length", 1, 2, null)]);
    }

    /// <summary>A run's folder with ten of twenty steps done.</summary>
    public static ExistingRun Run(string directory, string text = "shipped", string method = "hicra", long seed = 0, double shift = 0)
    {
        Directory.CreateDirectory(directory);
        var folder = new RunFolder(directory);
        new RunConfig { Base = new BaseModel(text, new string('0', 64)), Training = new TrainingOptions { Steps = 20, Method = method, Seed = seed } }.Write(folder.Config);
        using (var log = new MetricsLog(folder.Metrics, 0, 0))
            foreach (MetricRow row in Samples.Log(10, shift)) log.Append(row);
        Directory.CreateDirectory(folder.Rollouts);
        File.WriteAllText(folder.RolloutsOf(0), "");
        return ExistingRun.Open(directory);
    }
}
