using System.Numerics;
using System.Runtime.InteropServices;

namespace Hicra.Tensors;

/// <summary>Elements of any type as float32.</summary>
internal static class TensorConversion
{
    /// <summary>Converts elements; what float32 cannot hold is rounded.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="bytes">The elements, at an address where numbers of the type may lie.</param>
    /// <param name="values">One float an element.</param>
    public static void ToFloats(TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case TensorType.F64: Convert<double>(bytes, values); break;
            case TensorType.F32: bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case TensorType.F16: Convert<Half>(bytes, values); break;
            case TensorType.I64: Convert<long>(bytes, values); break;
            case TensorType.I32: Convert<int>(bytes, values); break;
            case TensorType.I16: Convert<short>(bytes, values); break;
            case TensorType.I8: Convert<sbyte>(bytes, values); break;
            case TensorType.U64: Convert<ulong>(bytes, values); break;
            case TensorType.U32: Convert<uint>(bytes, values); break;
            case TensorType.U16: Convert<ushort>(bytes, values); break;
            case TensorType.U8: Convert<byte>(bytes, values); break;
            case TensorType.Bool:
                for (int i = 0; i < values.Length; i++) values[i] = bytes[i] == 0 ? 0 : 1;
                break;
            case TensorType.BF16:
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> values) where T : struct, INumberBase<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = float.CreateTruncating(elements[i]);
    }
}
