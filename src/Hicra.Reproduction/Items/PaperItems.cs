namespace Hicra.Reproduction.Items;

/// <summary>Every figure, table and listing of the paper (arXiv v3), once.</summary>
public static class PaperItems
{
    /// <summary>The items in the paper's order: figures, tables, listings.</summary>
    public static IReadOnlyList<PaperItem> All { get; } =
    [
        new Figure01Teaser(), new Figure02MarkedSample(), new Figure03TrainingDynamics(), new Figure04TwoEntropies(), new Figure05ErrorTypes(), new Figure06HicraAgainstGrpo(), new Figure07EntropyRegularisation(),
        new Figure08Vision(), new Figure09ForkText(), new Figure10ForkTokens(), new Figure11SensitivitySmall(), new Figure12SensitivityLarge(), new Figure13FullDynamics(), new Figure14WhenItFails(),
        new Table1TextBenchmarks(), new Table2VisionBenchmarks(), new Listing1StrategicGrams(), new Listing2ErrorTypes(),
    ];

    /// <summary>What the paper lacks and people ask for.</summary>
    public static IReadOnlyList<PaperItem> Beyond { get; } = [new AlphaSweep(), new WhyHicra(), new LongPhases()];

    /// <summary>All that a word can name: the paper's items, then those beyond it.</summary>
    public static IReadOnlyList<PaperItem> Known { get; } = [.. All, .. Beyond];

    /// <summary>The item of a word: <c>fig3</c>, <c>table1</c>, <c>listing2</c>; <c>figure3</c> and <c>Fig. 3</c> are understood too.</summary>
    /// <exception cref="HicraException">There is none; the message suggests the nearest.</exception>
    public static PaperItem Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        string plain = new([.. word.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        string id = plain.StartsWith("figure", StringComparison.Ordinal) ? "fig" + plain[6..].TrimStart('0') : plain.StartsWith("fig", StringComparison.Ordinal) ? "fig" + plain[3..].TrimStart('0') : plain;
        return Known.FirstOrDefault(i => i.Id == id) ?? throw NameSuggestion.Unknown("item of the paper", word, Known.Select(i => i.Id));
    }
}
