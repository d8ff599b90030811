using Hicra.Strategy;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Verification.World;

/// <summary>What a world says of a response; the counts are those that only this world has, by the keys of a reference file.</summary>
internal sealed record WorldJudgement(Verdict Verdict, int Attempts, int Sound, IReadOnlyList<int> Forms, IReadOnlyDictionary<string, double> Counts);

/// <summary>The words of a world and its verdicts, in one form for all worlds.</summary>
internal sealed record JudgedWorld(IReadOnlyList<string> Vocabulary, IReadOnlyList<string> Strategies, IReadOnlyList<string> Grams, Func<Problem, int[], WorldJudgement> Judge)
{
    private readonly GramMatcher _matcher = new([.. Grams.Select(gram => gram.Split(' ').Select(word => Vocabulary.Index().First(entry => entry.Item == word).Index).ToArray())]);

    public static JudgedWorld Puzzle { get; } = new(PuzzleVocabulary.Words, [.. PuzzleStrategy.All.Select(strategy => strategy.Name)], PuzzleGrams.Texts, (problem, ids) =>
    {
        PuzzleVerdict verdict = PuzzleVerifier.Judge((PuzzleProblem)problem, ids);
        return new WorldJudgement(verdict, verdict.Attempts, verdict.SoundAttempts, verdict.Forms, new Dictionary<string, double>());
    });

    public static JudgedWorld LongSums { get; } = new(LongVocabulary.Words, [.. LongStrategy.All.Select(strategy => strategy.Name)], LongGrams.Texts, (problem, ids) =>
    {
        LongVerdict v = LongVerifier.Judge((LongProblem)problem, ids);
        double[] counts = [v.PlanHits, v.PlanFits, v.Columns, v.Slips, v.Copies, v.CopyErrors, v.Misses, v.GoOns];
        return new WorldJudgement(v, v.Attempts, v.SoundAttempts, v.Forms, WorldFile.LongCounts.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    });

    /// <summary>The grams of a response: from its start, leftmost and longest first, without overlap.</summary>
    public IReadOnlyList<GramSpan> GramSpans(ReadOnlySpan<int> ids)
    {
        var spans = new List<GramSpan>();
        _matcher.LeftmostLongest(ids, spans);
        return spans;
    }
}
