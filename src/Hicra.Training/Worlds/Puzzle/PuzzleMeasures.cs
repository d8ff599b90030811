namespace Hicra.Training.Worlds.Puzzle;

/// <summary>What only the puzzle world can measure of a step, because its attempts can be checked.</summary>
public static class PuzzleMeasures
{
    /// <summary>
    /// <c>attempts</c> (mean per response), <c>sound_attempts</c> (share of all attempts), <c>executed_entropy</c> (nats, over
    /// executed forms, none of the eight counted as a form), <c>error/planning</c> and <c>error/other</c> (shares of
    /// responses). What has no value (no response, or no attempt) is left out.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Of(IReadOnlyList<PuzzleVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        if (verdicts.Count == 0) return [];
        double responses = verdicts.Count;
        int attempts = verdicts.Sum(verdict => verdict.Attempts);
        var measures = new List<KeyValuePair<string, double>>
        {
            new("attempts", attempts / responses),
            new("error/planning", verdicts.Count(verdict => verdict.Kind == ErrorKind.Plan) / responses),
            new("error/other", verdicts.Count(verdict => verdict.Kind == ErrorKind.Other) / responses),
        };
        if (attempts > 0)
        {
            measures.Add(new("sound_attempts", verdicts.Sum(verdict => verdict.SoundAttempts) / (double)attempts));
            measures.Add(new("executed_entropy", ExecutedForms.Entropy(verdicts.SelectMany(verdict => verdict.Forms), PuzzleStrategy.All.Count)));
        }
        return measures;
    }

}
