using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Hicra.Tensors;

/// <summary>
/// The head of a safetensors file: eight bytes with its length, then JSON with type, shape and place of each tensor. It is held to
/// the rules of the format's own reader: the tensors follow each other without gap or overlap and fill the file.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header, in bytes; the format's own reader has the same bound.</summary>
    public const long Longest = 100_000_000;

    private const int LengthBytes = 8;

    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);

    private SafetensorsHeader() { }

    /// <summary>The tensors, in the order in which they lie in the file.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; private set; } = [];

    /// <summary>The strings of <c>__metadata__</c>.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a tensor's first byte lies in the file.</summary>
    public long StartOf(TensorInfo tensor) => _starts[tensor.Name];

    /// <summary>Reads and checks a file's header.</summary>
    /// <exception cref="HicraException">The file is truncated or not a safetensors file.</exception>
    public static SafetensorsHeader Read(string path, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        if (length < LengthBytes) throw Unusable(path, $"it has only {length} bytes");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        Fill(path, file, prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > Longest || (long)headerLength > length - LengthBytes) throw Unusable(path, "the header is cut off or its length is wrong");
        var json = new byte[headerLength];
        Fill(path, file, json, LengthBytes);
        long dataStart = LengthBytes + json.Length;
        var header = new SafetensorsHeader();
        try
        {
            header.Parse(path, json, dataStart, length - dataStart);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw Unusable(path, "its header is not a safetensors header");
        }
        return header;
    }

    /// <summary>The head of a file with these tensors one after the other: length and JSON.</summary>
    public static byte[] Format(IEnumerable<TensorInfo> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
                if (key != "format") json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (TensorInfo tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", TensorTypes.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset = checked(offset + tensor.Bytes));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The data begin at a multiple of eight, as the format's own writer has it.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        byte[] head = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(head, head.Length - LengthBytes);
        return head;
    }

    /// <summary>The error of a file that is no good; the defect may quote names from the file, which may hold anything.</summary>
    public static HicraException Unusable(string path, string defect) =>
        new($"{path}: not a usable safetensors file: {OneLine(defect)}; use another checkpoint or write it again");

    /// <summary>Text from a file without what would break a line or steer a terminal.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, (line, from) =>
    {
        for (int i = 0; i < line.Length; i++) line[i] = char.IsControl(from[i]) ? ' ' : from[i];
    });

    private void Parse(string path, byte[] json, long dataStart, long dataLength)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var found = new List<(long Begin, long End, TensorInfo Tensor)>();
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                foreach (JsonProperty item in entry.Value.EnumerateObject()) Metadata[item.Name] = item.Value.GetString() ?? "";
                continue;
            }
            string type = entry.Value.GetProperty("dtype").GetString() ?? "";
            if (TensorTypes.Find(type) is not { } known) throw Unusable(path, $"tensor {entry.Name} has type {type}; {string.Join(", ", TensorTypes.Names)} can be read");
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt64())];
            if (shape.Any(size => size < 0)) throw Unusable(path, $"tensor {entry.Name} has a negative size");
            var tensor = new TensorInfo(entry.Name, known, shape);
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
            if (begin < 0 || end < begin || end - begin != tensor.Bytes) throw Unusable(path, $"tensor {entry.Name} has bytes {begin} to {end} where its shape needs {tensor.Bytes}");
            if (end > dataLength) throw Unusable(path, $"it ends inside tensor {entry.Name}");
            if (!_starts.TryAdd(entry.Name, dataStart + begin)) throw Unusable(path, $"tensor {entry.Name} is there twice");
            found.Add((begin, end, tensor));
        }
        // A tensor without elements comes before the one that begins in the same place.
        Tensors = [.. found.OrderBy(x => x.Begin).ThenBy(x => x.End).Select(x => x.Tensor)];
        long next = dataStart;
        foreach (TensorInfo tensor in Tensors)
        {
            if (StartOf(tensor) != next) throw Unusable(path, $"tensor {tensor.Name} begins at byte {StartOf(tensor)} where {next} was expected");
            next += tensor.Bytes;
        }
        if (next != dataStart + dataLength) throw Unusable(path, $"{dataStart + dataLength - next} bytes follow after the last tensor");
    }

    private static void Fill(string path, SafeFileHandle file, Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(file, bytes, at);
            if (read == 0) throw Unusable(path, "the header is cut off");
            bytes = bytes[read..];
            at += read;
        }
    }
}
