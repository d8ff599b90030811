using System.Globalization;
using Hicra.Metrics;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Figures;

/// <summary>The paper's two phases in a run's log, by <see cref="TwoPhases"/> from the entropy of execution tokens and the semantic entropy of grams.</summary>
/// <param name="Finding">What was found.</param>
/// <param name="Border">The step at which the second phase begins; null where none was found.</param>
/// <param name="Marks">The phases as marks of a figure; none where there is no border.</param>
public sealed record RunPhases(PhaseFinding Finding, int? Border, IReadOnlyList<PhaseMark> Marks)
{
    /// <summary>The rule in words, for captions.</summary>
    public static string Rule { get; } = "Phase 2 begins where the entropy of execution tokens has settled and the semantic entropy of strategic grams rises (paper, section 2.2; there the border is drawn by eye).";

    /// <summary>Whether it is the executed strategies that rise, and not the semantic entropy of grams.</summary>
    public bool ByStrategies { get; init; }

    /// <summary>Looks for the border in the rows that have both measures.</summary>
    public static RunPhases Of(IReadOnlyList<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        MetricRow[] known = [.. rows.Where(r => r[MetricNames.ExecutionEntropy] is not null && r[MetricNames.SemanticEntropy] is not null)];
        TwoPhases found = TwoPhases.Find([.. known.Select(r => r[MetricNames.ExecutionEntropy]!.Value)], [.. known.Select(r => r[MetricNames.SemanticEntropy]!.Value)]);
        // Where executed strategies are counted, they are what the second phase explores, whatever the phrases do.
        bool byStrategies = found.Finding == PhaseFinding.StrategyDoesNotRise && known.All(r => r[MetricNames.Strategies] is not null);
        if (byStrategies) found = TwoPhases.Find([.. known.Select(r => r[MetricNames.ExecutionEntropy]!.Value)], [.. known.Select(r => r[MetricNames.Strategies]!.Value)]);
        if (found.Index is not int index) return new RunPhases(found.Finding, null, []);
        int border = known[index].Step;
        return new RunPhases(found.Finding, border, [new(known[0].Step, border, "1 execution"), new(border, known[^1].Step, "2 strategy")]) { ByStrategies = byStrategies };
    }

    /// <summary>What was found, for captions: the border's step, or why there is none.</summary>
    public string Sentence(string? run = null)
    {
        string of = run is null ? "" : $" of {run}";
        return Finding switch
        {
            PhaseFinding.Found when ByStrategies => string.Create(CultureInfo.InvariantCulture, $"Phase 2{of} begins at step {Border}, by the strategies that responses execute; the semantic entropy of grams does not rise."),
            PhaseFinding.Found => string.Create(CultureInfo.InvariantCulture, $"Phase 2{of} begins at step {Border}."),
            PhaseFinding.TooShort => $"No phases{of}: too few steps to tell.",
            PhaseFinding.ExecutionDoesNotFall => $"No phases{of}: the entropy of execution tokens does not fall clearly.",
            PhaseFinding.ExecutionDoesNotSettle => $"No phases{of}: the entropy of execution tokens has not settled.",
            _ => $"No phases{of}: after execution settles, the semantic entropy of grams does not rise.",
        };
    }
}
