namespace Hicra.Training.Worlds.Problems;

/// <summary>A response is right where it is one of the answers, letter for letter but for blanks around it.</summary>
public sealed class ExactVerifier : IAnswerVerifier
{
    /// <inheritdoc/>
    public Verdict Judge(TextProblem problem, string response)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(response);
        return Verdict.Of(problem.Answers.Any(answer => string.Equals(answer.Trim(), response.Trim(), StringComparison.Ordinal)));
    }
}
