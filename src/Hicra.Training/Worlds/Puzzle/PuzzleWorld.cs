using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// A task small enough for a CPU in which the paper's dynamics can be watched: reach a target with three numbers. Its
/// strategic grams are known phrases, its procedural steps are arithmetic that can be checked, and its error types are
/// exact.
/// </summary>
public sealed class PuzzleWorld : IAuthoredWorld
{
    private readonly PuzzleAuthor _author = new();

    /// <inheritdoc/>
    public string Name => "puzzle";

    /// <inheritdoc/>
    public ITokenizer Tokenizer => PuzzleVocabulary.Tokenizer;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Training => PuzzleProblems.Training;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Validation => PuzzleProblems.Validation;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> ValidationOrder => PuzzleProblems.ValidationOrder;

    /// <inheritdoc/>
    public IReadOnlyList<string> StrategicGrams => PuzzleGrams.Texts;

    /// <inheritdoc/>
    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => (PuzzleGrams.ClusterOf, PuzzleGrams.ClusterNames);

    /// <summary>Finds grams word by word: every token is a word.</summary>
    public IGramFinder Finder(StrategicGramLibrary library) => new WordGrams(PuzzleVocabulary.Tokenizer, library);

    /// <summary>The prompt <c>numbers a b c target y :</c> as token ids.</summary>
    /// <exception cref="ArgumentException">Not a puzzle, or one whose numbers the vocabulary cannot say.</exception>
    public int[] Prompt(Problem problem)
    {
        PuzzleProblem puzzle = Puzzle(problem);
        int[] prompt =
            [PuzzleVocabulary.Numbers, puzzle.A, puzzle.B, puzzle.C, PuzzleVocabulary.Target, puzzle.Target, PuzzleVocabulary.Colon];
        foreach (int number in (ReadOnlySpan<int>)[puzzle.A, puzzle.B, puzzle.C, puzzle.Target])
            if ((uint)number >= PuzzleVocabulary.NumberCount)
                throw new ArgumentException($"The vocabulary has no number {number} ({puzzle.Id}).", nameof(problem));
        return prompt;
    }

    /// <inheritdoc cref="PuzzleVerifier.Judge(PuzzleProblem, ReadOnlySpan{int})"/>
    /// <returns>A <see cref="PuzzleVerdict"/>.</returns>
    /// <exception cref="ArgumentException">The problem is not a puzzle.</exception>
    public Verdict Judge(Problem problem, ReadOnlySpan<int> response) => PuzzleVerifier.Judge(Puzzle(problem), response);

    /// <inheritdoc cref="PuzzleMeasures.Of"/>
    /// <exception cref="ArgumentException">A verdict is not of this world.</exception>
    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return PuzzleMeasures.Of(
            [.. verdicts.Select(verdict => verdict as PuzzleVerdict ?? throw new ArgumentException("A verdict is not of the puzzle world.", nameof(verdicts)))]);
    }

    /// <inheritdoc/>
    public AuthoredText Author(CounterRandom random)
    {
        PuzzleProblem problem = PuzzleProblems.Training[random.Derive("problem").Below(0, PuzzleProblems.Training.Count)];
        return new AuthoredText(Prompt(problem), _author.Solve(problem, random.Derive("text")));
    }

    private static PuzzleProblem Puzzle(Problem problem) =>
        problem as PuzzleProblem ?? throw new ArgumentException("The problem is not a puzzle.", nameof(problem));
}
