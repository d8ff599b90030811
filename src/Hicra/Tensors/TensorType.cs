namespace Hicra.Tensors;

/// <summary>The types of a safetensors file's elements, little-endian.</summary>
public enum TensorType
{
    /// <summary>Float of 64 bits.</summary>
    F64,

    /// <summary>Float of 32 bits.</summary>
    F32,

    /// <summary>Float of 16 bits (IEEE).</summary>
    F16,

    /// <summary>The upper half of a float of 32 bits.</summary>
    BF16,

    /// <summary>Integer of 64 bits.</summary>
    I64,

    /// <summary>Integer of 32 bits.</summary>
    I32,

    /// <summary>Integer of 16 bits.</summary>
    I16,

    /// <summary>Integer of 8 bits.</summary>
    I8,

    /// <summary>Unsigned integer of 64 bits.</summary>
    U64,

    /// <summary>Unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>Unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>Unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>A byte, 0 for false.</summary>
    Bool,
}

/// <summary>Names and sizes of the types.</summary>
internal static class TensorTypes
{
    private static readonly Dictionary<string, TensorType> ByName = Enum.GetValues<TensorType>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The names that the format knows and this reader too.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The type of a header's <c>dtype</c>; null for one that cannot be read.</summary>
    public static TensorType? Find(string name) => ByName.TryGetValue(name, out TensorType type) ? type : null;

    /// <summary>The type as a header's <c>dtype</c>.</summary>
    public static string NameOf(TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    /// <summary>Bytes of an element.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };
}
