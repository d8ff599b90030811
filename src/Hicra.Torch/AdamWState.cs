using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>
/// AdamW as the embedded engine has it: decoupled decay, then the step with bias-corrected moments; the gradient's norm is bounded
/// first. Moments are float32, and weights of another type have masters in float32, from which they are rounded after each step.
/// </summary>
/// <param name="parameters">What is learnt.</param>
/// <param name="offload">Whether moments and masters lie in the machine's memory, and visit the device for the step, a tensor at a time.</param>
internal sealed class AdamWState(IReadOnlyList<Parameter> parameters, bool offload) : IDisposable
{
    private readonly Dictionary<string, Tensor> _first = new(StringComparer.Ordinal), _second = new(StringComparer.Ordinal), _masters = new(StringComparer.Ordinal);
    private readonly Parameter[] _rounded = [.. parameters.Where(x => x.Value.dtype != float32)];

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether moments are held yet.</summary>
    public bool Held => _first.Count > 0;

    /// <summary>One step.</summary>
    /// <returns>The gradient's L2 norm before it was bounded.</returns>
    public double Step(AdamWOptions options, GradientSums gradients)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double norm = Math.Sqrt(parameters.Sum(x => SquaredNorm(gradients[x.Name])));
        // PyTorch's clip_grad_norm_ has the same small number in the denominator.
        double scale = Math.Min(1, options.MaxGradientNorm / (norm + 1e-6));
        Steps++;
        double size = options.LearningRate / (1 - Math.Pow(options.Beta1, Steps)), correction = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Steps));
        foreach (Parameter parameter in parameters)
        {
            using DisposeScope inner = NewDisposeScope();
            bool rounded = parameter.Value.dtype != float32;
            Tensor keptFirst = Moment(_first, parameter), keptSecond = Moment(_second, parameter), kept = rounded ? Master(parameter) : parameter.Value;
            Tensor gradient = gradients[parameter.Name] * scale, first = Visiting(keptFirst, parameter), second = Visiting(keptSecond, parameter), weight = rounded ? Visiting(kept, parameter) : kept;
            first.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
            second.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
            weight.mul_(1 - options.LearningRate * options.WeightDecay).addcdiv_(first, second.sqrt().mul_(correction).add_(options.Epsilon), -size);
            if (rounded) parameter.Value.copy_(weight);
            if (!offload) continue;
            keptFirst.copy_(first);
            keptSecond.copy_(second);
            if (rounded) kept.copy_(weight);
        }
        return norm;
    }

    /// <summary>First and second moments under <c>m.</c> and <c>v.</c>, masters under <c>w.</c>, and the count of steps.</summary>
    /// <param name="unchanged">Whether they are still those of now.</param>
    public TensorSource View(Func<bool> unchanged)
    {
        // The count of steps as two numbers that a float holds exactly.
        var steps = new TensorList([new NamedTensor("step", [2], [Steps / 1_000_000, Steps % 1_000_000])]);
        Dictionary<string, Parameter> byName = parameters.ToDictionary(x => x.Name, StringComparer.Ordinal);
        List<TensorSource> sources =
        [
            TorchTensors.Of(parameters, name => Moment(_first, byName[name]), "m.", unchanged: unchanged),
            TorchTensors.Of(parameters, name => Moment(_second, byName[name]), "v.", unchanged: unchanged),
        ];
        if (_rounded.Length > 0) sources.Add(TorchTensors.Of(_rounded, name => Master(byName[name]), "w.", unchanged: unchanged));
        return new JoinedTensors("the optimiser's state", [.. sources, steps]);
    }

    /// <summary>Replaces moments, masters and steps by those of a state that was checked; without one they begin anew.</summary>
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
        // A state of a float32 run has no masters; they are made of the weights.
        Release(_masters);
        foreach (Parameter parameter in parameters)
        {
            TorchModel.Read(state, "m." + parameter.Name, Moment(_first, parameter));
            TorchModel.Read(state, "v." + parameter.Name, Moment(_second, parameter));
        }
        foreach (Parameter parameter in _rounded)
            if (state.Find("w." + parameter.Name) is { } tensor && tensor.Shape.SequenceEqual(parameter.Shape)) TorchModel.Read(state, tensor.Name, Master(parameter));
        Steps = (long)steps[0] * 1_000_000 + (long)steps[1];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Dictionary<string, Tensor> tensors in new[] { _first, _second, _masters }) Release(tensors);
    }

    // In pieces: doubles of a large embedding would take four times its memory.
    private static double SquaredNorm(Tensor gradient)
    {
        const long Piece = 1 << 22;
        double sum = 0;
        for (long first = 0, count = gradient.numel(); first < count; first += Piece)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor piece = gradient.view(-1).narrow(0, first, Math.Min(Piece, count - first)).to(float64);
            sum += piece.mul_(piece).sum().item<double>();
        }
        return sum;
    }

    private static void Release(Dictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values) tensor.Dispose();
        tensors.Clear();
    }

    // A copy on the device where the state lies elsewhere, also where the device is the machine itself: one way, which tests go.
    private Tensor Visiting(Tensor kept, Parameter parameter) => offload ? kept.to(parameter.Value.device, copy: true) : kept;

    private Tensor Moment(Dictionary<string, Tensor> moments, Parameter parameter)
    {
        if (!moments.TryGetValue(parameter.Name, out Tensor? moment)) moments[parameter.Name] = moment = zeros(parameter.Shape, float32, Place(parameter)).DetachFromDisposeScope();
        return moment;
    }

    private Tensor Master(Parameter parameter)
    {
        if (!_masters.TryGetValue(parameter.Name, out Tensor? master)) _masters[parameter.Name] = master = parameter.Value.detach().to(float32, Place(parameter)).DetachFromDisposeScope();
        return master;
    }

    private Device Place(Parameter parameter) => offload ? CPU : parameter.Value.device;
}
