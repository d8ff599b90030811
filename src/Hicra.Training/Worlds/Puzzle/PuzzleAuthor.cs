namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// Writes the imperfect, human-like solutions that the base model learns from: a biased choice of strategy (what
/// exploration has to overcome), noisy arithmetic (what consolidation has to overcome), little persistence. The recipe is
/// <c>base_trace</c> of the reference program (torch_grpo.py); the random streams are our own.
/// </summary>
public sealed class PuzzleAuthor
{
    private const int MostSlip = 3;

    private static readonly int[] AllParaphrases = [.. Enumerable.Range(0, PuzzleGrams.Paraphrases)];
    private static readonly int[][] GramTokens = [.. PuzzleGrams.Texts.Select(PuzzleVocabulary.Encode)];

    private readonly PuzzleAuthorOptions _options;

    /// <summary>Creates authors of the given imperfections.</summary>
    /// <exception cref="ArgumentException">Going on and verifying after a miss add up to more than 1.</exception>
    public PuzzleAuthor(PuzzleAuthorOptions? options = null)
    {
        _options = options ?? new PuzzleAuthorOptions();
        if (_options.Go + _options.Verify > 1 || _options.PersistentGo + _options.PersistentVerify > 1)
            throw new ArgumentException("The probabilities of going on and of verifying after a miss must not add up to more than 1.", nameof(options));
    }

    /// <summary>One author's solution (response ids, the end token last): a pure function of the problem and the stream.</summary>
    /// <exception cref="ArgumentException">No strategy reaches the target.</exception>
    public int[] Solve(PuzzleProblem problem, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (int[] possible, int[] reaching) = Strategies(problem);
        if (reaching.Length == 0) throw new ArgumentException($"No strategy reaches the target ({problem.Id}).", nameof(problem));

        var draws = new DrawSequence(random);
        bool persistent = draws.Chance(_options.Persistent);
        double go = persistent ? _options.PersistentGo : _options.Go;
        double verify = persistent ? _options.PersistentVerify : _options.Verify;

        var text = new List<int>();
        var tried = new HashSet<int>();
        double insight = _options.Insight;
        bool repeat = false;
        int strategy = -1, result = -1;
        for (int attempt = 1; attempt <= _options.MaxAttempts; attempt++)
        {
            if (!repeat) strategy = Choose(possible, reaching, tried, insight, draws);
            tried.Add(strategy);
            Say(text, strategy, draws);
            result = Execute(text, PuzzleStrategy.All[strategy], problem, draws);

            bool hit = (result == problem.Target) != draws.Chance(_options.MarkerSlip);
            text.Add(hit ? PuzzleVocabulary.Hit : PuzzleVocabulary.Miss);
            if (hit || attempt == _options.MaxAttempts) break;

            double next = draws.Uniform();
            if (next >= go + verify) break;
            repeat = next >= go;
            if (repeat)
            {
                Say(text, PuzzleGrams.Verification, draws);
                continue;
            }
            bool back = draws.Chance(_options.LookBack);
            Say(text, back ? PuzzleGrams.Constraint : PuzzleGrams.Branching, draws);
            insight = back ? _options.LookBackInsight : _options.Insight;
        }
        text.AddRange([PuzzleVocabulary.Answer, result, PuzzleVocabulary.End]);
        return [.. text];
    }

    /// <summary>Strategies whose true result can be written, and those of them that reach the target.</summary>
    private static (int[] Possible, int[] Reaching) Strategies(PuzzleProblem problem)
    {
        int[] values = [.. PuzzleStrategy.All.Select(strategy => strategy.Evaluate(problem.A, problem.B, problem.C))];
        int[] possible = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is >= 0 and < PuzzleVocabulary.NumberCount)];
        return (possible, [.. possible.Where(i => values[i] == problem.Target)]);
    }

    private int Choose(int[] possible, int[] reaching, HashSet<int> tried, double insight, DrawSequence draws)
    {
        if (draws.Chance(insight)) return reaching[draws.Below(reaching.Length)];
        int[] untried = [.. possible.Where(strategy => !tried.Contains(strategy))];
        return draws.Weighted(untried.Length > 0 ? untried : possible, _options.StrategyWeights);
    }

    /// <summary>Writes a gram of the cluster; a strategy's own cluster has its index.</summary>
    private void Say(List<int> text, int cluster, DrawSequence draws)
    {
        int paraphrase = draws.Weighted(AllParaphrases, _options.ParaphraseWeights);
        text.AddRange(GramTokens[cluster * PuzzleGrams.Paraphrases + paraphrase]);
    }

    /// <summary>Writes the two steps. The second goes on from what was written, slip or not.</summary>
    private int Execute(List<int> text, PuzzleStrategy strategy, PuzzleProblem problem, DrawSequence draws)
    {
        (int x, int y, int z) = strategy.Operands(problem.A, problem.B, problem.C);
        int value = Noisy(Writable(PuzzleStrategy.Apply(strategy.FirstOperator, x, y)), draws);
        int result = Noisy(Writable(PuzzleStrategy.Apply(strategy.SecondOperator, value, z)), draws);
        text.AddRange([x, Token(strategy.FirstOperator), y, PuzzleVocabulary.EqualsSign, value, PuzzleVocabulary.Comma]);
        text.AddRange([value, Token(strategy.SecondOperator), z, PuzzleVocabulary.EqualsSign, result]);
        return result;
    }

    private int Noisy(int value, DrawSequence draws)
    {
        if (!draws.Chance(_options.Slip)) return value;
        int slip = draws.Below(2 * MostSlip) - MostSlip;
        return Writable(value + (slip < 0 ? slip : slip + 1));
    }

    private static int Writable(int value) => Math.Clamp(value, 0, PuzzleVocabulary.NumberCount - 1);

    private static int Token(PuzzleOperator operation) => PuzzleVocabulary.FirstOperator + (int)operation;
}
