namespace Hicra.Training.Worlds.Problems;

/// <summary>Says whether a response answers a problem. Pure: the same texts, the same verdict; any number of threads may ask.</summary>
public interface IAnswerVerifier
{
    /// <summary>Judges a response.</summary>
    /// <param name="problem">The problem with its right answers.</param>
    /// <param name="response">The response's text without the token that ended it.</param>
    Verdict Judge(TextProblem problem, string response);
}
