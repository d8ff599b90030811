using Hicra.Training.Worlds.Stories;

namespace Hicra.Training.Worlds.Problems;

/// <summary>The verifiers of answers by name, as commands and <c>config.json</c> name them.</summary>
public static class Verifiers
{
    /// <summary>Compares answers as mathematics, wherever a response says them: <c>\boxed{}</c> first (see <see cref="MathematicsVerifier"/>).</summary>
    public const string Mathematics = "mathematics";

    /// <summary>The same, and rewards nothing but an answer in <c>\boxed{}</c>.</summary>
    public const string Boxed = "boxed";

    /// <summary>A response is right where it is the answer, letter for letter but for blanks around it.</summary>
    public const string Exact = "exact";

    /// <summary>The names, in the order in which help shows them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Mathematics, Boxed, Exact, StoryVerifier.VerifierName];

    /// <summary>The verifier of a name.</summary>
    /// <exception cref="HicraException">There is none of that name; the message suggests the nearest one.</exception>
    public static IAnswerVerifier Find(string name) => name switch
    {
        Mathematics => new MathematicsVerifier(),
        Boxed => new MathematicsVerifier(new() { Strict = true }),
        Exact => new ExactVerifier(),
        StoryVerifier.VerifierName => new StoryVerifier(),
        _ => throw NameSuggestion.Unknown("verifier", name, Names),
    };
}
