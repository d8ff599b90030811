using Hicra.Credit;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>A cell of a sweep that is not trained, because another gives the same numbers to the bit.</summary>
/// <param name="Cell">What was asked for.</param>
/// <param name="Kept">The cell that stands for it.</param>
/// <param name="Why">Why they are one, as a clause.</param>
public sealed record MergedCell(SweepCell Cell, SweepCell Kept, string Why)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Cell.Name} is not trained beside {Kept.Name}, which is the same experiment: {Why}";
}

/// <summary>The cells of a sweep, so that no experiment is done twice: cells whose effective settings are equal are one.</summary>
/// <param name="Kept">The cells that are trained, in the order in which they were asked for.</param>
/// <param name="Merged">The others.</param>
public sealed record SweepCells(IReadOnlyList<SweepCell> Kept, IReadOnlyList<MergedCell> Merged)
{
    /// <summary>Methods x alphas, each experiment once.</summary>
    /// <param name="template">Settings that all runs share.</param>
    /// <param name="methods">Credit rules.</param>
    /// <param name="alphas">Alphas; a rule without an alpha has one cell whatever they are.</param>
    /// <param name="begun">How many runs of a cell there are already: of equal cells the one with most stays, so that a sweep that grows trains nothing again. Null for none.</param>
    /// <exception cref="HicraException">A method is unknown.</exception>
    public static SweepCells Of(TrainingOptions template, IReadOnlyList<string> methods, IReadOnlyList<double> alphas, Func<SweepCell, int>? begun = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        var kept = new List<SweepCell>();
        var merged = new List<MergedCell>();
        foreach (IGrouping<TrainingOptions, SweepCell> equal in Sweep.Cells(methods, alphas).GroupBy(cell => EffectiveSettings.Of(cell.Onto(template))))
        {
            // A plain name says most; a rule that says what it is needs no explanation.
            SweepCell one = equal.OrderByDescending(cell => begun?.Invoke(cell) ?? 0).ThenBy(cell => EffectiveSettings.WhyGrpo(cell.Onto(template)) is not null).First();
            kept.Add(one);
            foreach (SweepCell cell in equal.Where(cell => cell != one))
                merged.Add(new MergedCell(cell, one, EffectiveSettings.WhyGrpo(cell.Onto(template)) ?? EffectiveSettings.WhyGrpo(one.Onto(template)) ?? "both add the same entropy bonus to uniform credit"));
        }
        return new SweepCells(kept, merged);
    }

    /// <summary>What was given more often than it counts, a line each: equal methods, alphas and seeds, and alphas that no method looks at.</summary>
    public static IEnumerable<string> Repetitions(IReadOnlyList<string> methods, IReadOnlyList<double> alphas, IReadOnlyList<long> seeds)
    {
        foreach (string twice in Twice(methods)) yield return $"the method {twice} is given more than once and counts once";
        foreach (double twice in Twice(alphas)) yield return FormattableString.Invariant($"alpha {twice} is given more than once and counts once");
        foreach (long twice in Twice(seeds)) yield return FormattableString.Invariant($"seed {twice} is given more than once and counts once");
        string[] without = [.. methods.Distinct().Where(m => !CreditCatalog.BuiltIn.Find(m).UsesAlpha)];
        if (without.Length > 0 && alphas.Distinct().Count() > 1) yield return $"{string.Join(" and ", without)} {(without.Length == 1 ? "has" : "have")} no alpha: one cell{(without.Length == 1 ? "" : " each")}, whatever --alpha says";
    }

    private static IEnumerable<T> Twice<T>(IEnumerable<T> items) => items.GroupBy(x => x).Where(g => g.Count() > 1).Select(g => g.Key);
}
