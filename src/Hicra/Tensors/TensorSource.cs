using System.Collections;
using System.Runtime.InteropServices;

namespace Hicra.Tensors;

/// <summary>
/// Named tensors that are handed out one at a time, whole or in parts: a checkpoint's files, or the weights of a policy. Names
/// and shapes are known at once; no element is read before it is asked for, and tensors may be larger than an array can be.
/// </summary>
public abstract class TensorSource : IEnumerable<NamedTensor>
{
    private readonly Dictionary<string, TensorInfo> _byName = new(StringComparer.Ordinal);

    /// <summary>A source of these tensors.</summary>
    /// <param name="name">What errors call it, for example a file's path.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <exception cref="HicraException">Two tensors have one name.</exception>
    protected TensorSource(string name, IEnumerable<TensorInfo> tensors)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensors);
        (Name, Tensors) = (name, [.. tensors]);
        foreach (TensorInfo tensor in Tensors)
            if (!_byName.TryAdd(tensor.Name, tensor)) throw new HicraException($"{name}: tensor {tensor.Name} is there twice; leave one of them out");
    }

    /// <summary>What errors call the source, for example a file's path.</summary>
    public string Name { get; }

    /// <summary>The tensors, in the source's order.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The tensor of a name; null where there is none.</summary>
    public TensorInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a run of elements as float32. May be called by several threads.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="first">The first element, counted row by row; of a matrix, <c>row * columns</c>.</param>
    /// <param name="values">As many elements as are to be read; overwritten.</param>
    /// <exception cref="HicraException">There is no such tensor, or its file was cut off.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has fewer elements.</exception>
    public void Read(string name, long first, Span<float> values)
    {
        TensorInfo tensor = Run(name, first, values.Length);
        if (values.Length > 0) ReadFloats(tensor, first, values);
    }

    /// <summary>Reads a run of elements as the bytes that they are, for an engine that takes their type as it is.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="first">The first element, counted row by row.</param>
    /// <param name="bytes">Whole elements of the tensor's <see cref="TensorInfo.Type"/>, little-endian; overwritten.</param>
    /// <inheritdoc cref="Read(string, long, Span{float})"/>
    /// <exception cref="ArgumentException">The bytes are no whole elements.</exception>
    public void ReadBytes(string name, long first, Span<byte> bytes)
    {
        int size = Get(name).ElementBytes;
        if (bytes.Length % size != 0) throw new ArgumentException($"{bytes.Length} bytes are no whole elements of {size} bytes.", nameof(bytes));
        TensorInfo tensor = Run(name, first, bytes.Length / size);
        if (bytes.Length > 0) ReadRaw(tensor, first, bytes);
    }

    /// <summary>Reads one tensor into memory.</summary>
    /// <exception cref="HicraException">There is no such tensor, or it is larger than an array can be.</exception>
    public NamedTensor Read(string name)
    {
        TensorInfo tensor = Get(name);
        if (tensor.Count > Array.MaxLength || tensor.Shape.Any(size => size > int.MaxValue))
            throw new HicraException($"{Name}: tensor {name} of shape [{string.Join(", ", tensor.Shape)}] is larger than an array can be; read it in parts");
        var values = new float[tensor.Count];
        Read(name, 0, values);
        return new NamedTensor(name, [.. tensor.Shape.Select(size => (int)size)], values);
    }

    /// <summary>Each tensor in its turn; it is read when it is reached, and not kept.</summary>
    public IEnumerator<NamedTensor> GetEnumerator()
    {
        foreach (TensorInfo tensor in Tensors) yield return Read(tensor.Name);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads elements as float32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="first">The first element.</param>
    /// <param name="values">At least one element, and no more than the tensor has from there.</param>
    protected abstract void ReadFloats(TensorInfo tensor, long first, Span<float> values);

    /// <summary>Reads elements as bytes. To be overridden by sources that have another type than F32.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="first">The first element.</param>
    /// <param name="bytes">At least one element, and no more than the tensor has from there.</param>
    protected virtual void ReadRaw(TensorInfo tensor, long first, Span<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Type != TensorType.F32) throw new NotSupportedException($"{GetType().Name} hands out {tensor.Type} and must override {nameof(ReadRaw)}.");
        // The caller's bytes need not lie where floats may.
        Span<float> some = stackalloc float[1024];
        while (bytes.Length > 0)
        {
            Span<float> values = some[..Math.Min(some.Length, bytes.Length / sizeof(float))];
            ReadFloats(tensor, first, values);
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            bytes = bytes[(values.Length * sizeof(float))..];
            first += values.Length;
        }
    }

    private TensorInfo Get(string name) => Find(name) ?? throw new HicraException($"{Name}: there is no tensor {name} in it; use a checkpoint that has one");

    private TensorInfo Run(string name, long first, int count)
    {
        TensorInfo tensor = Get(name);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, tensor.Count - count);
        return tensor;
    }
}
