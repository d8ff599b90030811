using Hicra.Strategy;
using Hicra.Training.Text;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Recipes;

/// <summary>The puzzle world with other authors.</summary>
/// <param name="author">Writes what follows a plain prompt.</param>
/// <param name="thinking">Writes half of the texts, behind a prompt with a second colon; null for none.</param>
internal sealed class AuthoredPuzzle(PuzzleAuthor author, PuzzleAuthor? thinking = null) : IAuthoredWorld
{
    private readonly PuzzleWorld _world = new();

    public string Name => _world.Name;

    public ITokenizer Tokenizer => _world.Tokenizer;

    public IReadOnlyList<Problem> Training => _world.Training;

    public IReadOnlyList<Problem> Validation => _world.Validation;

    public IReadOnlyList<Problem> ValidationOrder => _world.ValidationOrder;

    public IReadOnlyList<string> StrategicGrams => _world.StrategicGrams;

    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => _world.GramClusters;

    public IGramFinder Finder(StrategicGramLibrary library) => _world.Finder(library);

    public int[] Prompt(Problem problem) => _world.Prompt(problem);

    /// <summary>The prompt that asks for thinking.</summary>
    public int[] ThinkingPrompt(Problem problem) => [.. Prompt(problem), PuzzleVocabulary.Colon];

    public Verdict Judge(Problem problem, ReadOnlySpan<int> response) => _world.Judge(problem, response);

    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts) => _world.Measure(verdicts);

    // The streams are those of the puzzle world's own authors, so that families see the same problems.
    public AuthoredText Author(CounterRandom random)
    {
        PuzzleProblem problem = PuzzleProblems.Training[random.Derive("problem").Below(0, PuzzleProblems.Training.Count)];
        if (thinking is null || random.Derive("mode").Uniform(0) < 0.5) return new AuthoredText(Prompt(problem), author.Solve(problem, random.Derive("text")));
        return new AuthoredText(ThinkingPrompt(problem), thinking.Solve(problem, random.Derive("text")));
    }
}
