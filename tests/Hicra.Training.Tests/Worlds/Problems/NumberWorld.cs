using Hicra.Strategy;
using Hicra.Training.Text;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Tests.Worlds.Problems;

/// <summary>A world of twenty words: name a number after another. Several answers are right, and the reader of answers tells right from wrong alone.</summary>
internal static class NumberWorld
{
    public const string Name = "numbers", Thought = "let me think so it is ";

    public static string[] Numbers { get; } = ["one", "two", "three", "four", "five"];

    public static WordTokenizer Tokenizer { get; } = new(Name,
        ["<end>", "<stop>", "system", "user", "assistant", ":", "name", "number", "after", "let", "me", "think", "so", "it", "is", .. Numbers], "<end>", "<stop>");

    // In capitals, as people write them: no token is spelt so.
    public static StrategicGramLibrary Grams { get; } = new("moves", [new GramCluster("thought", ["Let me think"]), new GramCluster("answer", ["So it is"])]);

    public static (IChatTemplate Template, IAnswerVerifier Verifier) Parts { get; } = (new RoleTemplate(), new LastWordVerifier());

    public static TextWorld Create() => new(Name, Tokenizer, Parts.Template, Parts.Verifier, Problems("after"), Problems("number after")) { Instruction = "name number", Grams = Grams };

    private static TextProblem[] Problems(string question) => [.. Numbers[..^1].Select((number, i) => new TextProblem($"{question} {number}", $"{question} {number}", Numbers[(i + 1)..]))];

    private sealed class RoleTemplate : IChatTemplate
    {
        public string Render(IReadOnlyList<ChatMessage> messages) => string.Join(' ', messages.Select(m => $"{m.Role} : {m.Content}")) + " assistant :";
    }

    private sealed class LastWordVerifier : IAnswerVerifier
    {
        public Verdict Judge(TextProblem problem, string response) => Verdict.Of(problem.Answers.Contains(response.Split(' ')[^1]));
    }
}
