using System.Collections.Concurrent;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// The embedded engine: a Llama-shaped transformer in float32 on the CPU. Its results are the same bits for any number of
/// threads and with or without 512-bit vectors: every sum has one order that neither of them decides.
/// </summary>
public sealed unsafe class ManagedPolicy : IPolicy
{
    /// <summary>
    /// Parts into which a batch's gradient is split and which are added in order: the most threads that learning can use.
    /// The number is part of the result (another one rounds differently), so it is not a setting.
    /// </summary>
    private const int Shards = 8;

    // Tokens that a worker takes at a time: their activations should stay in a core's own cache.
    private const int TokensAtATime = 192;

    private readonly ParameterLayout layout;
    private readonly Rope rope;
    private readonly Weights weights;
    private readonly ConcurrentBag<Pass> passes = [];
    private readonly ConcurrentBag<Generator> generators = [];
    private (int Prompt, int New) generatorShape;
    private AlignedBuffer? firstMoment, secondMoment;
    private readonly AlignedBuffer?[] gradients = new AlignedBuffer?[Shards];
    private readonly bool[] dirty = new bool[Shards];
    private long optimizerSteps;
    private bool disposed;

    private ManagedPolicy(ModelConfig config, int threads)
    {
        Config = config.Validate("model configuration");
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
        layout = new ParameterLayout(config);
        rope = new Rope(config);
        weights = new Weights(layout);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Threads used; they do not change results.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public int VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public long ParameterCount => Config.ParameterCount;

    /// <inheritdoc/>
    public int MaxPositions => Config.MaxPositions;

    /// <summary>
    /// A model with fresh weights: normal with deviation 0.02, divided by sqrt(2 * layers) for the two matrices that write
    /// to the residual stream (GPT-2's rule), norms 1.
    /// </summary>
    /// <param name="config">The shape.</param>
    /// <param name="random">Decides the weights; each tensor has a stream of its own name.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    public static ManagedPolicy Create(ModelConfig config, CounterRandom random, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(config);
        var policy = new ManagedPolicy(config, threads);
        var tensors = new List<NamedTensor>();
        foreach (ParameterLayout.Block block in policy.layout.Blocks)
        {
            var values = new float[block.Rows.Count * block.Columns.Count];
            if (block.Shape.Length == 1) Array.Fill(values, 1f);
            else
            {
                bool writesToStream = block.Name.EndsWith("o_proj.weight", StringComparison.Ordinal) || block.Name.EndsWith("down_proj.weight", StringComparison.Ordinal);
                double deviation = writesToStream ? 0.02 / Math.Sqrt(2.0 * config.Layers) : 0.02;
                CounterRandom stream = random.Derive(block.Name);
                for (int i = 0; i < values.Length; i++) values[i] = (float)(deviation * stream.Normal(i).First);
            }
            tensors.Add(new NamedTensor(block.Name, block.Shape, values));
        }
        policy.Load(tensors);
        return policy;
    }

    /// <summary>Loads a folder with <c>config.json</c> and <c>model.safetensors</c>.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    /// <exception cref="HicraException">A file is missing or corrupt, or the model is not one this engine computes.</exception>
    public static ManagedPolicy LoadPretrained(string directory, int threads = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new HicraException($"{directory}: no such folder; a base model is a folder with config.json and model.safetensors");
        var policy = new ManagedPolicy(ModelConfig.Read(Path.Combine(directory, "config.json")), threads);
        string file = Path.Combine(directory, "model.safetensors");
        try
        {
            policy.Load(Safetensors.Read(file));
        }
        catch (HicraException error) when (!error.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw new HicraException($"{file}: {error.Message}", error);
        }
        return policy;
    }

    /// <inheritdoc/>
    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(request);
        int longest = Check(request);
        if (longest > generatorShape.Prompt || request.MaxNewTokens > generatorShape.New)
        {
            DisposeAll(generators);
            generatorShape = (Math.Max(longest, generatorShape.Prompt), Math.Max(request.MaxNewTokens, generatorShape.New));
        }
        int responses = request.Prompts.Count * request.GroupSize;
        var results = new (int[] Tokens, float[] LogProbs, float[] Entropies)[responses];
        int unitRows = Math.Min(request.GroupSize, Generator.Slots);
        int unitsPerPrompt = (request.GroupSize + unitRows - 1) / unitRows, units = unitsPerPrompt * request.Prompts.Count, taken = -1;

        Generator.Unit? Next()
        {
            int unit = Interlocked.Increment(ref taken);
            if (unit >= units) return null;
            int prompt = unit / unitsPerPrompt, first = unit % unitsPerPrompt * unitRows;
            return new Generator.Unit(request.Prompts[prompt], prompt * request.GroupSize + first, Math.Min(unitRows, request.GroupSize - first));
        }

