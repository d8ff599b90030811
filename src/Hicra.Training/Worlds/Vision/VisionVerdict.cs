using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Worlds.Vision;

/// <summary>What the puzzle verifier says of a response, and what the response says of the picture.</summary>
/// <param name="Puzzle">The puzzle's verdict.</param>
/// <param name="ReadAttempts">Attempts whose three operands are the picture's numbers.</param>
/// <param name="Markers">Attempts that a marker (<c>hit</c> or <c>miss</c>) follows.</param>
/// <param name="RightMarkers">Those whose marker is true: <c>hit</c> where the result is the picture's target.</param>
public sealed record VisionVerdict(PuzzleVerdict Puzzle, int ReadAttempts, int Markers, int RightMarkers) : PuzzleVerdict(Puzzle)
{
    /// <summary>Whether all attempts have the picture's numbers; false without any.</summary>
    public bool ReadsAll => Attempts > 0 && ReadAttempts == Attempts;

    /// <summary>Judges a response, and how well it read.</summary>
    public static VisionVerdict Judge(PuzzleProblem problem, ReadOnlySpan<int> response)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int read = 0, markers = 0, right = 0;
        int[] numbers = [problem.A, problem.B, problem.C];
        Array.Sort(numbers);
        Span<int> operands = stackalloc int[3];
        for (int start = 0; start + PuzzleAttempt.Length <= response.Length; start++)
        {
            if (!PuzzleAttempt.TryRead(response[start..], out PuzzleAttempt attempt)) continue;
            (operands[0], operands[1], operands[2]) = (attempt.X, attempt.Y, attempt.Z);
            operands.Sort();
            if (operands.SequenceEqual(numbers)) read++;
            if (start + PuzzleAttempt.Length < response.Length && response[start + PuzzleAttempt.Length] is PuzzleVocabulary.Hit or PuzzleVocabulary.Miss)
            {
                markers++;
                if (response[start + PuzzleAttempt.Length] == PuzzleVocabulary.Hit == (attempt.Result == problem.Target)) right++;
            }
        }
        return new VisionVerdict(PuzzleVerifier.Judge(problem, response), read, markers, right);
    }

    /// <summary><c>read_numbers</c>: the share of attempts with the picture's numbers; <c>true_markers</c>: the share of markers that are true of the picture's target.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<VisionVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        int attempts = verdicts.Sum(v => v.Attempts), markers = verdicts.Sum(v => v.Markers);
        var measures = new List<KeyValuePair<string, double>>(PuzzleMeasures.Of(verdicts));
        if (attempts > 0) measures.Add(new("read_numbers", (double)verdicts.Sum(v => v.ReadAttempts) / attempts));
        if (markers > 0) measures.Add(new("true_markers", (double)verdicts.Sum(v => v.RightMarkers) / markers));
        return measures;
    }
}
