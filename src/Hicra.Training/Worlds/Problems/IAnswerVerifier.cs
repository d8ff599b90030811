namespace Hicra.Training.Worlds.Problems;

/// <summary>Says whether a response answers a problem. Pure: the same texts, the same verdict; any number of threads may ask.</summary>
public interface IAnswerVerifier
{
    /// <summary>Judges a response.</summary>
    /// <param name="problem">The problem with its right answers.</param>
    /// <param name="response">The response's text without the token that ended it.</param>
    Verdict Judge(TextProblem problem, string response);

    /// <summary>Judges a response, knowing whether it came to its end.</summary>
    /// <param name="problem">The problem with its right answers.</param>
    /// <param name="response">The response's text without the token that ended it.</param>
    /// <param name="ended">Whether a token or a text ended it; otherwise it was cut off at the limit.</param>
    Verdict Judge(TextProblem problem, string response, bool ended) => Judge(problem, response);

    /// <summary>Measures of a step's verdicts that only this verifier has (names without the <c>hicra/</c> prefix); none unless it says otherwise.</summary>
    IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts) => [];
}
