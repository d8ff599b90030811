using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>A policy on PyTorch's library, in float32. Results are the same on one device with the same threads and batches.</summary>
internal sealed class TorchPolicy : IPolicy
{
    // Tokens of sequences that go through the model together, padding included.
    private const int TokenBudget = 8192;

    private readonly TorchModel _model;
    private readonly EngineOptions _options;
    private readonly Dictionary<string, Tensor> _gradients = new(StringComparer.Ordinal);
    private readonly AdamWState _optimizer;
    private int _version;

    private TorchPolicy(ModelConfig config, EngineOptions options)
    {
        (Config, _options) = (config.Validate("model configuration"), options);
        _model = new TorchModel(config, TorchDevice.Of(options));
        _optimizer = new AdamWState(_model);
        foreach ((string name, long[] shape) in _model.Tensors) _gradients.Add(name, zeros(shape, float32, _model.Device).DetachFromDisposeScope());
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Whether a pass keeps all intermediate values; null where their size decides, as it does unless a test says otherwise.</summary>
    public bool? KeepsAll { get; set; }

    /// <summary>Rows that are sampled in lockstep at most; no response depends on it.</summary>
    public int MostRows { get; set; } = 256;

    /// <inheritdoc/>
    public int VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public int MaxPositions => Config.MaxPositions;

    /// <inheritdoc/>
    public long ParameterCount => Config.ParameterCount;

    /// <summary>A model with fresh weights, the same as the embedded engine's.</summary>
    public static TorchPolicy Create(ModelConfig config, CounterRandom random, EngineOptions options)
    {
        var policy = new TorchPolicy(config, options);
        IEnumerable<TensorInfo> tensors = policy._model.Tensors.Select(x => new TensorInfo(x.Name, TensorType.F32, x.Shape));
        policy.Load(new LazyTensors("fresh weights", tensors, (tensor, first, values) =>
        {
            CounterRandom stream = random.Derive(tensor.Name);
            double? deviation = ModelTensors.Deviation(tensor.Name, [.. tensor.Shape], config.Layers);
            for (int i = 0; i < values.Length; i++) values[i] = deviation is double d ? (float)(d * stream.Normal(first + i).First) : 1f;
        }));
        return policy;
    }

    /// <summary>Loads a folder.</summary>
    public static TorchPolicy LoadPretrained(string directory, EngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new HicraException($"{directory}: no such folder; a base model is a folder with config.json and model.safetensors");
        ModelConfig config = ModelConfig.Read(Path.Combine(directory, "config.json"));
        using SafetensorsFolder model = SafetensorsFolder.Open(directory);
        var policy = new TorchPolicy(config, options);
        try
        {
            policy.Load(model);
            return policy;
        }
        catch (HicraException error)
        {
            policy.Dispose();
            if (error.Message.StartsWith(directory, StringComparison.Ordinal)) throw;
            throw new HicraException($"{model.Name}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default) => new TorchGenerator(_model, MostRows).Run(request, cancellation);

    /// <inheritdoc/>
    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int total = batch.ResponseOffsets[^1];
        if (logProbs.Length != total || entropies.Length != total) throw new ArgumentException($"The batch has {total} response tokens; the spans have {logProbs.Length} and {entropies.Length}.", nameof(logProbs));
        using IDisposable frozen = no_grad();
        foreach (SequenceGroup group in SequenceGroup.Of(batch, TokenBudget, Config))
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor ids, Tensor before, Tensor tokens) = group.Read(_model.Device);
            Tensor hidden = _model.Hidden(ids, null).reshape(-1, Config.HiddenSize).index_select(0, before);
            float[] scored = new float[group.Offsets[^1]], spread = new float[scored.Length];
            new ChunkedHead(_model.Head, temperature).Score(hidden, tokens, scored, spread);
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
        string[] names = [.. _model.Tensors.Select(x => x.Name)];
        string head = Config.TiedHead ? ModelTensors.Embedding : ModelTensors.Head;
        foreach (SequenceGroup group in SequenceGroup.Of(batch, TokenBudget, Config))
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor ids, Tensor before, Tensor tokens) = group.Read(_model.Device);
            var pass = new ModelPass(_model, ids, KeepsAll);
            Tensor hidden = pass.Hidden.reshape(-1, Config.HiddenSize).index_select(0, before), dHidden;
            using (no_grad())
            {
                dHidden = new ChunkedHead(_model.Head, temperature).Gradient(hidden.detach(), tokens, group.Offsets, gradient, group.Sequences, _gradients[head]);
            }
            pass.Backward(hidden, dHidden);
            using IDisposable frozen = no_grad();
            foreach (string name in names)
            {
                Tensor weight = _model[name];
                if (weight.grad is not { } part) continue;
                _gradients[name].add_(part);
                part.zero_();
            }
        }
    }

    /// <inheritdoc/>
    public double Update(AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double norm = _optimizer.Step(options, _gradients);
        _version++;
        ClearGradient();
        return norm;
    }

    /// <inheritdoc/>
    public void ClearGradient()
    {
        using IDisposable frozen = no_grad();
        // What an operation in place gives back is a handle of its own.
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor gradient in _gradients.Values) gradient.zero_();
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> Gradient() => [.. View(name => _gradients[name], "", () => true)];

    /// <inheritdoc/>
    public TensorSource Weights() => View(name => _model[name], "", Unchanged());

    /// <inheritdoc/>
    public TensorSource OptimizerState()
    {
        // The count of steps as two numbers that a float holds exactly.
        var steps = new TensorList([new NamedTensor("step", [2], [_optimizer.Steps / 1_000_000, _optimizer.Steps % 1_000_000])]);
        return new JoinedTensors("the optimiser's state", View(name => _optimizer.First(name), "m.", Unchanged()), View(name => _optimizer.Second(name), "v.", Unchanged()), steps);
    }

    /// <inheritdoc/>
    public void Load(TensorSource weights, TensorSource? optimizerState = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        // All are checked before the first is read: a bad tensor must not leave half of the weights replaced.
        _model.Check(weights);
        if (optimizerState is not null)
        {
            _model.Check(optimizerState, "m.");
            _model.Check(optimizerState, "v.");
        }
        _optimizer.Load(optimizerState);
        foreach ((string name, _) in _model.Tensors) TorchModel.Read(weights, name, _model[name]);
        _version++;
        ClearGradient();
    }

    /// <inheritdoc/>
    public IPolicy Clone()
    {
        var copy = new TorchPolicy(Config, _options);
        copy.Load(Weights());
        return copy;
    }

    /// <inheritdoc/>
    public void SavePretrained(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory.CreateDirectory(directory);
        Config.Write(Path.Combine(directory, "config.json"));
        SafetensorsFolder.Write(directory, Weights());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (Tensor gradient in _gradients.Values) gradient.Dispose();
        _model.Dispose();
    }

    private LazyTensors View(Func<string, Tensor> of, string prefix, Func<bool> unchanged) =>
        new("the policy", _model.Tensors.Select(x => new TensorInfo(prefix + x.Name, TensorType.F32, x.Shape)), (tensor, first, values) =>
        {
            if (!unchanged()) throw new InvalidOperationException("The policy was updated after this view of its tensors was made; take a new view, or copy the tensors before an update.");
            TorchModel.Write(of(tensor.Name[prefix.Length..]), first, values);
        });

    private Func<bool> Unchanged()
    {
        int version = _version;
        return () => version == _version;
    }
}
