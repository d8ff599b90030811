namespace Hicra.Benchmarks;

/// <summary>Finds the problem of a benchmark in a prompt, by its fingerprint or its identity.</summary>
internal sealed class PromptIndex
{
    private const int Longest = 60_000;

    private readonly Dictionary<string, BenchmarkProblem> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ILookup<ulong, BenchmarkProblem>> _byWindow;
    private readonly Dictionary<string, BenchmarkProblem?> _known = new(StringComparer.Ordinal);

    public PromptIndex(Benchmark benchmark)
    {
        foreach (BenchmarkProblem problem in benchmark.Problems)
        {
            _byId.TryAdd(problem.Id, problem);
            _byId.TryAdd($"{benchmark.Name}/{problem.Id}", problem);
        }
        _byWindow = benchmark.Problems.GroupBy(problem => problem.Print.Window).ToDictionary(group => group.Key, group => group.ToLookup(problem => problem.Print.Head));
    }

    /// <summary>The problem of a prompt; the last one in it where it holds examples. Null for none.</summary>
    public BenchmarkProblem? InPrompt(string prompt)
    {
        if (_known.TryGetValue(prompt, out BenchmarkProblem? known)) return known;
        string letters = ProblemPrint.Letters(prompt.Length > Longest ? prompt[^Longest..] : prompt);
        (int End, int Length) best = (-1, 0);
        BenchmarkProblem? found = null;
        foreach ((int window, ILookup<ulong, BenchmarkProblem> problems) in _byWindow)
        {
            ulong[] windows = ProblemPrint.Windows(letters, window);
            for (int start = 0; start < windows.Length; start++)
                foreach (BenchmarkProblem problem in problems[windows[start]])
                {
                    int end = start + problem.Print.Length;
                    if (end > letters.Length || windows[end - window] != problem.Print.Tail) continue;
                    if ((end, problem.Print.Length).CompareTo(best) > 0) (best, found) = ((end, problem.Print.Length), problem);
                }
        }
        return _known[prompt] = found;
    }

    /// <summary>The problem of an identity; null for none.</summary>
    public BenchmarkProblem? ById(string id) => _byId.GetValueOrDefault(id);
}
