namespace Hicra.Tensors;

/// <summary>Tensors of several sources under one roof.</summary>
public class JoinedTensors : TensorSource
{
    private readonly Dictionary<string, TensorSource> _home;

    /// <summary>All tensors of these sources, in their order.</summary>
    /// <param name="name">What errors call the whole.</param>
    /// <param name="sources">The sources.</param>
    /// <exception cref="HicraException">Two tensors have one name.</exception>
    public JoinedTensors(string name, params IReadOnlyList<TensorSource> sources)
        : this(name, [.. sources.SelectMany(source => source.Tensors.Select(tensor => (tensor, source)))]) { }

    /// <summary>Chosen tensors of several sources.</summary>
    /// <param name="name">What errors call the whole.</param>
    /// <param name="tensors">Each tensor, and the source that has it.</param>
    /// <exception cref="HicraException">Two tensors have one name.</exception>
    protected JoinedTensors(string name, IReadOnlyList<(TensorInfo Tensor, TensorSource Source)> tensors) : base(name, tensors.Select(x => x.Tensor)) =>
        _home = tensors.ToDictionary(x => x.Tensor.Name, x => x.Source, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _home[tensor.Name].Read(tensor.Name, first, values);
    }

    /// <inheritdoc/>
    protected override void ReadRaw(TensorInfo tensor, long first, Span<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _home[tensor.Name].ReadBytes(tensor.Name, first, bytes);
    }
}
