namespace Hicra.Benchmarks;

/// <summary>Which members of a benchmark's records hold what; null for the usual names, which are tried in order.</summary>
/// <param name="Problem">What is asked: <c>problem</c>, <c>question</c>, <c>prompt</c>, <c>query</c>, <c>input</c>, ...</param>
/// <param name="Answer">The right answer: <c>answer</c>, <c>gold</c>, <c>gt</c>, <c>target</c>, <c>final_answer</c>, <c>solution</c>, ...</param>
/// <param name="Id">The identity: <c>id</c>, <c>unique_id</c>, <c>problem_id</c>, <c>idx</c>, ...</param>
public sealed record BenchmarkColumns(string? Problem = null, string? Answer = null, string? Id = null)
{
    private static readonly string[] Problems = ["problem", "question", "prompt", "query", "input", "Problem", "Question"];
    private static readonly string[] Answers = ["answer", "gold", "gt", "target", "final_answer", "expected_answer", "ground_truth", "reference", "label", "Answer", "solution"];
    private static readonly string[] Ids = ["id", "unique_id", "problem_id", "idx", "index", "ID"];

    internal IReadOnlyList<string> ProblemNames => Problem is null ? Problems : [Problem];

    internal IReadOnlyList<string> AnswerNames => Answer is null ? Answers : [Answer];

    internal IReadOnlyList<string> IdNames => Id is null ? Ids : [Id];

    /// <summary>Reads <c>problem=NAME,answer=NAME,id=NAME</c>, in which any may be missing.</summary>
    /// <exception cref="HicraException">It is not of this form.</exception>
    public static BenchmarkColumns Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var columns = new BenchmarkColumns();
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] halves = part.Split('=', 2);
            columns = (halves[0], halves.Length) switch
            {
                ("problem", 2) => columns with { Problem = halves[1] },
                ("answer", 2) => columns with { Answer = halves[1] },
                ("id", 2) => columns with { Id = halves[1] },
                _ => throw new HicraException($"--columns has '{part}'; give problem=NAME, answer=NAME or id=NAME, with commas between"),
            };
        }
        return columns;
    }
}
