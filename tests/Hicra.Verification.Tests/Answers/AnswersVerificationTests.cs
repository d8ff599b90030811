using System.Text.Json;
using Hicra.Testing;

namespace Hicra.Verification.Tests.Answers;

public sealed class AnswersVerificationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Agreement_is_a_share_and_disagreements_say_what_was_read()
    {
        string file = Write(
            """{"gold": "So the loss is $\\boxed{28\\%}$.", "answer": "28 percent", "equal": true}""",
            """{"gold": "28\\%", "answer": "0.28", "equal": false}""",
            "",
            """{"gold": ["\\frac12", "x"], "answer": 0.5, "equal": 1}""",
            """{"gold": "(1,2)", "answer": "the point is $(2,1)$", "equal": true}""");
        (int code, string output, _) = Run("answers", file, "--json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((0, 0.75), (code, json.RootElement.GetProperty("agreement").GetDouble()));
        JsonElement disagreement = Assert.Single(json.RootElement.GetProperty("disagreements").EnumerateArray());
        Assert.Equal((5, "(1,2)", "(2,1)"), (disagreement.GetProperty("line").GetInt32(), disagreement.GetProperty("gold").GetString(), disagreement.GetProperty("answer").GetString()));
        (code, output, _) = Run("answers", file, "--least", "0.99");
        Assert.Equal(1, code);
        Assert.Contains("line 5: recorded as equal; reference (1,2), answer (2,1)", output, StringComparison.Ordinal);
        Assert.Contains("75.00%", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_of_many_kinds_are_judged_as_their_author_does()
    {
        (int code, string output, _) = Run("answers", Repository.Golden("answers/kinds.jsonl"), "--least", "1");
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("", "holds no pair")]
    [InlineData("{", "line 1 is not valid JSON")]
    [InlineData("[]", "line 1 is no object")]
    [InlineData("{\"gold\":\"1\",\"answer\":\"1\"}", "line 1 has no 'equal'")]
    [InlineData("{\"gold\":\"1\",\"answer\":\"1\",\"equal\":\"yes\"}", "neither true nor false")]
    [InlineData("{\"gold\":{},\"answer\":\"1\",\"equal\":true}", "'gold' that is neither text nor number")]
    public void A_bad_file_is_one_line(string text, string expected)
    {
        (int code, string output, string error) = Run("answers", Write(text));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.TrimEnd('\n'));
    }

    private string Write(params string[] lines)
    {
        string path = Path.Combine(_temporary.Path, "pairs.jsonl");
        File.WriteAllLines(path, lines);
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (VerificationProgram.Run(line, output, error), output.ToString(), error.ToString());
    }
}
