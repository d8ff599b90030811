using Hicra.Torch.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>
/// The gradient that passes add up, in float32. Where a parameter is float32, autograd adds to the sum itself; otherwise what a
/// pass gives is added and cleared. Nothing is held before the first pass, so that who only reads or samples has none.
/// </summary>
internal sealed class GradientSums(IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly Dictionary<string, Tensor> _sums = new(StringComparer.Ordinal);

    /// <summary>The sum of a parameter.</summary>
    public Tensor this[string name]
    {
        get
        {
            Begin();
            return _sums[name];
        }
    }

    /// <summary>Whether the sums are held.</summary>
    public bool Held => _sums.Count > 0;

    /// <summary>Makes ready for a pass.</summary>
    public void Begin()
    {
        if (Held) return;
        foreach (Parameter parameter in parameters)
        {
            Tensor sum = zeros(parameter.Shape, float32, parameter.Value.device).DetachFromDisposeScope();
            _sums.Add(parameter.Name, sum);
            if (parameter.Value.dtype == float32) parameter.Value.grad = sum;
        }
    }

    /// <summary>Adds to the rows of a matrix that were read, each as often as it was.</summary>
    /// <param name="name">The matrix.</param>
    /// <param name="rows">[any] numbers of rows, int64.</param>
    /// <param name="gradient">[any, columns].</param>
    public void AddRows(string name, Tensor rows, Tensor gradient)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor sum, Tensor index, Tensor parts) = (_sums[name], rows.reshape(-1), gradient.reshape(-1, gradient.shape[^1]).to(float32));
        // In an order that does not change: on a card index_add_ adds as threads come, and on the CPU index_put_ does.
        if (sum.device.type == DeviceType.CPU) sum.index_add_(0, index, parts, 1);
        else sum.index_put_(parts, [TensorIndex.Tensor(index)], accumulate: true);
    }

    /// <summary>Adds what a pass gave.</summary>
    public void Collect()
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Value.dtype == float32 || parameter.Value.grad is not { } part) continue;
            _sums[parameter.Name].add_(part);
            part.zero_();
        }
    }

    /// <summary>Sets the sums to zero.</summary>
    public void Clear()
    {
        using IDisposable frozen = no_grad();
        // What an operation in place gives back is a handle of its own.
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor sum in _sums.Values) sum.zero_();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor sum in _sums.Values) sum.Dispose();
        _sums.Clear();
    }
}
