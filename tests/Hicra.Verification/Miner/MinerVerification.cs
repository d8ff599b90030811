using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Verification.Miner;

/// <summary>A library's scores on a corpus, over seeds and draws.</summary>
/// <param name="Corpus">Whose texts.</param>
/// <param name="Spelling">How their numbers are written.</param>
/// <param name="Library">What marked them: mined, mined without 30 % of its grams, or the control.</param>
/// <param name="Solutions">Mean number of right solutions, from which grams were mined.</param>
/// <param name="Grams">Mean number of grams.</param>
/// <param name="Scores">One per seed, or per seed and draw.</param>
public sealed record MinerRow(string Corpus, PuzzleSpelling Spelling, string Library, double Solutions, double Grams, IReadOnlyList<MaskScore> Scores);

/// <summary>What was found.</summary>
/// <param name="Rows">The table.</param>
/// <param name="Failures">Each requirement that does not hold, one line each.</param>
public sealed record MinerReport(IReadOnlyList<MinerRow> Rows, IReadOnlyList<string> Failures)
{
    /// <summary>Whether every requirement holds.</summary>
    public bool Passed => Failures.Count == 0;
}

/// <summary>
/// Judges the miner in the kit's worlds, where the planning words are known: precision and recall of the mined mask with
/// default settings, the same after 30 % of the grams are dropped, and a control of random n-grams, all measured alike.
/// </summary>
public static class MinerVerification
{
    /// <summary>
    /// Least precision and least recall of the mined mask, in both spellings. Of the long world recall alone is required: there the miner marks
    /// fixed idioms of the comparison too (precision .5 to .7, where the control has .02), and the table says so.
    /// </summary>
    public const double Least = 0.9;

    /// <summary>Share of grams that is dropped (paper, appendix B).</summary>
    public const double Dropped = 0.3;

    private const string Mined = "mined", Without = "mined, 30 % dropped", Control = "control";

    /// <summary>
    /// Judges the miner on texts of the imperfect authors (of which it mines the right ones), on as many right texts of theirs,
    /// and on rollouts if there are any.
    /// </summary>
    /// <param name="solutions">Texts by authors, for each seed.</param>
    /// <param name="seeds">Seeds of the authors, of what is dropped and of the controls.</param>
    /// <param name="draws">Controls for each seed.</param>
    /// <param name="rollouts">Of runs in that world; may be empty.</param>
    /// <param name="settings">Of the miner; null for the defaults.</param>
    /// <param name="world">The world: that of the puzzle, or the long one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="HicraException">A corpus cannot be mined, or the world has none.</exception>
    public static MinerReport Verify(int solutions, IReadOnlyList<long> seeds, int draws, IReadOnlyList<Rollout> rollouts, MiningSettings? settings = null, string world = WorldCatalog.Puzzle, CancellationToken cancellation = default)
    {
        (Func<int, long, PuzzleSpelling, bool, PuzzleCorpus> byAuthors, Func<IEnumerable<Rollout>, PuzzleSpelling, PuzzleCorpus> byRollouts) = world switch
        {
            WorldCatalog.Puzzle => ((Func<int, long, PuzzleSpelling, bool, PuzzleCorpus>)PuzzleCorpus.ByAuthors, (Func<IEnumerable<Rollout>, PuzzleSpelling, PuzzleCorpus>)PuzzleCorpus.ByRollouts),
            WorldCatalog.LongSums => (LongCorpus.ByAuthors, LongCorpus.ByRollouts),
            _ => throw new HicraException($"--world {world}: its planning words are not known; give {WorldCatalog.Puzzle} or {WorldCatalog.LongSums}"),
        };
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(rollouts);
        var rows = new List<MinerRow>();
        foreach (PuzzleSpelling spelling in Enum.GetValues<PuzzleSpelling>())
        {
            rows.AddRange(Judge("authors", spelling, [.. seeds.Select(seed => (byAuthors(solutions, seed, spelling, false), seed))], draws, settings, cancellation));
            rows.AddRange(Judge("authors, right", spelling, [.. seeds.Select(seed => (byAuthors(solutions, seed, spelling, true), seed))], draws, settings, cancellation));
            if (rollouts.Count > 0) rows.AddRange(Judge("rollouts", spelling, [.. seeds.Select(seed => (byRollouts(rollouts, spelling), seed))], draws, settings, cancellation));
        }
        return new MinerReport(rows, [.. Failures(rows, world)]);
    }

    private static IEnumerable<MinerRow> Judge(string name, PuzzleSpelling spelling, (PuzzleCorpus Corpus, long Seed)[] corpora, int draws, MiningSettings? settings, CancellationToken cancellation)
    {
        string[] libraries = [Mined, Without, Control];
        var scores = libraries.ToDictionary(library => library, _ => new List<(int Grams, MaskScore Score)>());
        foreach ((PuzzleCorpus corpus, long seed) in corpora)
        {
            StrategicGramLibrary mined = new GramMiner(settings).Mine(corpus.Solutions, null, cancellation).Library;
            CounterRandom random = CounterRandom.FromSeed(seed).Derive("judge");
            Add(Mined, mined);
            Add(Without, LibraryJudge.Drop(mined, Dropped, random.Derive("drop")));
            // The control is drawn from the texts that were mined, and marks the same texts.
            var control = new RandomGrams(mined, [.. corpus.Solutions.Where(s => s.Correct == true).Select(s => s.Text)]);
            for (int i = 0; i < draws; i++) Add(Control, control.Draw(random.Derive("control").Derive(i)));

            void Add(string library, StrategicGramLibrary grams)
            {
                cancellation.ThrowIfCancellationRequested();
                scores[library].Add((grams.Grams.Count, LibraryJudge.Score(grams, corpus.Texts)));
            }
        }
        return libraries.Select(library => new MinerRow(name, spelling, library, corpora.Average(c => c.Corpus.Solutions.Count(s => s.Correct == true)), scores[library].Average(s => s.Grams), [.. scores[library].Select(s => s.Score)]));
    }

    private static IEnumerable<string> Failures(List<MinerRow> rows, string world)
    {
        foreach (MinerRow row in rows.Where(r => r.Library == Mined))
        {
            double precision = row.Scores.Min(s => s.Precision), recall = row.Scores.Min(s => s.Recall);
            if (!(precision >= Least) && world != WorldCatalog.LongSums) yield return FormattableString.Invariant($"{row.Corpus}, {row.Spelling}: precision {precision:F3} is below {Least}");
            if (!(recall >= Least)) yield return FormattableString.Invariant($"{row.Corpus}, {row.Spelling}: recall {recall:F3} is below {Least}");
            if (row.Spelling != PuzzleSpelling.Words) continue;
            double control = rows.Single(r => r.Library == Control && r.Corpus == row.Corpus && r.Spelling == row.Spelling).Scores.Average(s => s.F1), half = row.Scores.Average(s => s.F1) / 2;
            if (!(control < half)) yield return FormattableString.Invariant($"{row.Corpus}, {row.Spelling}: the control's F1 {control:F3} is not below half of the mined mask's ({half:F3})");
        }
    }
}
