using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Verification.Miner;

/// <summary>Texts of the long world for judging miners. A planning word is one of twenty there, and additions in columns repeat all day long.</summary>
internal static class LongCorpus
{
    private static readonly GramMatcher Grams = new([.. LongVocabulary.GramTokens]);

    /// <summary>Texts by the imperfect authors of its base models: a pure function of the seed.</summary>
    public static PuzzleCorpus ByAuthors(int solutions, long seed, PuzzleSpelling spelling, bool onlyRight = false) => Of(Written(seed).Where(text => text.Correct || !onlyRight).Take(solutions), spelling);

    /// <summary>The rollouts of a run.</summary>
    /// <exception cref="HicraException">A rollout has no token ids.</exception>
    public static PuzzleCorpus ByRollouts(IEnumerable<Rollout> rollouts, PuzzleSpelling spelling) => Of(
        rollouts.Select(rollout => (rollout.TokenIds ?? throw new HicraException("a rollout has no token ids, by which its planning words are known; give rollouts that hicra saved in the long world"),
            RolloutFiles.AsSolution(rollout).Correct ?? false, rollout.ProblemId ?? "")), spelling);

    private static IEnumerable<(int[] Response, bool Correct, string Problem)> Written(long seed)
    {
        var author = new LongAuthor();
        CounterRandom random = CounterRandom.FromSeed(seed).Derive("corpus");
        for (int i = 0; ; i++)
        {
            CounterRandom own = random.Derive(i);
            LongProblem problem = LongProblems.Training[own.Derive("problem").Below(0, LongProblems.Training.Count)];
            (int[] response, _) = author.Solve(problem, own.Derive("text"));
            yield return (response, LongVerifier.Judge(problem, response).Kind == ErrorKind.Right, problem.Id);
        }
    }

    private static PuzzleCorpus Of(IEnumerable<(int[] Response, bool Correct, string Problem)> responses, PuzzleSpelling spelling)
    {
        List<LabelledText> texts = [];
        List<Solution> solutions = [];
        foreach ((int[] response, bool correct, string problem) in responses)
        {
            LabelledText text = Label(response, spelling);
            texts.Add(text);
            solutions.Add(new Solution(text.Text, correct, problem));
        }
        return new PuzzleCorpus(texts, solutions);
    }

    private static LabelledText Label(int[] tokens, PuzzleSpelling spelling)
    {
        var mask = new bool[tokens.Length];
        Grams.Mark(tokens, mask, MatchPolicy.LeftmostLongest);
        List<string> words = [];
        List<bool> planning = [];
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] is LongVocabulary.End or LongVocabulary.Pad) continue;
            int before = words.Count;
            words.AddRange(spelling == PuzzleSpelling.Words ? Spell(tokens[i]) : [LongVocabulary.Words[tokens[i]]]);
            planning.AddRange(Enumerable.Repeat(mask[i], words.Count - before));
        }
        return new LabelledText(words, [.. planning]);
    }

    // A number's id is its value in both worlds.
    private static IReadOnlyList<string> Spell(int token) => token switch
    {
        < LongVocabulary.NumberCount => PuzzleTexts.Spell(token),
        LongVocabulary.Plus => ["plus"],
        LongVocabulary.EqualsSign => ["gives"],
        _ => [LongVocabulary.Words[token]],
    };
}
