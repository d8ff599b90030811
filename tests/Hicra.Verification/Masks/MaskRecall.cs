using System.Globalization;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Verification.Masks;

/// <summary>How many of the labelled spans today's miner marks.</summary>
/// <param name="Library">What had marked the spans.</param>
/// <param name="Part">Which problems: work or report.</param>
/// <param name="Planning">Spans that plan by both passes.</param>
/// <param name="PlanningMarked">Those of them that the miner's library marks, in part or whole.</param>
/// <param name="Others">All other spans.</param>
/// <param name="OthersMarked">Those of them that it marks.</param>
public sealed record MaskRecall(string Library, string Part, int Planning, int PlanningMarked, int Others, int OthersMarked)
{
    /// <summary>Mines the solutions and looks for the labelled spans.</summary>
    /// <param name="spans">[spans] of these solutions.</param>
    /// <param name="first">[spans] labels of the first pass: whether each plans.</param>
    /// <param name="second">[spans] labels of the second pass.</param>
    /// <param name="rollouts">[solutions]</param>
    /// <param name="settings">Of the miner; null for the defaults.</param>
    public static IReadOnlyList<MaskRecall> Of(IReadOnlyList<MaskSpan> spans, IReadOnlyList<bool> first, IReadOnlyList<bool> second, IReadOnlyList<Rollout> rollouts, MiningSettings? settings = null)
    {
        Solution[] solutions = [.. rollouts.Select(rollout => RolloutFiles.AsSolution(rollout))];
        var matcher = new PlanningMatcher(new GramMiner(settings).Mine(solutions).Library);
        var marks = new Dictionary<int, List<GramSpan>>();
        bool[] marked = [.. spans.Select(Marked)];
        return
        [
            .. Enumerable.Range(0, spans.Count).GroupBy(i => (spans[i].Library, Part: spans[i].ForWork ? "work" : "report")).OrderBy(g => g.Key.Library, StringComparer.Ordinal).ThenByDescending(g => g.Key.Part, StringComparer.Ordinal)
                .Select(g => new MaskRecall(g.Key.Library, g.Key.Part, g.Count(Plans), g.Count(i => Plans(i) && marked[i]), g.Count(i => !Plans(i)), g.Count(i => !Plans(i) && marked[i]))),
        ];

        bool Plans(int i) => first[i] && second[i];

        bool Marked(MaskSpan span)
        {
            if (!marks.TryGetValue(span.Solution, out List<GramSpan>? found)) matcher.Spans(solutions[span.Solution].Text, marks[span.Solution] = found = []);
            return found.Any(mark => mark.Start < span.Start + span.Length && mark.End > span.Start);
        }
    }

    /// <summary>As a table.</summary>
    public static string Text(IReadOnlyList<MaskRecall> rows)
    {
        string[] head = ["marked by", "problems", "plan", "of them mined", "others", "of them mined"];
        return MarkdownTable.Render(head, rows.Select(row => (IReadOnlyList<string>)[row.Library, row.Part, Count(row.Planning), Count(row.PlanningMarked), Count(row.Others), Count(row.OthersMarked)]), texts: 2);
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
