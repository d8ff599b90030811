namespace Hicra.Tensors;

/// <summary>What is known of a tensor before its elements are read.</summary>
public sealed class TensorInfo
{
    /// <summary>Describes a tensor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">It would have more than 2^63 - 1 bytes.</exception>
    public TensorInfo(string name, TensorType type, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        (Name, Type, Shape, Count) = (name, type, [.. shape], 1);
        foreach (long size in Shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            Count = checked(Count * size);
        }
        Bytes = checked(Count * ElementBytes);
    }

    /// <summary>For example <c>model.layers.0.self_attn.q_proj.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the elements where they lie; they are handed out as float32 unless raw bytes are asked for.</summary>
    public TensorType Type { get; }

    /// <summary>Row-major shape; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementBytes => TensorTypes.SizeOf(Type);

    /// <summary>Bytes of all elements.</summary>
    public long Bytes { get; }

    /// <summary>Name, type and shape, as in <c>a.weight: F32 [2, 3]</c>.</summary>
    public override string ToString() => $"{Name}: {TensorTypes.NameOf(Type)} [{string.Join(", ", Shape)}]";
}
