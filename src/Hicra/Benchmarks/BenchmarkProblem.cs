namespace Hicra.Benchmarks;

/// <summary>A problem of a benchmark.</summary>
/// <param name="Id">As its file has it, or its number from 0.</param>
/// <param name="Answer">The right answer, or a solution that ends in it.</param>
/// <param name="Print">By which it is found in prompts.</param>
/// <param name="Text">What is asked; null where the kit knows the problem but does not ship its text.</param>
public sealed record BenchmarkProblem(string Id, string Answer, ProblemPrint Print, string? Text);

/// <summary>Problems with right answers.</summary>
/// <param name="Name">As commands call it, for example <c>math500</c>.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Problems">At least one.</param>
public sealed record Benchmark(string Name, string Title, IReadOnlyList<BenchmarkProblem> Problems)
{
    /// <summary>Its column in the paper's Table 1; null for none.</summary>
    public string? PaperColumn { get; init; }

    /// <summary>How many samples of each problem the paper says that its numbers are means of; 1 where it says nothing else.</summary>
    public int PaperSamples { get; init; } = 1;
}
