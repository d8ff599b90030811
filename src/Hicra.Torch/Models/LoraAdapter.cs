using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>The matrices of a LoRA, in float32 whatever the model's type is, under PEFT's names.</summary>
internal sealed class LoraAdapter : IDisposable
{
    /// <summary>What PEFT puts before a model's own names.</summary>
    public const string Prefix = "base_model.model.";

    private readonly Dictionary<string, (Tensor A, Tensor B)> _pairs = new(StringComparer.Ordinal);
    private readonly double _scale;

    /// <summary>Fresh matrices: A as PEFT begins it (uniform, within one over the root of the input's width), B zeros.</summary>
    public LoraAdapter(ModelConfig config, LoraOptions options, Device device)
    {
        (Options, _scale) = (options, options.Scale);
        CounterRandom random = CounterRandom.FromSeed(options.Seed).Derive("lora");
        var parameters = new List<Parameter>();
        foreach ((string name, long[] shape) in ModelTensors.Of(config))
        {
            if (!name.EndsWith(".weight", StringComparison.Ordinal) || !options.Targets.Any(target => name.EndsWith($".{target}.weight", StringComparison.Ordinal))) continue;
            string module = name[..^".weight".Length], first = $"{Prefix}{module}.lora_A.weight", second = $"{Prefix}{module}.lora_B.weight";
            CounterRandom stream = random.Derive(first);
            double bound = 1 / Math.Sqrt(shape[1]);
            float[] values = [.. Enumerable.Range(0, checked((int)(options.Rank * shape[1]))).Select(i => (float)((2 * stream.Uniform(i) - 1) * bound))];
            // Copied to where PyTorch would put it: an array of .NET's lies at any address, and products may round by the address.
            Tensor a = zeros([options.Rank, shape[1]], float32, device, requires_grad: true).DetachFromDisposeScope();
            using (no_grad())
            using (NewDisposeScope())
                a.copy_(tensor(values, [options.Rank, shape[1]], float32));
            Tensor b = zeros([shape[0], options.Rank], float32, device, requires_grad: true).DetachFromDisposeScope();
            _pairs.Add(module, (a, b));
            parameters.Add(new Parameter(first, a));
            parameters.Add(new Parameter(second, b));
        }
        Parameters = parameters;
    }

    /// <summary>Rank, factor and targets.</summary>
    public LoraOptions Options { get; }

    /// <summary>A and B of each target, in the order of the model.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is added to a module's output; null where it has no matrices.</summary>
    /// <param name="module">For example <c>model.layers.0.self_attn.q_proj</c>.</param>
    /// <param name="input">[..., columns] what the module reads.</param>
    public Tensor? Apply(string module, Tensor input) =>
        _pairs.TryGetValue(module, out (Tensor A, Tensor B) pair) ? nn.functional.linear(nn.functional.linear(input.to(float32), pair.A), pair.B).mul(_scale).to(input.dtype) : null;

    /// <summary>Adds to rows of a weight what belongs to them.</summary>
    /// <param name="name">The weight's name; one without matrices is left as it is.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">[rows, columns] in float32.</param>
    public void AddTo(string name, long firstRow, Tensor rows)
    {
        if (!name.EndsWith(".weight", StringComparison.Ordinal) || !_pairs.TryGetValue(name[..^".weight".Length], out (Tensor A, Tensor B) pair)) return;
        using DisposeScope scope = NewDisposeScope();
        rows.add_(mm(pair.B.detach().narrow(0, firstRow, rows.shape[0]), pair.A.detach()), _scale);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters) parameter.Value.Dispose();
    }
}
