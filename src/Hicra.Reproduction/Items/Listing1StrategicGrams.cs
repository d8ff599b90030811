using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Items;

/// <summary>Listing 1: the strategic grams.</summary>
public sealed class Listing1StrategicGrams() : PaperItem(PaperItemKind.Listing, 1, "the strategic grams")
{
    private static readonly Lazy<MiningResult> Mined = new(() => new GramMiner().Mine(RolloutFiles.Solutions([ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz")])));

    /// <inheritdoc/>
    public override string Shows => "249 strategic grams in lower case, mined from a large corpus of correct solutions; neither the corpus nor the embedding nor the clustering is named. The text says three to five words; 28 % of the strings have fewer or more.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => ["800 solutions of 100 problems by one model stand in for the paper's corpus", "word vectors from the corpus itself stand in for its sentence transformer"];

    /// <inheritdoc/>
    public override IReadOnlyList<Lack> Lacks => [new("the judgement of people that 86 % of the grams are strategic", LackReason.Judge)];

    /// <inheritdoc/>
    public override string? Notebook => "02-strategic-grams";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [21];

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        IReadOnlyList<string> paper = StrategicGramLibrary.Paper.Grams;
        StrategicGramLibrary mined = Mined.Value.Library;
        string[] listed = [.. paper.Select(g => $" {g.ToLowerInvariant()} ")];
        string[] shared = [.. mined.Grams.Where(g => listed.Any(l => l.Contains($" {g} ", StringComparison.Ordinal) || $" {g} ".Contains(l, StringComparison.Ordinal)))];
        double lengths = paper.Count(g => g.Split(' ').Length is >= 3 and <= 5);
        return new Drawing
        {
            State = ItemState.InPart,
            Reported = [new(new TextBlock(FormattableString.Invariant($"Listing 1 as reported: {paper.Count} grams"), [string.Join(" · ", paper)]), "Printed in the paper's appendix A.")],
            Measured = [new(mined, FormattableString.Invariant($"Mined by the paper's recipe as far as it is known, from {Mined.Value.Corpus.Used} correct solutions: grams of 3 to 5 words, clustered; the fifth of the clusters that most solutions use."))],
            Differences =
            [
                FormattableString.Invariant($"{paper.Count} grams in the paper, {mined.Grams.Count} here; {shared.Length} of ours are in the paper's list, lie inside one of its strings, or have one inside."),
                FormattableString.Invariant($"{100 * lengths / paper.Count:F0} % of the paper's strings have 3 to 5 words, as its text says of all; all of ours do."),
            ],
        };
    }
}
