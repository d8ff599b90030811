using System.Runtime.CompilerServices;
using System.Text;
using Hicra.Tensors;
using Hicra.Testing;

namespace Hicra.Tests.Tensors;

/// <summary>Files and tensors above 2 GB and above 2^31 elements, without the memory or the disk that they would fill.</summary>
public sealed class LargeTensorTests : IDisposable
{
    private const long Columns = 1024, Rows = 3L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SparseFact(8)]
    public void A_tensor_of_six_gigabytes_is_read_row_by_row_without_its_memory()
    {
        // 3 * 2^30 elements of bfloat16, then a tensor behind all of them.
        string path = _folder.File("model.safetensors");
        long big = Rows * Columns * 2;
        byte[] head = RawFile.Bytes($"{{{RawFile.Entry("big", "BF16", $"{Rows},{Columns}", 0, big)},{RawFile.Entry("last", "F32", "2", big, big + 8)}}}");
        long[] rows = [0, 1, (1L << 20) - 1, 1L << 20, (1L << 21) - 1, 1L << 21, Rows - 1];
        using (FileStream file = File.Create(path))
        {
            file.Write(head);
            file.SetLength(head.Length + big + 8);
            foreach (long row in rows)
            {
                file.Position = head.Length + (row * Columns + row % 1000) * 2;
                // The upper half of the float 1.5.
                file.Write([0xC0, 0x3F]);
            }
            file.Position = head.Length + big + 4;
            file.Write(BitConverter.GetBytes(42f));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using (SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path))
        {
            TensorInfo tensor = model.Find("big")!;
            Assert.Equal((Rows * Columns, big), (tensor.Count, tensor.Bytes));
            var values = new float[Columns];
            foreach (long row in rows)
            {
                model.Read("big", row * Columns, values);
                Assert.Equal(row % 1000, values.AsSpan().IndexOfAnyExcept(0f));
                Assert.Equal(1.5f, values.Max());
            }
            var raw = new byte[Columns * 2];
            model.ReadBytes("big", (Rows - 1) * Columns, raw);
            Assert.Equal(0x3F, raw[(int)((Rows - 1) % 1000) * 2 + 1]);
            Assert.Equal([0, 42], model.Read("last").Values);
            string message = Assert.Throws<HicraException>(() => model.Read("big")).Message;
            Assert.Contains("tensor big of shape [3145728, 1024] is larger than an array can be; read it in parts", message, StringComparison.Ordinal);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Writing_asks_for_pieces_and_counts_in_64_bits()
    {
        // A stream that counts: what would be 5 GB of disk is 5 GB of zeros that nobody keeps.
        var stream = new CountingStream();
        int largest = 0;
        var tensors = new LazyTensors("zeros", [new("big", TensorType.F32, [5L << 18, 1024]), new("last", TensorType.F32, [2])], (_, _, values) => largest = Math.Max(largest, values.Length));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Safetensors.Write(stream, tensors);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        long big = (5L << 28) * 4;
        Assert.Contains($"\"big\":{{\"dtype\":\"F32\",\"shape\":[1310720,1024],\"data_offsets\":[0,{big}]}},\"last\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[{big},{big + 8}]}}", Encoding.UTF8.GetString(stream.Begin.ToArray()), StringComparison.Ordinal);
        Assert.Equal(8 + BitConverter.ToInt64(stream.Begin.ToArray()) + big + 8, stream.Count);
        Assert.InRange(largest, 1, 1 << 20);
    }

    /// <summary>A fact that needs a file with holes; skipped where the disk could not hold it if the holes were filled.</summary>
    private sealed class SparseFactAttribute : FactAttribute
    {
        public SparseFactAttribute(int gigabytes, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
        {
            string folder = Path.GetTempPath();
            long free = new DriveInfo(folder).AvailableFreeSpace;
            if (free < gigabytes * 1_000_000_000L) Skip = $"needs {gigabytes} GB free in {folder}, where {free / 1_000_000_000} are";
        }
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public MemoryStream Begin { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Begin.Length < 1000) Begin.Write(buffer[..Math.Min(buffer.Length, 1000)]);
            Count += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
