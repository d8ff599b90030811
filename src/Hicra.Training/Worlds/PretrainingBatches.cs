namespace Hicra.Training.Worlds;

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
    private readonly IAuthoredWorld _world;
    private Pool? _latest;

    /// <summary>Creates the batches of a stream.</summary>
    /// <param name="world">Whose authors write them.</param>
    /// <param name="random">Streams of different keys give different texts.</param>
    /// <param name="batchSize">Solutions in a batch.</param>
    public PretrainingBatches(IAuthoredWorld world, CounterRandom random, int batchSize = 64)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _random = random;
        _world = world;
        BatchSize = batchSize;
    }

    /// <summary>Solutions in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The batch of an index; going through indices in order makes each pool once.</summary>
    public IReadOnlyList<AuthoredText> this[long index]
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
        AuthoredText[] solutions =
        [
            .. Enumerable.Range(0, BatchesPerPool * BatchSize)
                .Select(i => _world.Author(random.Derive(i)))
                .OrderBy(solution => solution.Response.Length), // stable; a world's prompts are of one length
        ];
        AuthoredText[][] batches = [.. solutions.Chunk(BatchSize)];
        random.Derive("order").Shuffle<AuthoredText[]>(batches);
        return new Pool(number, batches);
    }

    private sealed record Pool(long Number, AuthoredText[][] Batches);
}
