using Hicra.Rollouts;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;

namespace Hicra.Training.Worlds.Puzzle;

/// <summary>Puzzle solutions to mine, with the labels that judge the miner.</summary>
/// <param name="Texts">[solutions] the labelled words.</param>
/// <param name="Solutions">[solutions] text, verdict and problem: all that a miner may see.</param>
public sealed record PuzzleCorpus(IReadOnlyList<LabelledText> Texts, IReadOnlyList<Solution> Solutions)
{
    /// <summary>Solutions of training problems by imperfect authors: a pure function of the seed.</summary>
    /// <param name="solutions">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="spelling">How numbers and signs are written.</param>
    /// <param name="onlyRight">Whether wrong solutions (nine of ten, with the authors of the base model's texts) are passed over and not counted.</param>
    public static PuzzleCorpus ByAuthors(int solutions, long seed, PuzzleSpelling spelling, bool onlyRight = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(solutions, 1);
        return Of(Written(seed).Where(text => text.Correct || !onlyRight).Take(solutions), spelling);
    }

    /// <summary>The rollouts of a run in the puzzle world.</summary>
    /// <exception cref="HicraException">A rollout has no token ids.</exception>
    public static PuzzleCorpus ByRollouts(IEnumerable<Rollout> rollouts, PuzzleSpelling spelling) => Of(
        rollouts.Select(rollout => (rollout.TokenIds ?? throw new HicraException("a rollout has no token ids, by which its planning words are known; give rollouts that hicra saved in the puzzle world"),
            RolloutFiles.AsSolution(rollout).Correct ?? false, rollout.ProblemId ?? "")), spelling);

    private static IEnumerable<(int[] Response, bool Correct, string Problem)> Written(long seed)
    {
        var author = new PuzzleAuthor();
        CounterRandom random = CounterRandom.FromSeed(seed).Derive("corpus");
        IReadOnlyList<PuzzleProblem> problems = PuzzleProblems.Training;
        for (int i = 0; ; i++)
        {
            CounterRandom own = random.Derive(i);
            PuzzleProblem problem = problems[own.Derive("problem").Below(0, problems.Count)];
            int[] response = author.Solve(problem, own.Derive("text"));
            yield return (response, PuzzleVerifier.Judge(problem, response).Kind == ErrorKind.Right, problem.Id);
        }
    }

    private static PuzzleCorpus Of(IEnumerable<(int[] Response, bool Correct, string Problem)> responses, PuzzleSpelling spelling)
    {
        var texts = new List<LabelledText>();
        var solutions = new List<Solution>();
        foreach ((int[] response, bool correct, string problem) in responses)
        {
            LabelledText text = PuzzleTexts.Label(response, spelling);
            texts.Add(text);
            solutions.Add(new Solution(text.Text, correct, problem));
        }
        return new PuzzleCorpus(texts, solutions);
    }
}
