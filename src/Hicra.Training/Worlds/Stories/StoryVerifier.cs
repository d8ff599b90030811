using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Worlds.Stories;

/// <summary>
/// Rewards a story that goes on from an opening, comes back to the thing that the opening names (the problem's answer), closes
/// every sentence, and ends within the limit. Too short a story or one that repeats itself is not right, whatever it says.
/// </summary>
/// <remarks>
/// The criterion was fixed before the first training run (docs/experiments.md): nothing in it was changed by what came out.
/// That stories of a step are not all alike is measured beside (<see cref="StoryMeasures"/>), since one story cannot tell.
/// </remarks>
public sealed class StoryVerifier : IAnswerVerifier
{
    /// <summary>The name by which commands choose it.</summary>
    public const string VerifierName = "story";

    /// <summary>Words that a story has at least.</summary>
    public const int FewestWords = 40;

    /// <summary>Sequences of three words that may have been said before, as a share of all.</summary>
    public const double MostRepetition = 0.15;

    /// <summary>Judges a story that ended.</summary>
    public Verdict Judge(TextProblem problem, string response) => Judge(problem, response, ended: true);

    /// <inheritdoc/>
    /// <returns>A <see cref="StoryVerdict"/>.</returns>
    public Verdict Judge(TextProblem problem, string response, bool ended)
    {
        ArgumentNullException.ThrowIfNull(problem);
        StoryText text = StoryText.Of(response);
        bool sound = ended && text.IsClosed && text.Words >= FewestWords && text.Repetition <= MostRepetition;
        bool said = problem.Answers.Any(word => StoryText.Says(response, word));
        ErrorKind kind = !sound ? ErrorKind.Other : said ? ErrorKind.Right : ErrorKind.Plan;
        return new StoryVerdict(kind == ErrorKind.Right ? 1 : 0, kind, text, ended, said);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return StoryMeasures.Of([.. verdicts.Select(verdict => verdict as StoryVerdict ?? throw new ArgumentException("A verdict is not of a story.", nameof(verdicts)))]);
    }
}
