using Hicra.Tensors;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// The embedded engine: a Llama-shaped transformer in float32 on the CPU. Its results are the same bits for any number of
/// threads and with or without 512-bit vectors: every sum has one order that neither of them decides.
/// </summary>
public sealed unsafe class ManagedPolicy : IPolicy
{
    private readonly ParameterLayout layout;
    private readonly Rope rope;
    private readonly Weights weights;
    private readonly GradientShards gradients;
    private readonly WorkerPool<Pass> passes = new();
    private readonly WorkerPool<Generator> generators = new();
    private (int Prompt, int New) generatorShape;
    private AlignedBuffer? firstMoment, secondMoment;
    private long optimizerSteps;
    private bool disposed;
    private string? origin;

    private ManagedPolicy(ModelConfig config, int threads)
    {
        Config = EmbeddedShape.Check(config.Validate("model configuration"), "model configuration");
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
        layout = new ParameterLayout(config);
        rope = new Rope(config);
        weights = new Weights(layout);
        gradients = new GradientShards(layout.Length);
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

    /// <summary>Loads a folder with <c>config.json</c> and <c>model.safetensors</c>, or its shards and their index.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    /// <exception cref="HicraException">A file is missing or corrupt, or the model is not one this engine computes.</exception>
    public static ManagedPolicy LoadPretrained(string directory, int threads = 0) =>
        ModelFolder.Load(directory, (config, file) => new ManagedPolicy(EmbeddedShape.Check(config, file), threads) { origin = directory });

    /// <inheritdoc/>
    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(request);
        int longest = Check(request);
        if (longest > generatorShape.Prompt || request.MaxNewTokens > generatorShape.New)
        {
            generators.Dispose();
            generatorShape = (Math.Max(longest, generatorShape.Prompt), Math.Max(request.MaxNewTokens, generatorShape.New));
        }
        int slots = Generator.SlotsOf(layout, generatorShape.Prompt, generatorShape.New);
        var queue = new SamplingQueue(request, slots);
        int workers = Math.Min(Threads, (queue.Responses + slots - 1) / slots);
        generators.ForEach(Threads, workers, () => new Generator(weights, rope, generatorShape.Prompt, generatorShape.New), (_, generator) => generator.Run(request, queue.Next, queue.Finished, cancellation));
        return queue.Pack();
    }

    /// <inheritdoc/>
    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(batch);
        int total = batch.ResponseOffsets[^1];
        if (logProbs.Length != total || entropies.Length != total)
            throw new ArgumentException($"The batch has {total} response tokens; the spans have {logProbs.Length} and {entropies.Length}.", nameof(logProbs));
        float inverseTemperature = Softmax.InverseTemperature(temperature);
        var scored = new float[total];
        var spread = new float[total];
        int[][][] plan = BatchPlan.Of(batch, GradientShards.Count);
        passes.ForEach(Threads, GradientShards.Count, () => new Pass(weights, rope), (shard, pass) =>
        {
            foreach (int[] sequences in plan[shard])
            {
                pass.Forward(batch, sequences, inverseTemperature);
                pass.CopyResults(batch, scored, spread);
            }
        });
        scored.CopyTo(logProbs);
        spread.CopyTo(entropies);
    }

    /// <inheritdoc/>
    public void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(gradient);
        float inverseTemperature = Softmax.InverseTemperature(temperature);
        int[][][] plan = BatchPlan.Of(batch, GradientShards.Count);
        passes.ForEach(Threads, GradientShards.Count, () => new Pass(weights, rope), (shard, pass) =>
        {
            if (plan[shard].Length == 0) return;
            AlignedBuffer target = gradients.Of(shard);
            foreach (int[] sequences in plan[shard])
            {
                pass.Forward(batch, sequences, inverseTemperature);
                pass.Backward(gradient, target);
            }
        });
    }

    /// <inheritdoc/>
    public double Update(AdamWOptions options)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        float* total = gradients.Total().Pointer;
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
    public void ClearGradient() => gradients.Clear();

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Gradient() => [.. layout.View(gradients.Total())];

    /// <inheritdoc/>
    public TensorSource Weights() => layout.View(weights.Values, unchanged: Unchanged());

    /// <inheritdoc/>
    public TensorSource OptimizerState()
    {
        firstMoment ??= new AlignedBuffer(layout.Length);
        secondMoment ??= new AlignedBuffer(layout.Length);
        // The count of steps as two numbers that a float holds exactly.
        var steps = new TensorList([new NamedTensor("step", [2], [optimizerSteps / 1_000_000, optimizerSteps % 1_000_000])]);
        return new JoinedTensors("the optimiser's state", layout.View(firstMoment, "m.", Unchanged()), layout.View(secondMoment, "v.", Unchanged()), steps);
    }

    /// <inheritdoc/>
    public void Load(TensorSource weights, TensorSource? optimizerState = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(weights);
        // All are checked before the first is read: a bad tensor must not leave half of the weights replaced.
        layout.Check(weights);
        if (optimizerState is not null) LoadOptimizer(optimizerState);
        layout.Pack(weights, this.weights.Values);
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
    public void SavePretrained(string directory) => ModelFolder.Save(directory, Config, Weights(), origin);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        passes.Dispose();
        generators.Dispose();
        gradients.Dispose();
        firstMoment?.Dispose();
        secondMoment?.Dispose();
        weights.Dispose();
        rope.Dispose();
    }

    private void LoadOptimizer(TensorSource state)
    {
        layout.Check(state, "m.");
        layout.Check(state, "v.");
        if (state.Find("step") is not { Count: 2 }) throw new HicraException("the optimiser's state has no step count; use another checkpoint");
        float[] steps = state.Read("step").Values;
        layout.Pack(state, firstMoment ??= new AlignedBuffer(layout.Length), "m.");
        layout.Pack(state, secondMoment ??= new AlignedBuffer(layout.Length), "v.");
        optimizerSteps = (long)steps[0] * 1_000_000 + (long)steps[1];
    }

    private Func<bool> Unchanged()
    {
        int version = weights.Version;
        return () => weights.Version == version;
    }

    private int Check(SampleRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.GroupSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxNewTokens, 1);
        if (request.Temperature != 0) Softmax.InverseTemperature(request.Temperature);
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
}
