using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hicra;

/// <summary>
/// The safetensors format (Hugging Face): eight bytes with the header's length, a JSON header, then the tensors' bytes.
/// Reads floating-point and integer tensors as float32; writes F32.
/// </summary>
public static class Safetensors
{
    private const long LargestHeader = 100_000_000;

    /// <summary>Reads every tensor, in the order in which the data lie in the file.</summary>
    /// <exception cref="HicraException">The file is missing, truncated or not a safetensors file; the message names it and the defect.</exception>
    public static IReadOnlyList<NamedTensor> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new HicraException($"{path}: no such checkpoint file; give a folder with config.json and model.safetensors");
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 8) throw Corrupt(path, $"it has only {file.Length} bytes");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength > LargestHeader || (long)headerLength > file.Length - 8)
            throw Corrupt(path, "the header is cut off or its length is wrong");
        int dataStart = 8 + (int)headerLength;
        var tensors = new List<(long Start, NamedTensor Tensor)>();
        try
        {
            using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, (int)headerLength));
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__") continue;
                int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())];
                long begin = entry.Value.GetProperty("data_offsets")[0].GetInt64(), end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
                string type = entry.Value.GetProperty("dtype").GetString() ?? "";
                int size = type switch
                {
                    "F64" or "I64" => 8,
                    "F32" or "I32" => 4,
                    "F16" or "BF16" => 2,
                    "I8" => 1,
                    _ => throw Corrupt(path, $"tensor {entry.Name} has type {type}; F64, F32, F16, BF16, I64, I32 and I8 can be read"),
                };
                long count = shape.Aggregate(1L, (product, x) => x < 0 ? throw Corrupt(path, $"tensor {entry.Name} has a negative size") : checked(product * x));
                if (begin < 0 || end - begin != count * size) throw Corrupt(path, $"tensor {entry.Name} has {end - begin} bytes where its shape needs {count * size}");
                if (end > file.Length - dataStart) throw Corrupt(path, $"it ends inside tensor {entry.Name}");
                tensors.Add((begin, new NamedTensor(entry.Name, shape, Floats(file.AsSpan(dataStart + (int)begin, (int)(end - begin)), type))));
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw Corrupt(path, "its header is not a safetensors header");
        }
        return [.. tensors.OrderBy(x => x.Start).Select(x => x.Tensor)];
    }

    /// <summary>Writes tensors as F32. The file appears whole or not at all: it is written beside and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, written in this order.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = Header(tensors, metadata);
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (NamedTensor tensor in tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        });
    }

    private static byte[] Header(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
                if (key != "format") json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Values.Length * 4L);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The data begin at a multiple of eight, as the format's own writer has it.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static float[] Floats(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "F32" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        "F16" => Convert<ushort>(bytes, static x => (float)BitConverter.UInt16BitsToHalf(x)),
        "BF16" => Convert<ushort>(bytes, static x => BitConverter.UInt32BitsToSingle((uint)x << 16)),
        "F64" => Convert<double>(bytes, static x => (float)x),
        "I64" => Convert<long>(bytes, static x => x),
        "I32" => Convert<int>(bytes, static x => x),
        _ => Convert<sbyte>(bytes, static x => x),
    };

    private static float[] Convert<T>(ReadOnlySpan<byte> bytes, Func<T, float> convert) where T : struct
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        var values = new float[elements.Length];
        for (int i = 0; i < values.Length; i++) values[i] = convert(elements[i]);
        return values;
    }

    private static HicraException Corrupt(string path, string defect) =>
        new($"{path}: not a usable safetensors file: {defect}; use another checkpoint or write it again");
}
