using Hicra.Benchmarks;
using Hicra.Strategy;
using Hicra.Training.Text;
using Hicra.Training.Worlds.Problems;
using Hicra.Training.Worlds.Stories;

namespace Hicra.Training.Runs;

/// <summary>
/// A file of problems in words, and how they are put to a model: with the base model's tokenizer it makes a run's world
/// (<see cref="TextWorld"/>). A run records all of it, so that it finds the same problems again.
/// </summary>
/// <param name="File">One JSON object a line, with a problem and its answer (<see cref="BenchmarkFile"/>); or the name of problems that ship with the kit.</param>
/// <param name="Digest">SHA-256 of the file in hexadecimal.</param>
public sealed record TextDataset(string File, string Digest)
{
    /// <summary>Openings of stories, for the shipped model of that name.</summary>
    public const string Stories = "stories";

    /// <summary>The model's own chat template.</summary>
    public const string Chat = "chat";

    // A training set that is large keeps few problems for validation, a small one every eighth.
    private const int MostKept = 200, Every = 8;

    /// <summary>The verifier by its name in <see cref="Verifiers"/>.</summary>
    public string Verifier { get; init; } = Verifiers.Mathematics;

    /// <summary>How a problem is put: <c>chat</c>, or a text with <c>{problem}</c> in it; null for the model's chat template where it has one, and else for the problem alone.</summary>
    public string? Template { get; init; }

    /// <summary>What the model is told before every problem; null for nothing.</summary>
    public string? Instruction { get; init; }

    /// <summary>Which members of the records hold what, as <see cref="BenchmarkColumns.Parse"/> reads it; null for the usual names.</summary>
    public string? Columns { get; init; }

    /// <summary>Texts that end a response, beside the model's end tokens.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The name of the world: the file's, without what stands behind the first dot.</summary>
    public string World => IsShipped(File) ? File : Path.GetFileName(File).Split('.')[0] is { Length: > 0 } name ? name : "text";

    /// <summary>The file.</summary>
    public string Location => IsShipped(File) ? ShippedData.Path(File, "problems.jsonl") : Path.GetFullPath(File);

    /// <summary>Whether a word names problems that ship with the kit, and no file.</summary>
    public static bool IsShipped(string word) => word == Stories;

    /// <summary>Finds a file of problems.</summary>
    /// <param name="file">The file, or <c>stories</c>.</param>
    /// <exception cref="HicraException">There is no such file.</exception>
    public static TextDataset Find(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var found = new TextDataset(file, "") { Verifier = IsShipped(file) ? StoryVerifier.VerifierName : Verifiers.Mathematics };
        if (Directory.Exists(found.Location)) throw new HicraException($"--dataset {file}: is a folder; give a file of one JSON object a line, with a problem and its answer");
        if (!System.IO.File.Exists(found.Location)) throw new HicraException($"--dataset {file}: no such file; give a file of one JSON object a line, with a problem and its answer, or {Stories} for what ships with the kit");
        return found with { Digest = Convert.ToHexStringLower(FileDigest.Sha256(found.Location)) };
    }

    /// <summary>The world of these problems for a model.</summary>
    /// <param name="model">The folder of the model, which has its tokenizer.</param>
    /// <exception cref="HicraException">The file was changed or cannot be read, or the model has no tokenizer that is known here.</exception>
    public TextWorld Open(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        if (!System.IO.File.Exists(Location)) throw new HicraException($"{Location}: the run's problems are not there any more; restore the file");
        if (Convert.ToHexStringLower(FileDigest.Sha256(Location)) != Digest) throw new HicraException($"{Location}: was changed since the run began (its SHA-256 differs); restore it, or begin a new run");
        ISubwordTokenizer tokenizer = Stop.Count > 0 ? new StoppingTokenizer(Tokenizer.Load(model), Stop) : Tokenizer.Load(model);
        bool chat = Template is null ? ChatTemplate.Exists(model) : Template == Chat;
        IChatTemplate template = chat ? ChatTemplate.Load(model) : Template is null ? PromptTemplate.Plain : new PromptTemplate(Template);
        TextProblem[] problems = Problems();
        CounterRandom.FromSeed(0).Derive("kept for validation").Shuffle<TextProblem>(problems);
        int kept = Math.Min(problems.Length / Every, MostKept);
        return new TextWorld(World, tokenizer, template, Verifiers.Find(Verifier), problems[kept..], problems[..kept])
        {
            Prefix = chat ? [] : tokenizer.BeginTokens,
            Instruction = Instruction,
            Grams = IsShipped(File) ? GramLibraryFile.Load(ShippedData.Path(File, "grams.json")) : StrategicGramLibrary.Paper,
        };
    }

    private TextProblem[] Problems()
    {
        Benchmark read = BenchmarkFile.Read(Location, Columns is null ? null : BenchmarkColumns.Parse(Columns));
        if (read.Problems.FirstOrDefault(problem => problem.Text is null) is { } key) throw new HicraException($"{Location}: problem '{key.Id}' has a fingerprint and no text, so it cannot be posed; give a file with the problems' texts");
        if (read.Problems.GroupBy(problem => problem.Id).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new HicraException($"{Location}: two problems are called '{twice.Key}'; give every problem an identity of its own, or name the member that has one with --columns id=NAME");
        return [.. read.Problems.Select(problem => new TextProblem($"{World}/{problem.Id}", problem.Text!, [problem.Answer]))];
    }
}
