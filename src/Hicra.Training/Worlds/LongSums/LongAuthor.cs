namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// Writes the imperfect solutions that the base model learns from: additions in columns with slips (what consolidation has to
/// overcome), a biased choice of strategy that hardly heeds the kind of problem, and hardly any going on after a miss (what
/// exploration has to overcome).
/// </summary>
public sealed class LongAuthor(LongAuthorOptions? options = null)
{
    private const int MostSlip = 2;

    private static readonly int[] Strategies = [.. Enumerable.Range(0, LongStrategy.All.Count)];
    private static readonly int[] Wordings = [.. Enumerable.Range(0, LongGrams.Paraphrases)];
    private static readonly int[] AfterMiss = [.. Enumerable.Range(0, LongGrams.Texts.Count - LongGrams.FirstAfterMiss)];

    private readonly LongAuthorOptions _options = options ?? new LongAuthorOptions();

    /// <summary>One author's solution: a pure function of the problem and the stream.</summary>
    /// <returns>The response ids, the end token last, and the positions whose token is not to be trained (the forced decisions to go on).</returns>
    public (int[] Response, int[] Untrained) Solve(LongProblem problem, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var draws = new DrawSequence(random);
        var text = new List<int>();
        var untrained = new List<int>();
        var tried = new HashSet<int>();
        int forced = draws.Chance(_options.Forced) ? 1 + draws.Below(_options.MaxAttempts - 1) : 0, result = 0;
        for (int attempt = 1; ; attempt++)
        {
            int strategy = Choose(problem, tried, draws);
            tried.Add(strategy);
            text.AddRange(LongVocabulary.GramTokens[LongGrams.Paraphrases * strategy + draws.Weighted(Wordings, _options.ParaphraseWeights)]);
            result = Execute(text, problem, LongStrategy.All[strategy], draws);
            bool hit = Compare(text, problem.Target, result, draws);
            if (hit || attempt == _options.MaxAttempts) break;
            if (attempt <= forced) untrained.Add(text.Count);
            else if (!draws.Chance(_options.Go)) break;
            text.AddRange(LongVocabulary.GramTokens[LongGrams.FirstAfterMiss + draws.Weighted(AfterMiss, _options.GoWeights)]);
        }
        text.Add(LongVocabulary.Answer);
        LongVocabulary.Write(result, text);
        text.Add(LongVocabulary.End);
        return ([.. text], [.. untrained]);
    }

    private int Choose(LongProblem problem, HashSet<int> tried, DrawSequence draws)
    {
        int[] open = [.. Strategies.Where(s => !tried.Contains(s))], reaching = [.. problem.Reaching.Where(open.Contains)], fitting = [.. LongKind.All[problem.Kind].Strategies.Where(open.Contains)];
        bool insight = draws.Chance(_options.Insight), heed = draws.Chance(tried.Count == 0 ? _options.Heed : _options.HeedAgain);
        if (insight && reaching.Length > 0) return reaching[draws.Below(reaching.Length)];
        return heed && fitting.Length > 0 ? fitting[draws.Below(fitting.Length)] : draws.Weighted(open, _options.StrategyWeights);
    }

    // Each addition goes on from the sum as written, slip or not.
    private int Execute(List<int> text, LongProblem problem, LongStrategy strategy, DrawSequence draws)
    {
        int first = strategy.Letters[0] - 'a', sum = problem.Number(first);
        text.Add(LongVocabulary.LetterA + first);
        text.Add(sum);
        foreach (char letter in strategy.Letters.AsSpan(1))
        {
            int number = problem.Number(letter - 'a');
            text.AddRange([LongVocabulary.Plus, LongVocabulary.LetterA + (letter - 'a'), number]);
            int carry = 0, written = 0;
            for (int scale = 1; scale <= 100; scale *= 10)
            {
                int x = sum / scale % 10, y = number / scale % 10, total = x + y + carry;
                int next = total / 10 == 1 != draws.Chance(_options.CarrySlip) ? 1 : 0, digit = Noisy(total % 10, draws);
                text.AddRange([x, y, carry, next, digit]);
                (carry, written) = (next, written + digit * scale);
            }
            text.Add(LongVocabulary.EqualsSign);
            LongVocabulary.Write(sum = written, text);
        }
        return sum;
    }

    private int Noisy(int digit, DrawSequence draws)
    {
        if (!draws.Chance(_options.Slip)) return digit;
        int slip = draws.Below(2 * MostSlip) - MostSlip;
        return (digit + (slip < 0 ? slip : slip + 1) + 10) % 10;
    }

    private bool Compare(List<int> text, int target, int result, DrawSequence draws)
    {
        text.Add(LongVocabulary.Versus);
        for (int scale = 100; scale >= 1; scale /= 10)
        {
            int digit = target / scale % 10;
            text.Add(digit);
            text.Add(digit == result / scale % 10 ? LongVocabulary.Same : LongVocabulary.Different);
        }
        bool hit = result == target != draws.Chance(_options.MarkerSlip);
        text.Add(hit ? LongVocabulary.Hit : LongVocabulary.Miss);
        return hit;
    }
}
