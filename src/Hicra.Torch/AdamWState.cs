using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>AdamW as the embedded engine has it: decoupled decay, then the step with bias-corrected moments; the gradient's norm is bounded first.</summary>
internal sealed class AdamWState(TorchModel model) : IDisposable
{
    private readonly Dictionary<string, Tensor> _first = new(StringComparer.Ordinal), _second = new(StringComparer.Ordinal);

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The first moment of a weight.</summary>
    public Tensor First(string name) => Of(_first, name);

    /// <summary>The second moment of a weight.</summary>
    public Tensor Second(string name) => Of(_second, name);

    /// <summary>One step.</summary>
    /// <returns>The gradient's L2 norm before it was bounded.</returns>
    public double Step(AdamWOptions options, IReadOnlyDictionary<string, Tensor> gradients)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double norm = Math.Sqrt(gradients.Values.Sum(x => x.to(float64).square().sum().item<double>()));
        // PyTorch's clip_grad_norm_ has the same small number in the denominator.
        double scale = Math.Min(1, options.MaxGradientNorm / (norm + 1e-6));
        Steps++;
        double size = options.LearningRate / (1 - Math.Pow(options.Beta1, Steps)), correction = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Steps));
        foreach ((string name, _) in model.Tensors)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor weight = model[name], gradient = gradients[name] * scale, first = First(name), second = Second(name);
            first.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
            second.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
            weight.mul_(1 - options.LearningRate * options.WeightDecay).addcdiv_(first, second.sqrt().mul_(correction).add_(options.Epsilon), -size);
        }
        return norm;
    }

    /// <summary>Replaces moments and steps by those of a state that was checked; without one they become zero.</summary>
    /// <exception cref="HicraException">The state has no step count; nothing is replaced then.</exception>
    public void Load(TensorSource? state)
    {
        if (state is null)
        {
            Dispose();
            Steps = 0;
            return;
        }
        if (state.Find("step") is not { Count: 2 }) throw new HicraException("the optimiser's state has no step count; use another checkpoint");
        float[] steps = state.Read("step").Values;
        foreach ((string name, _) in model.Tensors)
        {
            TorchModel.Read(Renamed(state, "m."), name, First(name));
            TorchModel.Read(Renamed(state, "v."), name, Second(name));
        }
        Steps = (long)steps[0] * 1_000_000 + (long)steps[1];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor moment in _first.Values.Concat(_second.Values)) moment.Dispose();
        _first.Clear();
        _second.Clear();
    }

    private LazyTensors Renamed(TensorSource state, string prefix) =>
        new(state.Name, model.Tensors.Select(x => new TensorInfo(x.Name, TensorType.F32, x.Shape)), (tensor, first, values) => state.Read(prefix + tensor.Name, first, values));

    private Tensor Of(Dictionary<string, Tensor> moments, string name)
    {
        if (!moments.TryGetValue(name, out Tensor? moment)) moments[name] = moment = zeros(model[name].shape, float32, model.Device).DetachFromDisposeScope();
        return moment;
    }
}
