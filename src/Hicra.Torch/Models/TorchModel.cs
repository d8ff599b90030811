using Hicra.Tensors;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>A Llama, Qwen 2 or Qwen 3 in float32 or bf16: its weights and the pass through its layers, up to the head.</summary>
internal sealed class TorchModel : IDisposable
{
    // Floats that are fetched at a time.
    private const int PieceLength = 1 << 20;

    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly Tensor _cosines, _sines;
    private Tensor? _floatHead;

    /// <summary>A model whose weights are yet to be set.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="device">Where its weights lie.</param>
    /// <param name="type">float32 or bfloat16.</param>
    /// <param name="learns">Whether gradients with respect to the weights are wanted.</param>
    public TorchModel(ModelConfig config, Device device, ScalarType type = ScalarType.Float32, bool learns = true)
    {
        (Config, Device, Type) = (config, device, type);
        Tensors = [.. ModelTensors.Of(config)];
        foreach ((string name, long[] shape) in Tensors) _weights.Add(name, zeros(shape, type, device, requires_grad: learns).DetachFromDisposeScope());
        Parameters = [.. Tensors.Select(x => new Parameter(x.Name, _weights[x.Name]))];
        (_cosines, _sines) = Rotations();
    }

    /// <summary>The shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device { get; }

    /// <summary>The type of the weights, and of what flows between layers.</summary>
    public ScalarType Type { get; }

    /// <summary>What is learnt beside the weights and added to what they compute; null for nothing.</summary>
    public LoraAdapter? Adapter { get; set; }

    /// <summary>Names and shapes of the weights.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Tensors { get; }

    /// <summary>The weights.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A weight.</summary>
    public Tensor this[string name] => _weights[name];

    /// <summary>[vocabulary, hidden] the head: the embedding where it is tied.</summary>
    public Tensor Head => _weights[HeadName];

    /// <summary>The name of the head's weight.</summary>
    public string HeadName => Config.TiedHead ? ModelTensors.Embedding : ModelTensors.Head;

    /// <summary>The head in float32, in which logits are computed whatever the type is; a copy is kept until the weights change.</summary>
    public Tensor FloatHead => Type == float32 ? Head.detach() : _floatHead ??= Head.detach().to(float32).DetachFromDisposeScope();

    /// <summary>Reads tensors that were checked, a piece at a time.</summary>
    public static void Read(TensorSource source, string name, Tensor into)
    {
        using IDisposable frozen = no_grad();
        long count = into.numel();
        var piece = new float[Math.Min(PieceLength, count)];
        for (long first = 0; first < count; first += piece.Length)
        {
            using DisposeScope scope = NewDisposeScope();
            int length = (int)Math.Min(piece.Length, count - first);
            source.Read(name, first, piece.AsSpan(0, length));
            into.view(-1).narrow(0, first, length).copy_(tensor(piece.AsSpan(0, length).ToArray(), float32));
        }
    }

