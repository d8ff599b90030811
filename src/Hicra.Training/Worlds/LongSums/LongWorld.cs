using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// A search for a calculation in which planning is 3 to 6 % of all tokens, as in the paper: a strategy is announced in three
/// words and executed in ninety tokens of additions in columns, and after a miss a response may go on with another.
/// </summary>
/// <param name="authors">Of the base model's texts; those of the recipe by default.</param>
public sealed class LongWorld(LongAuthorOptions? authors = null) : IAuthoredWorld
{
    private readonly LongAuthor _author = new(authors);

    /// <inheritdoc/>
    public string Name => "long";

    /// <inheritdoc/>
    public ITokenizer Tokenizer => LongVocabulary.Tokenizer;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Training => LongProblems.Training;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Validation => LongProblems.Validation;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> ValidationOrder => LongProblems.Validation;

    /// <inheritdoc/>
    public IReadOnlyList<WithheldProblems> Withheld { get; } =
    [
        new("strategies", "targets that only strategies reach which RL never needs", LongProblems.WithheldStrategies),
        new("numbers", "numbers above those that RL sees", LongProblems.WithheldNumbers),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> StrategicGrams => LongGrams.Texts;

    /// <inheritdoc/>
    public IReadOnlyList<StrategicMove> GramMoves => LongGrams.Moves;

    /// <inheritdoc/>
    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => (LongGrams.ClusterOf, LongGrams.ClusterNames);

    /// <summary>Finds grams word by word: every token is a word.</summary>
    public IGramFinder Finder(StrategicGramLibrary library) => new WordGrams(LongVocabulary.Tokenizer, library);

    /// <summary>The prompt <c>a 35 b 68 c 73 coins target 2 8 4 :</c> as token ids.</summary>
    /// <exception cref="ArgumentException">Not a problem of this world.</exception>
    public int[] Prompt(Problem problem)
    {
        LongProblem p = Own(problem);
        var prompt = new List<int>();
        for (int letter = 0; letter < 3; letter++) prompt.AddRange([LongVocabulary.LetterA + letter, p.Number(letter)]);
        prompt.AddRange([LongVocabulary.FirstKind + p.Kind, LongVocabulary.Target]);
        LongVocabulary.Write(p.Target, prompt);
        prompt.Add(LongVocabulary.Colon);
        return [.. prompt];
    }

    /// <inheritdoc cref="LongVerifier.Judge"/>
    /// <returns>A <see cref="LongVerdict"/>.</returns>
    /// <exception cref="ArgumentException">Not a problem of this world.</exception>
    public Verdict Judge(Problem problem, ReadOnlySpan<int> response) => LongVerifier.Judge(Own(problem), response);

    /// <inheritdoc cref="LongMeasures.Of"/>
    /// <exception cref="ArgumentException">A verdict is not of this world.</exception>
    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return LongMeasures.Of([.. verdicts.Select(verdict => verdict as LongVerdict ?? throw new ArgumentException("A verdict is not of the long world.", nameof(verdicts)))]);
    }

    /// <inheritdoc/>
    public AuthoredText Author(CounterRandom random)
    {
        LongProblem problem = LongProblems.Any(random.Derive("problem"));
        (int[] response, int[] untrained) = _author.Solve(problem, random.Derive("text"));
        return new AuthoredText(Prompt(problem), response) { Untrained = untrained };
    }

    private static LongProblem Own(Problem problem) => problem as LongProblem ?? throw new ArgumentException("The problem is not of the long world.", nameof(problem));
}
