using System.Globalization;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Differences between methods, paired by base model and seed, a row a pair of methods and a panel a measure.</summary>
/// <param name="groups">The methods with their runs; GRPO first, HICRA second, controls after them.</param>
internal sealed class MethodContrasts(IReadOnlyList<(string Method, IReadOnlyList<MadeRun> Runs)> groups)
{
    private static readonly (string Title, Func<MadeRun, double?> Measure, string Unit)[] Measures =
    [
        ("Validation accuracy at the end", r => r.End(r.Validation), "points"), ("Validation accuracy over all steps", r => r.Whole(r.Validation), "points"),
        ("Strategic grams a response", r => r.End(MetricNames.Grams), "grams"), ("Planning tokens", r => r.End(MetricNames.PlanningShare), "points"),
        ("Semantic entropy", r => r.End(MetricNames.SemanticEntropy), "nats"), ("Response length", r => r.End(MetricNames.ResponseLength), "tokens"),
    ];

    private readonly (string First, string Second)[] _pairs =
    [
        .. groups.Skip(1).Select(g => (g.Method, groups[0].Method)), .. groups.Skip(2).Select(g => (groups[1].Method, g.Method)),
    ];

    /// <summary>Whether any two methods can be compared.</summary>
    public bool Any => _pairs.Any(p => Has(p.First, p.Second));

    /// <summary>Dots with whiskers, a row a pair.</summary>
    public Figure Figure()
    {
        (string Title, string Unit, (int Row, Clustered Value)[] Points)[] panels = [.. Measures.Select(m => (m.Title, m.Unit, Points(m.Measure, m.Unit))).Where(p => p.Item3.Length > 0)];
        string[] rows = [.. _pairs.Select(p => $"{Short(p.First)} − {Short(p.Second)}")];
        return new Figure
        {
            Title = "HICRA and three controls, paired", PlotHeight = 150,
            Panels =
            [
                .. panels.Select(panel => new Panel
                {
                    Title = panel.Title, X = new Axis { Label = $"difference in {panel.Unit}" }, Y = new Axis { Categories = rows }, Phases = [new PhaseMark(0, 0, "")],
                    Series =
                    [
                        new Series
                        {
                            Name = "", Kind = SeriesKind.Points, Color = Palette.Planning, X = [.. panel.Points.Select(p => p.Value.Mean)], Y = [.. panel.Points.Select(p => (double)p.Row)],
                            Low = [.. panel.Points.Select(p => p.Value.Interval?.Low ?? p.Value.Mean)], High = [.. panel.Points.Select(p => p.Value.Interval?.High ?? p.Value.Mean)],
                        },
                    ],
                }),
            ],
            Caption = string.Create(CultureInfo.InvariantCulture, $"Dots: mean differences, {panels.SelectMany(p => p.Points).Select(p => p.Value.Over).FirstOrDefault()}; whiskers: their 95 % intervals. At the end: the last eighth of the steps, of a validation the last two. Methods share base models, seeds and random numbers. Of {_pairs.Length * panels.Length} differences about {Math.Max(1, Math.Round(0.05 * _pairs.Length * panels.Length)):F0} lie beyond their intervals by chance alone."),
        };
    }

    /// <summary>All differences as rows.</summary>
    public IEnumerable<PaperRow> Numbers() =>
        from pair in _pairs
        from measure in Measures
        let difference = Difference(pair, measure.Measure, measure.Unit)
        where difference is not null
        select Rows.Row($"{measure.Title}, {Curves.NameOf(pair.First)} minus {Curves.NameOf(pair.Second)}", null, difference, measure.Unit, ReportedMark.Described);

    /// <summary>A sentence on HICRA, and one on each control: what it shares with HICRA, and what not.</summary>
    public IEnumerable<string> Sentences()
    {
        (string hicra, string grpo) = (groups[1].Method, groups[0].Method);
        if (Has(hicra, grpo)) yield return $"{Curves.NameOf(hicra)} against {Curves.NameOf(grpo)}: {Told(hicra, grpo)}.";
        foreach (string control in groups.Skip(2).Select(g => g.Method).Where(m => Has(m, grpo)))
        {
            string name = Curves.NameOf(control);
            yield return $"{char.ToUpperInvariant(name[0])}{name[1..]} against {Curves.NameOf(grpo)}: {Told(control, grpo)}.{(Has(hicra, control) ? $" {Curves.NameOf(hicra)} against it: {Told(hicra, control)}." : "")}";
        }
    }

    private bool Has(string first, string second) => Runs(first).Any(a => Runs(second).Any(b => a.Recipe.Base == b.Recipe.Base && a.Recipe.Seed == b.Recipe.Seed));

    // What fits beside a panel.
    private static string Short(string method) => method switch { "placebo" => "placebo", "hicra-equal-norm" => "equal norm", _ => Curves.NameOf(method) };

    private string Told(string first, string second)
    {
        (string Title, string Unit, Clustered? Value)[] all = [.. Measures.Select(m => (m.Title, m.Unit, Difference((first, second), m.Measure, m.Unit)))];
        if (all.All(a => a.Value?.Interval is null)) return "one pair of runs, which tells nothing apart";
        string[] apart = [.. all.Where(a => a.Value?.Interval is { ExcludesZero: true }).Select(a => $"{a.Title.ToLowerInvariant()} {NumberText.Signed(a.Value!.Mean)} {a.Unit} (95 % {NumberText.Of(a.Value.Interval!.Value.Low)} to {NumberText.Of(a.Value.Interval.Value.High)})")];
        return apart.Length == 0 ? "no measure can be told apart" : $"{string.Join(", ", apart)}{(apart.Length < all.Count(a => a.Value is not null) ? "; nothing else can be told apart" : "")}";
    }

    private (int, Clustered)[] Points(Func<MadeRun, double?> measure, string unit) =>
        [.. _pairs.Select((pair, row) => (row, Difference(pair, measure, unit))).Where(p => p.Item2 is not null).Select(p => (p.row, p.Item2!))];

    private Clustered? Difference((string First, string Second) pair, Func<MadeRun, double?> measure, string unit)
    {
        Clustered? difference = Clustered.Difference(Runs(pair.First), Runs(pair.Second), measure);
        return unit == "points" ? Rows.Percent(difference) : difference;
    }

    private IReadOnlyList<MadeRun> Runs(string method) => groups.First(g => g.Method == method).Runs;
}
