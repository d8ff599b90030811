namespace Hicra.Tensors;

/// <summary>Fills a run of a tensor's elements.</summary>
/// <param name="tensor">The tensor.</param>
/// <param name="first">The first element, counted row by row.</param>
/// <param name="values">The elements; overwritten.</param>
public delegate void TensorReader(TensorInfo tensor, long first, Span<float> values);

/// <summary>Tensors of F32 whose elements are made when they are asked for, so that nothing is kept for them.</summary>
public sealed class LazyTensors : TensorSource
{
    private readonly TensorReader _read;

    /// <summary>Tensors that a function fills.</summary>
    /// <param name="name">What errors call the source.</param>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="read">Is asked for at least one element, and never for more than the tensor has.</param>
    public LazyTensors(string name, IEnumerable<TensorInfo> tensors, TensorReader read) : base(name, tensors)
    {
        ArgumentNullException.ThrowIfNull(read);
        _read = read;
    }

    /// <inheritdoc/>
    protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values) => _read(tensor, first, values);
}
