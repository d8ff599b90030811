namespace Hicra.Tensors;

/// <summary>Tensors in memory.</summary>
public sealed class TensorList : TensorSource
{
    private readonly Dictionary<string, float[]> _values;

    /// <summary>These tensors; their arrays are used as they are and not copied.</summary>
    /// <exception cref="HicraException">Two tensors have one name.</exception>
    /// <exception cref="ArgumentException">A tensor has another number of elements than its shape says.</exception>
    public TensorList(IEnumerable<NamedTensor> tensors) : this([.. tensors]) { }

    private TensorList(NamedTensor[] tensors) : base("tensors in memory", tensors.Select(Info)) =>
        _values = tensors.ToDictionary(x => x.Name, x => x.Values, StringComparer.Ordinal);

    /// <summary>A copy of a source as it is now.</summary>
    public static TensorList Copy(TensorSource source) => new([.. source]);

    /// <inheritdoc/>
    protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _values[tensor.Name].AsSpan((int)first, values.Length).CopyTo(values);
    }

    private static TensorInfo Info(NamedTensor tensor)
    {
        var info = new TensorInfo(tensor.Name, TensorType.F32, [.. tensor.Shape.Select(size => (long)size)]);
        return info.Count == tensor.Values.Length ? info
            : throw new ArgumentException($"Tensor {tensor.Name} has {tensor.Values.Length} elements where its shape [{string.Join(", ", tensor.Shape)}] needs {info.Count}.", nameof(tensor));
    }
}
