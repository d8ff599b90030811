namespace Hicra.Training.Worlds.Puzzle;

/// <summary>A problem's prompt and one author's solution of it.</summary>
/// <param name="Prompt">Token ids of the prompt.</param>
/// <param name="Response">Token ids of the solution, the end token last.</param>
public sealed record PuzzleSolution(int[] Prompt, int[] Response);

/// <summary>
/// The base model's training texts, batch by batch without end. A batch is a pure function of the stream and its index, so
/// that training can restart anywhere. Sixteen batches at a time are made together, sorted by length and dealt out in
/// random order, so that the texts of a batch are of similar length (the recipe of torch_grpo.py, <c>pretrain</c>).
/// </summary>
public sealed class PretrainingBatches
{
    /// <summary>Batches that are sorted together.</summary>
    public const int BatchesPerPool = 16;

    private readonly CounterRandom _random;
    private readonly PuzzleAuthor _author;
    private readonly PuzzleWorld _world = new();
    private Pool? _latest;

    /// <summary>Creates the batches of a stream.</summary>
    /// <param name="random">Streams of different keys give different texts.</param>
    /// <param name="batchSize">Solutions in a batch.</param>
    /// <param name="author">Who writes them; by default the imperfect authors of the base recipe.</param>
    public PretrainingBatches(CounterRandom random, int batchSize = 64, PuzzleAuthor? author = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _random = random;
        _author = author ?? new PuzzleAuthor();
        BatchSize = batchSize;
    }

    /// <summary>Solutions in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The batch of an index; going through indices in order makes each pool once.</summary>
    public IReadOnlyList<PuzzleSolution> this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            (long number, long batch) = Math.DivRem(index, BatchesPerPool);
            Pool? pool = _latest; // another thread may replace the field, never what it points to
            if (pool?.Number != number) _latest = pool = Make(number);
            return pool.Batches[batch];
        }
    }

    private Pool Make(long number)
    {
        CounterRandom random = _random.Derive(number);
        PuzzleSolution[] solutions =
        [
            .. Enumerable.Range(0, BatchesPerPool * BatchSize)
                .Select(i => Solution(random.Derive(i)))
                .OrderBy(solution => solution.Response.Length), // stable; all prompts are of one length
        ];
        PuzzleSolution[][] batches = [.. solutions.Chunk(BatchSize)];
        random.Derive("order").Shuffle<PuzzleSolution[]>(batches);
        return new Pool(number, batches);
    }

    private PuzzleSolution Solution(CounterRandom random)
    {
        IReadOnlyList<PuzzleProblem> problems = PuzzleProblems.Training;
        PuzzleProblem problem = problems[random.Derive("problem").Below(0, problems.Count)];
        return new PuzzleSolution(_world.Prompt(problem), _author.Solve(problem, random.Derive("text")));
    }

    private sealed record Pool(long Number, PuzzleSolution[][] Batches);
}
