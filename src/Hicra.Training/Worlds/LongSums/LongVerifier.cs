namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// Judges responses by definition: every column is checked, and what was executed is read from the letters. A strategy must be
/// announced by one of its grams just before it is executed, else the attempt is not sound: the phrases are worth saying.
/// </summary>
public static class LongVerifier
{
    private const int AnswerLength = 5; // answer d d d <eos>

    /// <summary>
    /// Reward 1 if the response ends in <c>answer d d d &lt;eos&gt;</c>, its last attempt is sound, and that attempt's sum, the
    /// answer and the target are the same number. Without the target but otherwise so, the error is one of planning.
    /// </summary>
    public static LongVerdict Judge(LongProblem problem, ReadOnlySpan<int> response)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var forms = new List<int>();
        int sound = 0, hits = 0, fits = 0, columns = 0, slips = 0, copies = 0, copyErrors = 0, last = -1;
        for (int i = 0; i + LongAttempt.Length <= response.Length; i++)
        {
            if (!LongAttempt.TryRead(response[i..], problem, out LongAttempt attempt)) continue;
            forms.Add(attempt.Form);
            if (attempt.Form >= 0)
            {
                LongStrategy strategy = LongStrategy.All[attempt.Form];
                if (strategy.Evaluate(problem.A, problem.B, problem.C) == problem.Target) hits++;
                if (LongKind.All[problem.Kind].Strategies.Contains(attempt.Form)) fits++;
            }
            (columns, slips, copies, copyErrors) = (columns + attempt.Columns, slips + attempt.Slips, copies + attempt.Copies, copyErrors + attempt.CopyErrors);
            bool stands = attempt.IsSound && IsAnnounced(attempt.Form, response[..i]);
            if (stands) sound++;
            last = stands ? attempt.Result : -1;
            i += LongAttempt.Length - 1;
        }
        ErrorKind kind = last < 0 || Answer(response) != last ? ErrorKind.Other : last == problem.Target ? ErrorKind.Right : ErrorKind.Plan;
        (int misses, int goOns) = GoingOn(response);
        return new LongVerdict(kind == ErrorKind.Right ? 1 : 0, kind)
        {
            Forms = forms, SoundAttempts = sound, PlanHits = hits, PlanFits = fits, Columns = columns, Slips = slips, Copies = copies, CopyErrors = copyErrors, Misses = misses, GoOns = goOns,
        };
    }

    private static bool IsAnnounced(int form, ReadOnlySpan<int> before)
    {
        if (form < 0) return false;
        for (int wording = 0; wording < LongGrams.Paraphrases; wording++)
            if (before.EndsWith(LongVocabulary.GramTokens[LongGrams.Paraphrases * form + wording])) return true;
        return false;
    }

    private static (int Misses, int GoOns) GoingOn(ReadOnlySpan<int> response)
    {
        int misses = 0, goOns = 0;
        for (int i = 0; i + 1 < response.Length; i++)
        {
            if (response[i] != LongVocabulary.Miss) continue;
            misses++;
            if (response[i + 1] is not (LongVocabulary.Answer or LongVocabulary.End)) goOns++;
        }
        return (misses, goOns);
    }

    /// <summary>The number in a closing <c>answer d d d &lt;eos&gt;</c>; -2 if the response ends otherwise.</summary>
    private static int Answer(ReadOnlySpan<int> response)
    {
        if (response.Length < AnswerLength) return -2;
        ReadOnlySpan<int> end = response[^AnswerLength..];
        return end[0] == LongVocabulary.Answer && end[^1] == LongVocabulary.End && !end[1..^1].ContainsAnyExceptInRange(0, LongVocabulary.DigitCount - 1) ? LongAttempt.Number(end[1..^1]) : -2;
    }
}