        ForEach(Math.Min(Threads, (responses + Generator.Slots - 1) / Generator.Slots), generators, () => new Generator(weights, rope, generatorShape.Prompt, generatorShape.New),
            (_, generator) => generator.Run(request, Next, (index, tokens, logProbs, entropies) => results[index] = (tokens, logProbs, entropies), cancellation));

        var offsets = new int[responses + 1];
        for (int i = 0; i < responses; i++) offsets[i + 1] = offsets[i] + results[i].Tokens.Length;
        var packed = new SampledResponses(new int[offsets[^1]], offsets, new float[offsets[^1]], new float[offsets[^1]]);
        for (int i = 0; i < responses; i++)
        {
            results[i].Tokens.CopyTo(packed.Tokens, offsets[i]);
            results[i].LogProbs.CopyTo(packed.LogProbs, offsets[i]);
            results[i].Entropies.CopyTo(packed.Entropies, offsets[i]);
        }
        return packed;
    }

    /// <inheritdoc/>
    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(batch);
        int total = batch.ResponseOffsets[^1];
        if (logProbs.Length != total || entropies.Length != total)
            throw new ArgumentException($"The batch has {total} response tokens; the spans have {logProbs.Length} and {entropies.Length}.", nameof(logProbs));
        var scored = new float[total];
        var spread = new float[total];
        int[][][] plan = Plan(batch);
        ForEach(Shards, passes, () => new Pass(weights, rope), (shard, pass) =>
        {
            foreach (int[] sequences in plan[shard])
            {
                pass.Forward(batch, sequences);
                pass.CopyResults(batch, scored, spread);
            }
        });
        scored.CopyTo(logProbs);
        spread.CopyTo(entropies);
    }

    /// <inheritdoc/>
    public void Accumulate(PackedBatch batch, TokenGradient gradient)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(gradient);
        int[][][] plan = Plan(batch);
        ForEach(Shards, passes, () => new Pass(weights, rope), (shard, pass) =>
        {
            if (plan[shard].Length == 0) return;
            AlignedBuffer target = gradients[shard] ??= new AlignedBuffer(layout.Length);
            dirty[shard] = true;
            foreach (int[] sequences in plan[shard])
            {
                pass.Forward(batch, sequences);
                pass.Backward(gradient, target);
            }
        });
    }

    /// <inheritdoc/>
    public double Update(AdamWOptions options)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        float* total = Total().Pointer;
        firstMoment ??= new AlignedBuffer(layout.Length);
        secondMoment ??= new AlignedBuffer(layout.Length);
        double norm = AdamW.Norm(layout.Length, total);
        // PyTorch's clip_grad_norm_ has the same small number in the denominator.
        float scale = (float)Math.Min(1, options.MaxGradientNorm / (norm + 1e-6));
        AdamW.Step(options, ++optimizerSteps, scale, layout.Length, total, firstMoment.Pointer, secondMoment.Pointer, weights.Values.Pointer);
        weights.Repack();
        ClearGradient();
        return norm;
    }

    /// <inheritdoc/>
    public void ClearGradient()
    {
        for (int i = 0; i < Shards; i++)
        {
            if (dirty[i]) gradients[i]!.Clear();
            dirty[i] = false;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Gradient() => layout.Unpack(Total());

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Weights() => layout.Unpack(weights.Values);

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> OptimizerState()
    {
        firstMoment ??= new AlignedBuffer(layout.Length);
        secondMoment ??= new AlignedBuffer(layout.Length);
        // The count of steps as two numbers that a float holds exactly.
        var steps = new NamedTensor("step", [2], [optimizerSteps / 1_000_000, optimizerSteps % 1_000_000]);
        return [.. layout.Unpack(firstMoment, "m."), .. layout.Unpack(secondMoment, "v."), steps];
    }

    /// <inheritdoc/>
    public void Load(IReadOnlyList<NamedTensor> weights, IReadOnlyList<NamedTensor>? optimizerState = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(weights);
        using (var staged = new AlignedBuffer(layout.Length))
        {
            // A bad tensor must not leave half of the weights replaced.
            layout.Pack(weights, staged);
            if (optimizerState is not null) LoadOptimizer(optimizerState);
            staged.CopyTo(this.weights.Values);
        }
        if (optimizerState is null)
        {
            firstMoment?.Clear();
            secondMoment?.Clear();
            optimizerSteps = 0;
        }
        this.weights.Repack();
        ClearGradient();
    }

    /// <inheritdoc/>
    public IPolicy Clone()
    {
        var copy = new ManagedPolicy(Config, Threads);
        weights.Values.CopyTo(copy.weights.Values);
        copy.weights.Repack();
        return copy;
    }

    /// <inheritdoc/>
    public void SavePretrained(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory.CreateDirectory(directory);
        Config.Write(Path.Combine(directory, "config.json"));
        Safetensors.Write(Path.Combine(directory, "model.safetensors"), Weights());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        DisposeAll(passes);
        DisposeAll(generators);
        foreach (AlignedBuffer? buffer in gradients) buffer?.Dispose();
        firstMoment?.Dispose();
        secondMoment?.Dispose();
        weights.Dispose();
        rope.Dispose();
    }

    private void LoadOptimizer(IReadOnlyList<NamedTensor> state)
    {
        using AlignedBuffer first = new(layout.Length), second = new(layout.Length);
        layout.Pack(state, first, "m.");
        layout.Pack(state, second, "v.");
        NamedTensor steps = state.FirstOrDefault(x => x.Name == "step" && x.Values.Length == 2)
            ?? throw new HicraException("the optimiser's state has no step count; use another checkpoint");
        first.CopyTo(firstMoment ??= new AlignedBuffer(layout.Length));
        second.CopyTo(secondMoment ??= new AlignedBuffer(layout.Length));
        optimizerSteps = (long)steps.Values[0] * 1_000_000 + (long)steps.Values[1];
    }

    /// <summary>The shards' sum, in the first shard's place: added in order, in slices that the threads share.</summary>
    private AlignedBuffer Total()
    {
        AlignedBuffer total = gradients[0] ??= new AlignedBuffer(layout.Length);
        dirty[0] = true;
        for (int i = 1; i < Shards; i++)
        {
            if (!dirty[i]) continue;
            for (long at = 0; at < layout.Length; at += 1 << 20)
                Elementwise.Add((int)Math.Min(1 << 20, layout.Length - at), gradients[i]!.Pointer + at, total.Pointer + at);
            gradients[i]!.Clear();
            dirty[i] = false;
        }
        return total;
    }

    /// <summary>Sequences dealt to shards, longest first to the emptiest, and within a shard into passes.</summary>
    private static int[][][] Plan(PackedBatch batch)
    {
        int[] order = [.. Enumerable.Range(0, batch.Count).OrderByDescending(i => batch.Offsets[i + 1] - batch.Offsets[i])];
        var shards = new List<int>[Shards];
        for (int i = 0; i < Shards; i++) shards[i] = [];
        var load = new long[Shards];
        foreach (int sequence in order)
        {
            int emptiest = Array.IndexOf(load, load.Min());
            shards[emptiest].Add(sequence);
            load[emptiest] += batch.Offsets[sequence + 1] - batch.Offsets[sequence];
        }
        return [.. shards.Select(shard => Split(batch, shard))];
    }

    private static int[][] Split(PackedBatch batch, List<int> shard)
    {
        var parts = new List<int[]>();
        var part = new List<int>();
        int tokens = 0;
        foreach (int sequence in shard)
        {
            int length = batch.Offsets[sequence + 1] - batch.Offsets[sequence];
            if (part.Count > 0 && tokens + length > TokensAtATime)
            {
                parts.Add([.. part]);
                part.Clear();
                tokens = 0;
            }
            part.Add(sequence);
            tokens += length;
        }
        if (part.Count > 0) parts.Add([.. part]);
        return [.. parts];
    }

    private int Check(SampleRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.GroupSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxNewTokens, 1);
        if (!(request.Temperature >= 0) || double.IsInfinity(request.Temperature))
            throw new HicraException(FormattableString.Invariant($"temperature {request.Temperature} must be 0 (most probable token) or positive"));
        int longest = 0;
        foreach (int[] prompt in request.Prompts)
        {
            if (prompt.Length == 0) throw new HicraException("a prompt is empty; each needs at least one token");
            longest = Math.Max(longest, prompt.Length);
        }
        // The last token drawn is never fed, so it needs no position.
        if (longest + request.MaxNewTokens - 1 > MaxPositions)
            throw new HicraException($"a prompt of {longest} tokens and {request.MaxNewTokens} new ones are more than the model's max_position_embeddings {MaxPositions}; ask for at most {Math.Max(0, MaxPositions + 1 - longest)} new tokens");
        return longest;
    }

    /// <summary>Runs items on at most <see cref="Threads"/> threads, each with a worker's memory of its own.</summary>
    private void ForEach<T>(int items, ConcurrentBag<T> pool, Func<T> create, Action<int, T> body)
    {
        void Run(int item)
        {
            if (!pool.TryTake(out T? worker)) worker = create();
            try
            {
                body(item, worker);
            }
            finally
            {
                pool.Add(worker);
            }
        }

        if (Threads == 1 || items == 1)
        {
            for (int i = 0; i < items; i++) Run(i);
            return;
        }
        try
        {
            Parallel.For(0, items, new ParallelOptions { MaxDegreeOfParallelism = Threads }, Run);
        }
        catch (AggregateException errors)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(errors.InnerExceptions[0]).Throw();
        }
    }

    private static void DisposeAll<T>(ConcurrentBag<T> pool)
        where T : IDisposable
    {
        while (pool.TryTake(out T? worker)) worker.Dispose();
    }
}
