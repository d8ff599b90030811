namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// Judges responses by definition, not by opinion: arithmetic is checked, and what was executed is read from operands and
/// operators, whatever was announced. Any token ids may come; those outside the vocabulary are foreign words.
/// </summary>
public static class PuzzleVerifier
{
    /// <summary>
    /// Reward 1 if the response ends in <c>answer y &lt;eos&gt;</c>, its last attempt is sound, and that attempt's result,
    /// y and the target are the same number. Without the target but otherwise so, the error is one of planning.
    /// </summary>
    public static PuzzleVerdict Judge(PuzzleProblem problem, ReadOnlySpan<int> response)
    {
        ArgumentNullException.ThrowIfNull(problem);
        List<int>? forms = null;
        int soundAttempts = 0;
        bool lastIsSound = false;
        int lastResult = -1;

        // Every window counts, overlapping ones and those behind an inner end token too.
        for (int start = 0; start + PuzzleAttempt.Length <= response.Length; start++)
        {
            if (!PuzzleAttempt.TryRead(response[start..], out PuzzleAttempt attempt)) continue;
            (forms ??= []).Add(attempt.Form(problem));
            lastIsSound = attempt.IsSound(problem);
            lastResult = attempt.Result;
            if (lastIsSound) soundAttempts++;
        }

        bool stands = lastIsSound && Answer(response) == lastResult;
        ErrorKind kind = !stands ? ErrorKind.Other : lastResult == problem.Target ? ErrorKind.Right : ErrorKind.Plan;
        bool truncated = response is not [.., PuzzleVocabulary.End];
        return new PuzzleVerdict(kind == ErrorKind.Right ? 1 : 0, kind, forms?.Count ?? 0, soundAttempts, forms ?? (IReadOnlyList<int>)[], truncated);
    }

    /// <summary>Judges a text whose words are separated by single blanks; words outside the vocabulary are foreign tokens.</summary>
    public static PuzzleVerdict Judge(PuzzleProblem problem, string response) => Judge(problem, PuzzleVocabulary.EncodeLenient(response));

    /// <summary>The number in a closing <c>answer y &lt;eos&gt;</c>; null if the response ends otherwise.</summary>
    private static int? Answer(ReadOnlySpan<int> response) =>
        response is [.., PuzzleVocabulary.Answer, >= 0 and < PuzzleVocabulary.NumberCount and var number, PuzzleVocabulary.End] ? number : null;
}
