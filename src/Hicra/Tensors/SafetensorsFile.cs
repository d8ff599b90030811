using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hicra.Tensors;

/// <summary>
/// A safetensors file (Hugging Face), mapped into memory piece by piece as tensors are asked for, so that neither the file's
/// size nor a tensor's counts for the memory of the process. Offsets are of 64 bits.
/// </summary>
/// <remarks>
/// On Linux the file may be deleted or replaced by another while it is open; what is open stays. It must not be cut while it is
/// read: that is noticed before each piece, and within a piece it would end the process, as with every mapped file.
/// </remarks>
public sealed class SafetensorsFile : TensorSource, IDisposable
{
    // Small enough to count little among the process's pages, large enough that mapping costs nothing against reading.
    private const int WindowBytes = 1 << 24;

    private readonly SafetensorsHeader _header;
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _map;

    private SafetensorsFile(string path, SafetensorsHeader header, SafeFileHandle file) : base(path, header.Tensors)
    {
        (_header, _file) = (header, file);
        _map = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
    }

    /// <summary>The strings of the header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header; no tensor is read yet.</summary>
    /// <exception cref="HicraException">The file is missing, truncated or not a safetensors file; the message names it and the defect.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian) throw new HicraException($"{path}: safetensors files are little-endian and this machine is not; use one with x64 or arm64");
        if (!File.Exists(path)) throw new HicraException($"{path}: no such checkpoint file; give a folder with config.json and model.safetensors");
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new SafetensorsFile(path, SafetensorsHeader.Read(path, file), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _map.Dispose();

    /// <inheritdoc/>
    protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int size = tensor.ElementBytes, most = WindowBytes / size;
        // A tensor may begin at any byte, so its elements are copied to where numbers may lie before they are taken for numbers.
        Span<ulong> scratch = stackalloc ulong[1024];
        Span<byte> aligned = MemoryMarshal.AsBytes(scratch);
        for (long done = 0; done < values.Length; done += most)
        {
            Span<float> some = values.Slice((int)done, (int)Math.Min(most, values.Length - done));
            using MemoryMappedViewAccessor window = Map(tensor, first + done, some.Length * size);
            if (tensor.Type == TensorType.F32)
            {
                Copy(window, 0, MemoryMarshal.AsBytes(some));
                continue;
            }
            for (int at = 0; at < some.Length; at += aligned.Length / size)
            {
                Span<float> few = some.Slice(at, Math.Min(aligned.Length / size, some.Length - at));
                Span<byte> bytes = aligned[..(few.Length * size)];
                Copy(window, (long)at * size, bytes);
                TensorConversion.ToFloats(tensor.Type, bytes, few);
            }
        }
    }

    /// <inheritdoc/>
    protected override void ReadRaw(TensorInfo tensor, long first, Span<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        for (long done = 0; done < bytes.Length; done += WindowBytes)
        {
            Span<byte> some = bytes.Slice((int)done, (int)Math.Min(WindowBytes, bytes.Length - done));
            using MemoryMappedViewAccessor window = Map(tensor, first + done / tensor.ElementBytes, some.Length);
            Copy(window, 0, some);
        }
    }

    private MemoryMappedViewAccessor Map(TensorInfo tensor, long first, int bytes)
    {
        long at = _header.StartOf(tensor) + first * tensor.ElementBytes;
        // Pages behind the end of a file that was cut cannot be touched.
        if (RandomAccess.GetLength(_file) < at + bytes) throw SafetensorsHeader.Unusable(Name, $"it was cut off inside tensor {tensor.Name} while it was open");
        return _map.CreateViewAccessor(at, bytes, MemoryMappedFileAccess.Read);
    }

    private static void Copy(MemoryMappedViewAccessor window, long at, Span<byte> bytes) =>
        window.SafeMemoryMappedViewHandle.ReadSpan((ulong)(window.PointerOffset + at), bytes);
}