    /// <summary>A run of a tensor's elements.</summary>
    public static void Write(Tensor from, long first, Span<float> values)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        from.detach().reshape(-1).narrow(0, first, values.Length).to(float32).cpu().data<float>().ToArray().CopyTo(values);
    }

    /// <summary>The hidden states before the head, for whole sequences or for what follows a cache.</summary>
    /// <param name="ids">[rows, time] token ids, int64.</param>
    /// <param name="cache">What was read before, and takes what is read now; null for whole sequences from position 0.</param>
    /// <returns>[rows, time, hidden].</returns>
    public Tensor Hidden(Tensor ids, KeyValueCache? cache)
    {
        Tensor stream = Embedded(ids);
        for (int i = 0; i < Config.Layers; i++) stream = Layer(i, stream, cache);
        return Normed(stream);
    }

    /// <summary>[rows, time, hidden] the embeddings of tokens.</summary>
    public Tensor Embedded(Tensor ids) => this[ModelTensors.Embedding].index_select(0, ids.reshape(-1)).view(ids.shape[0], ids.shape[1], Config.HiddenSize);

    /// <summary>[rows, time, hidden] the stream behind a layer.</summary>
    public Tensor Layer(int index, Tensor stream, KeyValueCache? cache)
    {
        long rows = stream.shape[0], time = stream.shape[1], heads = Config.Heads, keyHeads = Config.KeyValueHeads, size = Config.HeadSize;
        (Tensor cosines, Tensor sines) = cache is null ? (_cosines.narrow(0, 0, time), _sines.narrow(0, 0, time)) : (cache.Positions.Select(_cosines), cache.Positions.Select(_sines));
        string layer = ModelTensors.Layer(index), attention = layer + "self_attn.", feed = layer + "mlp.";
        Tensor normed = Normed(stream, this[layer + "input_layernorm.weight"]);
        Tensor queries = Linear(normed, attention + "q_proj").view(rows, time, heads, size);
        Tensor keys = Linear(normed, attention + "k_proj").view(rows, time, keyHeads, size);
        Tensor values = Linear(normed, attention + "v_proj").view(rows, time, keyHeads, size).transpose(1, 2);
        if (Config.QueryKeyNorms) (queries, keys) = (Normed(queries, this[attention + "q_norm.weight"]), Normed(keys, this[attention + "k_norm.weight"]));
        queries = Rotated(queries.transpose(1, 2), cosines, sines);
        keys = Rotated(keys.transpose(1, 2), cosines, sines);
        if (cache is not null) (keys, values) = cache.Append(index, keys, values);
        if (keyHeads != heads) (keys, values) = (keys.repeat_interleave(heads / keyHeads, 1), values.repeat_interleave(heads / keyHeads, 1));
        Tensor attended = cache is null
            ? nn.functional.scaled_dot_product_attention(queries, keys, values, is_casual: true)
            : nn.functional.scaled_dot_product_attention(queries, keys, values, cache.Mask);
        stream = stream + Linear(attended.transpose(1, 2).reshape(rows, time, heads * size), attention + "o_proj");
        normed = Normed(stream, this[layer + "post_attention_layernorm.weight"]);
        return stream + Linear(nn.functional.silu(Linear(normed, feed + "gate_proj")) * Linear(normed, feed + "up_proj"), feed + "down_proj");
    }

    /// <summary>[rows, time, hidden] the stream as the head reads it.</summary>
    public Tensor Normed(Tensor stream) => Normed(stream, this[ModelTensors.Norm]);

    /// <summary>[rows, vocabulary] the head's logits in float32.</summary>
    /// <param name="hidden">[rows, hidden].</param>
    public Tensor Logits(Tensor hidden) => mm(hidden.to(float32), FloatHead.t());

    /// <summary>Says that the weights have changed.</summary>
    public void Changed()
    {
        _floatHead?.Dispose();
        _floatHead = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor weight in _weights.Values) weight.Dispose();
        Changed();
        _cosines.Dispose();
        _sines.Dispose();
    }

    private Tensor Linear(Tensor input, string name)
    {
        Tensor output = nn.functional.linear(input, _weights[name + ".weight"], _weights.GetValueOrDefault(name + ".bias")!);
        return Adapter?.Apply(name, input) is { } learnt ? output + learnt : output;
    }

    // In float32: a mean square of bf16 would have two digits.
    private Tensor Normed(Tensor input, Tensor weight)
    {
        Tensor wide = input.to(float32);
        return (wide * (wide.square().mean([-1], keepdim: true) + Config.NormEpsilon).rsqrt() * weight.to(float32)).to(Type);
    }

    // Halves are rotated, as Hugging Face's checkpoints have them: (a, b) becomes (a cos - b sin, b cos + a sin).
    private Tensor Rotated(Tensor input, Tensor cosines, Tensor sines)
    {
        long half = input.shape[^1] / 2;
        Tensor first = input.narrow(-1, 0, half), second = input.narrow(-1, half, half);
        return cat([first * cosines - second * sines, second * cosines + first * sines], -1).to(Type);
    }

    private (Tensor Cosines, Tensor Sines) Rotations()
    {
        int half = Config.HeadSize / 2;
        var cosines = new float[(long)Config.MaxPositions * half];
        var sines = new float[cosines.Length];
        for (int i = 0; i < half; i++)
        {
            double frequency = Math.Pow(Config.RopeTheta, -2.0 * i / Config.HeadSize);
            if (Config.RopeScaling is { } scaling) frequency = scaling.Apply(frequency);
            for (int position = 0; position < Config.MaxPositions; position++)
                (sines[(long)position * half + i], cosines[(long)position * half + i]) = ((float)Math.Sin(position * frequency), (float)Math.Cos(position * frequency));
        }
        return (Table(cosines), Table(sines));

        Tensor Table(float[] values) => tensor(values, [Config.MaxPositions, half], float32, Device).DetachFromDisposeScope();
    }
}
