using Hicra.Strategy;
using Hicra.Training.Text;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Worlds.Vision;

/// <summary>
/// The puzzle world, seen: the three numbers are no words of the prompt but digits in a small noisy picture, which is cut into
/// patches; the question, with the target, stays in words, as it does in the benchmarks of models that see. Problems, texts and
/// verifier are the puzzle world's.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="pictures">How hard its pictures are to read.</param>
/// <param name="author">Who writes the base model's texts; the puzzle world's own authors where nobody is given.</param>
public sealed class VisionWorld(string name, PictureOptions pictures, PuzzleAuthor? author = null) : IAuthoredWorld
{
    private readonly PuzzleWorld _puzzle = new();
    private readonly PuzzleAuthor _author = author ?? new();

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>How hard its pictures are to read.</summary>
    public PictureOptions Pictures => pictures;

    /// <inheritdoc/>
    public ITokenizer Tokenizer => _puzzle.Tokenizer;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Training => _puzzle.Training;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Validation => _puzzle.Validation;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> ValidationOrder => _puzzle.ValidationOrder;

    /// <inheritdoc/>
    public IReadOnlyList<string> StrategicGrams => _puzzle.StrategicGrams;

    /// <inheritdoc/>
    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => _puzzle.GramClusters;

    /// <inheritdoc/>
    public IGramFinder Finder(StrategicGramLibrary library) => _puzzle.Finder(library);

    /// <summary>The prompt <c>numbers [picture] target y :</c> as tokens; a problem's picture is always the same.</summary>
    /// <exception cref="ArgumentException">Not a puzzle, or one whose numbers have several digits, or whose target the vocabulary cannot say.</exception>
    public int[] Prompt(Problem problem) => Prompt(Puzzle(problem), PictureOf(problem));

    /// <summary>The prompt for readers: <c>numbers [picture of a b c] target y :</c>.</summary>
    public string PromptText(Problem problem)
    {
        PuzzleProblem puzzle = Puzzle(problem);
        return FormattableString.Invariant($"numbers [picture of {puzzle.A} {puzzle.B} {puzzle.C}] target {puzzle.Target} :");
    }

    /// <inheritdoc/>
    public string[] PromptPixels(Problem problem) => PictureOf(problem).Rows();

    /// <summary>The picture of a problem: its three numbers.</summary>
    public DigitPicture PictureOf(Problem problem) => Draw(Puzzle(problem), CounterRandom.FromSeed(0).Derive("picture").Derive(problem.Id));

    /// <inheritdoc/>
    public Verdict Judge(Problem problem, ReadOnlySpan<int> response) => VisionVerdict.Judge(Puzzle(problem), response);

    /// <inheritdoc cref="VisionVerdict.Measure"/>
    /// <exception cref="ArgumentException">A verdict is not of this world.</exception>
    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return VisionVerdict.Measure([.. verdicts.Select(v => v as VisionVerdict ?? throw new ArgumentException("A verdict is not of the vision world.", nameof(verdicts)))]);
    }

    /// <inheritdoc/>
    public AuthoredText Author(CounterRandom random)
    {
        PuzzleProblem problem = PuzzleProblems.Training[random.Derive("problem").Below(0, PuzzleProblems.Training.Count)];
        // Every text has a picture of its own, so that reading is learnt and no picture is known by heart.
        return new AuthoredText(Prompt(problem, Draw(problem, random.Derive("picture"))), _author.Solve(problem, random.Derive("text")));
    }

    // The words of the puzzle's own prompt, and the picture where its three numbers stood.
    private int[] Prompt(PuzzleProblem puzzle, DigitPicture picture)
    {
        int[] words = _puzzle.Prompt(puzzle);
        return [words[0], .. picture.Patches(), .. words[4..]];
    }

    // Streams do not tell the two strengths apart: they differ by what makes them harder alone.
    private DigitPicture Draw(PuzzleProblem puzzle, CounterRandom random)
    {
        int[] digits = [puzzle.A, puzzle.B, puzzle.C];
        return Array.TrueForAll(digits, d => d is >= 0 and <= 9) ? DigitPicture.Draw(digits, pictures, random) : throw new ArgumentException($"A picture has three digits ({puzzle.Id}).", nameof(puzzle));
    }

    private static PuzzleProblem Puzzle(Problem problem) =>
        problem as PuzzleProblem ?? throw new ArgumentException("The problem is not a puzzle.", nameof(problem));
}
