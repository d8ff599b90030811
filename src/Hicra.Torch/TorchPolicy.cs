using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>A policy on PyTorch's library. Results are the same on one device with the same threads and batches.</summary>
internal class TorchPolicy : IPolicy
{
    private readonly EngineOptions _options;
    private readonly TorchSettings _settings;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly GradientSums _gradients;
    private readonly AdamWState _optimizer;
    private bool _fits;
    private int _version;

    /// <summary>A policy whose weights are yet to be set.</summary>
    protected TorchPolicy(ModelConfig config, EngineOptions options, string? origin)
    {
        (Config, _options, Origin) = (config.Validate("model configuration"), options, origin);
        _settings = TorchSettings.Of(options);
        (KeepsAll, Free) = (!_settings.Checkpointing, FreeBeside(config));
        Model = new TorchModel(config, _settings.Device, _settings.Type, learns: _settings.Lora is null);
        if (_settings.Lora is { } lora) Model.Adapter = new LoraAdapter(config, lora, _settings.Device);
        _parameters = Model.Adapter?.Parameters ?? Model.Parameters;
        _optimizer = new AdamWState(_parameters, _settings.Offload);
        _gradients = new GradientSums(_parameters);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Whether a pass keeps all intermediate values; null where their size decides.</summary>
    public bool? KeepsAll { get; set; }

    /// <summary>Bytes that are free on the device; null where nobody knows. A test may say something else.</summary>
    public Func<long?> Free { get; set; }

    /// <summary>Rows that are sampled in lockstep at most; no response depends on it.</summary>
    public int MostRows { get; set; } = 256;

    /// <inheritdoc/>
    public int VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public int MaxPositions => Config.MaxPositions;

    /// <inheritdoc/>
    public long ParameterCount => _parameters.Sum(x => x.Value.numel());

    /// <summary>The weights, on their device.</summary>
    protected TorchModel Model { get; }

    /// <summary>The folder from which the weights came; null for none.</summary>
    protected string? Origin { get; }

    /// <summary>A policy of the kind that the options ask for, whose weights are yet to be set.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="options">Device, numbers, LoRA.</param>
    /// <param name="origin">The folder from which the weights will come; null for none.</param>
    /// <exception cref="HicraException">The model sees pictures.</exception>
    public static TorchPolicy Empty(ModelConfig config, EngineOptions options, string? origin = null)
    {
        if (config.PatchPixels > 0) throw new HicraException($"{origin ?? "the model"}: vision_config asks for pictures, which the torch engine does not compute; choose the embedded engine (--engine embedded)");
        return options.Lora is null ? new TorchPolicy(config, options, origin) : new AdaptedTorchPolicy(config, options, origin);
    }

    /// <summary>A model with fresh weights, the same as the embedded engine's.</summary>
    public static TorchPolicy Create(ModelConfig config, CounterRandom random, EngineOptions options)
    {
        TorchPolicy policy = Empty(config, options);
        IEnumerable<TensorInfo> tensors = policy.Model.Tensors.Select(x => new TensorInfo(x.Name, TensorType.F32, x.Shape));
        policy.Load(new LazyTensors("fresh weights", tensors, (tensor, first, values) =>
        {
            CounterRandom stream = random.Derive(tensor.Name);
            double? deviation = ModelTensors.Deviation(tensor.Name, [.. tensor.Shape], config.Layers);
            for (int i = 0; i < values.Length; i++) values[i] = deviation is double d ? (float)(d * stream.Normal(first + i).First) : 1f;
        }));
        return policy;
    }

    /// <summary>Loads a model's folder, or that of a LoRA with the model beside which it was learnt.</summary>
    public static TorchPolicy LoadPretrained(string directory, EngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return LoraFolder.Is(directory) ? AdaptedTorchPolicy.Load(directory, options) : ModelFolder.Load(directory, (config, _) => Empty(config, options, directory));
    }

    /// <inheritdoc/>
    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default) => new TorchGenerator(Model, MostRows).Run(request, cancellation);

