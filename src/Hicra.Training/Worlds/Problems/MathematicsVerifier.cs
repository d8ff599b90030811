using Hicra.Answers;

namespace Hicra.Training.Worlds.Problems;

/// <summary>Judges answers to mathematical problems: the answer is found in the response and compared as mathematics (see <see cref="ReferenceAnswer"/>).</summary>
/// <param name="options">How answers are found and compared; null for the defaults. <see cref="AnswerOptions.Strict"/> rewards nothing but <c>\boxed{}</c>.</param>
public sealed class MathematicsVerifier(AnswerOptions? options = null) : IAnswerVerifier
{
    /// <inheritdoc/>
    public Verdict Judge(TextProblem problem, string response)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(response);
        return Verdict.Of(problem.Answers.Any(answer => new ReferenceAnswer(answer, options).Judge(response).IsEqual));
    }
}
