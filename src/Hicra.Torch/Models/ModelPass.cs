using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>
/// A pass forward that waits for its gradient. Where its intermediate values would take much memory, only what goes into each
/// layer is kept, and the layer is computed again when its gradient is wanted (gradient checkpointing): the same bits, a third
/// more time.
/// </summary>
internal sealed class ModelPass
{
    // Intermediate values that are kept: 2 GiB as float32, 1 GiB as bfloat16.
    private const long MostKept = 1L << 29;

    private readonly TorchModel _model;
    private readonly Tensor _embedded;
    private readonly Tensor[] _inputs = [];
    private readonly Tensor _last;

    /// <summary>Goes forward. What it keeps belongs to the scope that is open.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">[rows, time] token ids, int64.</param>
    /// <param name="keep">Whether all intermediate values are kept; null where their size decides.</param>
    public ModelPass(TorchModel model, Tensor ids, bool? keep = null)
    {
        _model = model;
        // A leaf: its gradient goes to the rows of the embedding that were read, not through a matrix of the embedding's size.
        using (no_grad()) _embedded = model.Embedded(ids);
        if (model.Adapter is null) _embedded.requires_grad_();
        Keeps = keep ?? Kept(model.Config, ids.numel()) <= MostKept;
        if (Keeps)
        {
            _last = _embedded;
            for (int i = 0; i < model.Config.Layers; i++) _last = model.Layer(i, _last, null);
        }
        else
        {
            _inputs = new Tensor[model.Config.Layers + 1];
            _inputs[0] = _embedded.detach();
            using IDisposable frozen = no_grad();
            for (int i = 0; i < model.Config.Layers; i++)
            {
                using DisposeScope layer = NewDisposeScope();
                _inputs[i + 1] = model.Layer(i, _inputs[i], null).MoveToOuterDisposeScope();
            }
            _last = _inputs[^1].requires_grad_();
        }
        Hidden = model.Normed(_last);
    }

    /// <summary>Whether all intermediate values are kept.</summary>
    public bool Keeps { get; }

    /// <summary>[rows, time, hidden] what the head reads; its gradient ends at the last layer where the layers are computed again.</summary>
    public Tensor Hidden { get; }

    /// <summary>Adds the gradient with respect to the weights.</summary>
    /// <param name="hidden">Computed from <see cref="Hidden"/>.</param>
    /// <param name="dHidden">The loss gradient with respect to it.</param>
    /// <returns>[rows, time, hidden] the gradient with respect to the embeddings of the tokens; null where they are not learnt.</returns>
    public Tensor? Backward(Tensor hidden, Tensor dHidden)
    {
        hidden.backward([dHidden]);
        if (Keeps) return _embedded.grad;
        Tensor gradient = _last.grad!;
        for (int i = _model.Config.Layers - 1; i >= 0; i--)
        {
            using DisposeScope layer = NewDisposeScope();
            Tensor input = _inputs[i].detach().requires_grad_();
            _model.Layer(i, input, null).backward([gradient]);
            gradient = input.grad!.MoveToOuterDisposeScope();
        }
        return _embedded.requires_grad ? gradient : null;
    }

    /// <summary>Floats that are kept of so many tokens: all intermediate values, or what goes into each layer and those of one.</summary>
    public static long Kept(ModelConfig config, long tokens, bool? keep = null) =>
        keep ?? Kept(config, tokens) <= MostKept ? Kept(config, tokens) : tokens * config.HiddenSize * (config.Layers + 2L) + Kept(config, tokens) / config.Layers;

    // What autograd keeps of a token, in all layers: about so many vectors of each width.
    private static long Kept(ModelConfig config, long tokens) =>
        tokens * config.Layers * (10L * config.HiddenSize + 8L * config.Heads * config.HeadSize + 5L * config.IntermediateSize);
}