    /// <inheritdoc/>
    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int total = batch.ResponseOffsets[^1];
        if (logProbs.Length != total || entropies.Length != total) throw new ArgumentException($"The batch has {total} response tokens; the spans have {logProbs.Length} and {entropies.Length}.", nameof(logProbs));
        using IDisposable frozen = no_grad();
        using DisposeScope whole = NewDisposeScope();
        using var head = new ChunkedHead(Model.FloatHead, temperature);
        foreach (SequenceGroup group in SequenceGroup.Of(batch, _settings.TokenBudget, Config))
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor ids, Tensor before, Tensor tokens) = group.Read(Model.Device);
            Tensor hidden = Model.Hidden(ids, null).reshape(-1, Config.HiddenSize).index_select(0, before).to(float32);
            float[] scored = new float[group.Offsets[^1]], spread = new float[scored.Length];
            head.Score(hidden, tokens, scored, spread);
            for (int i = 0; i < group.Sequences.Length; i++)
            {
                Range rows = group.Offsets[i]..group.Offsets[i + 1];
                scored.AsSpan(rows).CopyTo(logProbs[batch.ResponseOffsets[group.Sequences[i]]..]);
                spread.AsSpan(rows).CopyTo(entropies[batch.ResponseOffsets[group.Sequences[i]]..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(gradient);
        SequenceGroup[] groups = [.. SequenceGroup.Of(batch, _settings.TokenBudget, Config)];
        if (!_fits && groups.Length > 0) CheckMemory(groups.Max(x => x.PaddedTokens));
        _gradients.Begin();
        using DisposeScope whole = NewDisposeScope();
        using var head = new ChunkedHead(Model.FloatHead, temperature);
        foreach (SequenceGroup group in groups)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor ids, Tensor before, Tensor tokens) = group.Read(Model.Device);
            var pass = new ModelPass(Model, ids, KeepsAll);
            Tensor hidden = pass.Hidden.reshape(-1, Config.HiddenSize).index_select(0, before), dHidden;
            using (no_grad())
            {
                // Under LoRA the head is not learnt.
                Tensor? dWeight = Model.Adapter is null ? _gradients[Model.HeadName] : null;
                dHidden = head.Gradient(hidden.detach().to(float32), tokens, group.Offsets, gradient, group.Sequences, dWeight).to(Model.Type);
            }
            if (pass.Backward(hidden, dHidden) is { } dEmbedded) _gradients.AddRows(ModelTensors.Embedding, ids, dEmbedded);
            _gradients.Collect();
        }
    }

    /// <summary>What a step on so many tokens at once takes.</summary>
    public MemoryEstimate Estimate(long tokens) => MemoryEstimate.Of(Config, _settings with { Checkpointing = !KeepsAll }, ParameterCount, tokens);

    /// <inheritdoc/>
    public double Update(AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double norm = _optimizer.Step(options, _gradients);
        // Under LoRA the model is as it was, and so is its head in float32.
        Changed(ofModel: Model.Adapter is null);
        return norm;
    }

    /// <inheritdoc/>
    public void ClearGradient() => _gradients.Clear();

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Gradient() => [.. TorchTensors.Of(_parameters, name => _gradients[name])];

    /// <inheritdoc/>
    public TensorSource Weights()
    {
        Dictionary<string, Tensor> byName = _parameters.ToDictionary(x => x.Name, x => x.Value, StringComparer.Ordinal);
        return TorchTensors.Of(_parameters, name => byName[name], type: _parameters[0].Value.dtype, unchanged: Unchanged());
    }

    /// <inheritdoc/>
    public TensorSource OptimizerState() => _optimizer.View(Unchanged());

    /// <inheritdoc/>
    public void Load(TensorSource weights, TensorSource? optimizerState = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        // All are checked before the first is read: a bad tensor must not leave half of the weights replaced.
        IReadOnlyList<Parameter> parameters = Taken(weights);
        if (optimizerState is not null)
        {
            TensorCheck.Fit(_parameters, optimizerState, "m.");
            TensorCheck.Fit(_parameters, optimizerState, "v.");
        }
        _optimizer.Load(optimizerState);
        foreach (Parameter parameter in parameters) TorchModel.Read(weights, parameter.Name, parameter.Value);
        Changed();
    }

    /// <inheritdoc/>
    public virtual IPolicy Clone()
    {
        TorchPolicy copy = Empty(Config, _options, Origin);
        copy.Load(Weights());
        return copy;
    }

    /// <inheritdoc/>
    public virtual void SavePretrained(string directory) => SaveModel(directory, Weights());

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _gradients.Dispose();
        Model.Adapter?.Dispose();
        Model.Dispose();
    }

    /// <summary>Checks tensors to be loaded.</summary>
    /// <returns>What they are the values of.</returns>
    /// <exception cref="HicraException">A tensor is missing, too many, or of another shape.</exception>
    protected virtual IReadOnlyList<Parameter> Taken(TensorSource weights)
    {
        TensorCheck.Model(Model.Parameters, weights);
        return Model.Parameters;
    }

    /// <summary>Writes a model's folder.</summary>
    protected void SaveModel(string directory, TensorSource weights) => ModelFolder.Save(directory, Config, weights, Origin, Model.Type == bfloat16 ? "bfloat16" : "float32");

    // What is held already is not wanted again.
    private void CheckMemory(long tokens)
    {
        MemoryEstimate estimate = Estimate(tokens);
        if (Free() is long free && estimate.Wanted(_gradients.Held, _optimizer.Held) > free) throw estimate.TooLarge(free, _settings);
        _fits = true;
    }

    // PyTorch keeps what it took of a card between uses, and to the driver that is taken: what was free before the model was made is
    // believed too, less the model.
    private Func<long?> FreeBeside(ModelConfig config)
    {
        if (_settings.Device.type == DeviceType.CPU) return () => FreeMemory.Of(_settings.Device);
        long before = FreeMemory.Of(_settings.Device) ?? 0, model = config.ParameterCount * (_settings.Type == bfloat16 ? 2 : 4);
        return () => FreeMemory.Of(_settings.Device) is long now ? Math.Max(now, before - model) : null;
    }

    private void Changed(bool ofModel = true)
    {
        _version++;
        if (ofModel) Model.Changed();
        ClearGradient();
    }

    private Func<bool> Unchanged()
    {
        int version = _version;
        return () => version == _version;
    }
}
