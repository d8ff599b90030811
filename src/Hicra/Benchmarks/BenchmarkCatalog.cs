namespace Hicra.Benchmarks;

/// <summary>
/// The benchmarks of the paper's Table 1 by name. The kit knows their right answers and recognises their problems in prompts;
/// texts it ships only as small samples (<see cref="Sample"/>), under their licences. AIME 2025 has no file here.
/// </summary>
public static class BenchmarkCatalog
{
    private static readonly (string Name, string Title, string Column, int Samples)[] All =
    [
        ("aime24", "AIME 2024", "AIME24", 32),
        ("aime25", "AIME 2025", "AIME25", 32),
        ("math500", "MATH-500", "Math500", 1),
        ("amc23", "AMC 2023", "AMC23", 4),
        ("minerva", "Minerva (OCWCourses)", "Minerva", 1),
        ("olympiadbench", "OlympiadBench", "Olympiad", 1),
    ];

    /// <summary>The names, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(set => set.Name)];

    /// <summary>The columns of Table 1, in its order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. All.Select(set => set.Column)];

    /// <summary>A benchmark by its name, or a file of problems.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or a path. A file that is named as a benchmark, such as <c>aime25.jsonl</c>, is taken for it.</param>
    /// <param name="columns">Which members of a file hold what; null for the usual names.</param>
    /// <exception cref="HicraException">There is neither a benchmark nor a file of the name, or the file is not of this kind.</exception>
    public static Benchmark Load(string nameOrFile, BenchmarkColumns? columns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        if (File.Exists(nameOrFile)) return As(BenchmarkFile.Read(nameOrFile, columns));
        if (nameOrFile == "aime25") throw new HicraException("the kit has no file of aime25; give one of your own, named aime25.jsonl, with a problem and its answer a line");
        if (!Names.Contains(nameOrFile))
        {
            if (nameOrFile.AsSpan().ContainsAny('/', '\\', '.')) throw new HicraException($"{nameOrFile}: no such file; give a file of problems, or one of {string.Join(", ", Names)}");
            throw NameSuggestion.Unknown("benchmark", nameOrFile, Names);
        }
        return As(Resource($"benchmarks.{nameOrFile}.keys.jsonl", nameOrFile));
    }

    /// <summary>Some problems of a benchmark with their texts; null where the kit ships none, because their licence is not known to allow it.</summary>
    public static Benchmark? Sample(string name) => name is "math500" or "olympiadbench" ? As(Resource($"benchmarks.{name}.sample.jsonl", name)) : null;

    private static Benchmark Resource(string resource, string name)
    {
        using Stream stream = typeof(BenchmarkCatalog).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The assembly has no {resource}.");
        return BenchmarkFile.Read(stream, resource, name);
    }

    private static Benchmark As(Benchmark read) => Array.Find(All, set => set.Name == read.Name) is { Name: not null } known ? read with { Title = known.Title, PaperColumn = known.Column, PaperSamples = known.Samples } : read;
}
