using System.Runtime.InteropServices;

namespace Hicra.Tensors;

/// <summary>
/// The safetensors format (Hugging Face): eight bytes with the header's length, a JSON header, then the tensors' bytes.
/// <see cref="SafetensorsFile"/> reads such a file tensor by tensor, <see cref="SafetensorsFolder"/> a model in one file or in shards.
/// </summary>
public static class Safetensors
{
    // Elements are fetched and written in pieces of so many bytes; a multiple of every element's size.
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads every tensor of a small file into memory, in the order in which the data lie in it.</summary>
    /// <exception cref="HicraException">The file is missing, truncated or not a safetensors file; the message names it and the defect.</exception>
    public static IReadOnlyList<NamedTensor> Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return [.. file];
    }

    /// <summary>Writes tensors in memory as F32. The file appears whole or not at all: it is written beside and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, written in this order.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, new TensorList(tensors), metadata);

    /// <summary>
    /// Writes a file tensor by tensor, each asked for in pieces when its turn comes. The file appears whole or not at all: it is
    /// written beside and then renamed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, written in their order.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    /// <param name="keepTypes">Each tensor in the type that it has; otherwise F32.</param>
    /// <exception cref="HicraException">A tensor cannot be read.</exception>
    public static void Write(string path, TensorSource tensors, IReadOnlyDictionary<string, string>? metadata = null, bool keepTypes = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        WholeFile.Write(path, stream => Write(stream, tensors, metadata, keepTypes));
    }

    /// <summary>Writes the bytes of a file tensor by tensor.</summary>
    /// <param name="stream">Takes them; need not be able to seek.</param>
    /// <param name="tensors">The tensors, written in their order.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    /// <param name="keepTypes">Each tensor in the type that it has; otherwise F32.</param>
    /// <exception cref="HicraException">A tensor cannot be read.</exception>
    public static void Write(Stream stream, TensorSource tensors, IReadOnlyDictionary<string, string>? metadata = null, bool keepTypes = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Write(stream, tensors, tensors.Tensors, metadata, keepTypes);
    }

    /// <summary>Writes some of a source's tensors.</summary>
    internal static void Write(Stream stream, TensorSource tensors, IReadOnlyList<TensorInfo> some, IReadOnlyDictionary<string, string>? metadata, bool keepTypes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TensorInfo[] written = [.. some.Select(tensor => Written(tensor, keepTypes))];
        stream.Write(SafetensorsHeader.Format(written, metadata));
        // Floats, so that what is read as numbers lies where numbers may.
        var values = new float[(int)Math.Min(PieceBytes, written.Select(tensor => tensor.Bytes).DefaultIfEmpty().Max() + sizeof(float)) / sizeof(float)];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        foreach (TensorInfo tensor in written)
        {
            int most = bytes.Length / tensor.ElementBytes;
            for (long first = 0; first < tensor.Count; first += most)
            {
                int count = (int)Math.Min(most, tensor.Count - first);
                if (tensor.Type == TensorType.F32) tensors.Read(tensor.Name, first, values.AsSpan(0, count));
                else tensors.ReadBytes(tensor.Name, first, bytes[..(count * tensor.ElementBytes)]);
                stream.Write(bytes[..(count * tensor.ElementBytes)]);
            }
        }
    }

    /// <summary>A tensor as it is written.</summary>
    internal static TensorInfo Written(TensorInfo tensor, bool keepTypes) =>
        keepTypes || tensor.Type == TensorType.F32 ? tensor : new TensorInfo(tensor.Name, TensorType.F32, tensor.Shape);
}
