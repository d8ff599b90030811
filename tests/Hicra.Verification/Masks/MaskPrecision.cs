using System.Globalization;
using System.Text.Json;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Verification.Masks;

/// <summary>The precision of one library on one part of a sample.</summary>
/// <param name="Library">What marked the spans.</param>
/// <param name="Part">Which problems: work, report, or all.</param>
/// <param name="Spans">How many.</param>
/// <param name="First">Share that plans by the first pass.</param>
/// <param name="Second">Share that plans by the second pass.</param>
/// <param name="Both">Share that plans by both passes.</param>
/// <param name="Mean">Mean of the two passes, with a 95 % interval of a bootstrap over problems.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record MaskRow(string Library, string Part, int Spans, double First, double Second, double Both, double Mean, double Low, double High);

/// <summary>What a labelled sample says of the masks.</summary>
/// <param name="Rows">One for each library and part.</param>
/// <param name="Agreement">Share of spans that both passes label alike.</param>
/// <param name="Kappa">Cohen's kappa of the passes.</param>
public sealed record MaskPrecision(IReadOnlyList<MaskRow> Rows, double Agreement, double Kappa)
{
    /// <summary>Measures.</summary>
    /// <param name="spans">[spans]</param>
    /// <param name="first">[spans] labels of the first pass: whether each plans.</param>
    /// <param name="second">[spans] labels of the second pass.</param>
    public static MaskPrecision Of(IReadOnlyList<MaskSpan> spans, IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        int[] all = [.. Enumerable.Range(0, spans.Count)];
        double agreement = all.Average(i => first[i] == second[i] ? 1.0 : 0), a = all.Average(i => first[i] ? 1.0 : 0), b = all.Average(i => second[i] ? 1.0 : 0);
        double chance = a * b + (1 - a) * (1 - b);
        var rows = new List<MaskRow>();
        foreach (string library in spans.Select(s => s.Library).Distinct().OrderBy(Order).ThenBy(l => l, StringComparer.Ordinal))
        {
            foreach ((string part, int[] of) in new[] { ("work", all.Where(i => spans[i].ForWork)), ("report", all.Where(i => !spans[i].ForWork)), ("all", all) }.Select(p => (p.Item1, p.Item2.Where(i => spans[i].Library == library).ToArray())))
            {
                if (of.Length == 0) continue;
                Interval mean = Interval([.. of.GroupBy(i => spans[i].Problem).Select(g => new[] { g.Sum(Plans), g.Count() })]);
                rows.Add(new(library, part, of.Length, of.Average(i => first[i] ? 1.0 : 0), of.Average(i => second[i] ? 1.0 : 0), of.Average(i => first[i] && second[i] ? 1.0 : 0), mean.Estimate, mean.Low, mean.High));
            }
        }
        return new(rows, agreement, (agreement - chance) / (1 - chance));

        double Plans(int i) => ((first[i] ? 1 : 0) + (second[i] ? 1 : 0)) / 2.0;
    }

    /// <summary>As a table and a line.</summary>
    public string Text()
    {
        string[] head = ["library", "problems", "spans", "pass 1", "pass 2", "both", "mean (95 %)"];
        string table = MarkdownTable.Render(head, Rows.Select(row => (IReadOnlyList<string>)
            [row.Library, row.Part, row.Spans.ToString(CultureInfo.InvariantCulture), Percent(row.First), Percent(row.Second), Percent(row.Both), $"{Percent(row.Mean)} ({Percent(row.Low)} to {Percent(row.High)})"]), texts: 2);
        return string.Join('\n', "Marked spans that plan, by two passes of labels", "", table, "", FormattableString.Invariant($"The passes agree on {Agreement * 100:F1} % of the spans; Cohen's kappa {Kappa:F2}."));
    }

    /// <summary>As JSON.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="recall">What today's miner marks of the spans; null where nobody asked.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<MaskRecall>? recall = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("agreement", Agreement);
        json.WriteNumber("kappa", Kappa);
        json.WriteStartArray("rows");
        foreach (MaskRow row in Rows) JsonSerializer.Serialize(json, row, JsonSerializerOptions.Web);
        json.WriteEndArray();
        if (recall is not null)
        {
            json.WriteStartArray("recall");
            foreach (MaskRecall row in recall) JsonSerializer.Serialize(json, row, JsonSerializerOptions.Web);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static int Order(string library) => library switch { MaskDraw.Mined => 0, MaskDraw.Paper => 2, MaskDraw.Control => 3, _ => 1 };

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:F1} %");

    // Spans of one problem speak alike, so problems are drawn, not spans.
    private static Interval Interval(IReadOnlyList<double[]> problems) => Bootstrap.OfSums(problems, static sums => sums[0] / sums[1], CounterRandom.FromSeed(0).Derive("bootstrap"))!.Value;
}
