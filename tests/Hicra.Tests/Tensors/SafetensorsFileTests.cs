using System.Buffers.Binary;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Tensors;

/// <summary>Tensors read one at a time, whole and in parts, from a file that is mapped and not loaded.</summary>
public sealed class SafetensorsFileTests : IDisposable
{
    private static readonly (string Name, TensorType Type, int Size)[] Types =
    [
        ("F64", TensorType.F64, 8), ("F32", TensorType.F32, 4), ("F16", TensorType.F16, 2), ("BF16", TensorType.BF16, 2), ("I64", TensorType.I64, 8), ("I32", TensorType.I32, 4),
        ("I16", TensorType.I16, 2), ("I8", TensorType.I8, 1), ("U64", TensorType.U64, 8), ("U32", TensorType.U32, 4), ("U16", TensorType.U16, 2), ("U8", TensorType.U8, 1), ("BOOL", TensorType.Bool, 1),
    ];

    private readonly TemporaryFolder _folder = new();

    private string Path_ => _folder.File("x.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_and_shape_at_any_offset_is_read_whole_and_in_parts() => Dice.Check(dice =>
    {
        // A tensor of single bytes moves those behind it to addresses where their numbers may not lie.
        var tensors = new List<(string Name, string TypeName, TensorType Type, int Size, int[] Shape)> { ("pad", "U8", TensorType.U8, 1, [dice.Below(9)]) };
        for (int i = dice.Below(5); i >= 0; i--)
        {
            (string name, TensorType type, int size) = dice.Pick(Types);
            tensors.Add(($"t{i}", name, type, size, [.. Enumerable.Range(0, dice.Below(4)).Select(_ => dice.Below(i == 0 ? 40 : 7))]));
        }
        int at = 0;
        var entries = new List<string>();
        var places = new List<(int Begin, int Count)>();
        foreach (var t in tensors)
        {
            int count = t.Shape.Aggregate(1, (n, x) => n * x);
            entries.Add(RawFile.Entry(t.Name, t.TypeName, string.Join(",", t.Shape), at, at + count * t.Size));
            places.Add((at, count));
            at += count * t.Size;
        }
        byte[] data = [.. Enumerable.Range(0, at).Select(_ => (byte)dice.Below(256))];
        File.WriteAllBytes(Path_, RawFile.Bytes($"{{{string.Join(",", entries)}{new string(' ', dice.Below(8))}}}", data));

        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        Assert.Equal(tensors.Count, file.Tensors.Count);
        for (int i = 0; i < tensors.Count; i++)
        {
            (string name, _, TensorType type, int size, int[] shape) = tensors[i];
            (int begin, int count) = places[i];
            byte[] raw = data[begin..(begin + count * size)];
            float[] expected = [.. Enumerable.Range(0, count).Select(e => Number(type, raw.AsSpan(e * size, size)))];
            TensorInfo info = file.Find(name)!;
            Assert.Equal((type, count, raw.Length), (info.Type, info.Count, info.Bytes));
            NamedTensor whole = file.Read(name);
            Assert.Equal(shape, whole.Shape);
            Assert.Equal(Bits(expected), Bits(whole.Values));
            int first = dice.Below(count + 1), length = dice.Below(count - first + 1);
            var part = new float[length];
            file.Read(name, first, part);
            Assert.Equal(Bits(expected[first..(first + length)]), Bits(part));
            // At an odd address, as a caller may have it.
            var bytes = new byte[1 + length * size];
            file.ReadBytes(name, first, bytes.AsSpan(1));
            Assert.Equal(raw[(first * size)..((first + length) * size)], bytes[1..]);
        }
    }, times: 200);

    [Theory]
    [InlineData("F32", 4)]
    [InlineData("BF16", 2)]
    [InlineData("I64", 8)]
    public void Tensors_larger_than_what_is_mapped_at_once_are_read_across_the_seams(string type, int size)
    {
        int count = (1 << 25) / size + 3;
        var data = new byte[1 + count * size];
        Random random = new(1);
        random.NextBytes(data);
        File.WriteAllBytes(Path_, RawFile.Bytes($"{{{RawFile.Entry("pad", "U8", "1", 0, 1)},{RawFile.Entry("t", type, $"{count}", 1, data.Length)}}}", data));
        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        TensorType known = file.Find("t")!.Type;
        float[] values = file.Read("t").Values;
        // Comparing all would take longer than it tells: the seams and a sample.
        foreach (int e in Enumerable.Range(0, count).Where(e => e % 4099 == 0 || e % ((1 << 24) / size) < 3 || e % 1024 == 0 || e > count - 4))
            Assert.Equal(BitConverter.SingleToInt32Bits(Number(known, data.AsSpan(1 + e * size, size))), BitConverter.SingleToInt32Bits(values[e]));
        var raw = new byte[count * size];
        file.ReadBytes("t", 0, raw);
        Assert.True(raw.AsSpan().SequenceEqual(data.AsSpan(1)));
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        Safetensors.Write(Path_, [new("a", [2, 3], [1, 2, 3, 4, 5, 6])]);
        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        Assert.StartsWith($"{Path_}: there is no tensor b in it", Assert.Throws<HicraException>(() => file.Read("b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("a", 4, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("a", -1, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("a", long.MaxValue, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("a", 0, new float[7]));
        Assert.Throws<ArgumentException>(() => file.ReadBytes("a", 0, new byte[6]));
        file.Read("a", 6, []);
        Assert.Null(file.Find("b"));
    }

    [Fact]
    public void A_file_may_be_deleted_or_replaced_while_it_is_open()
    {
        Safetensors.Write(Path_, [new("a", [3], [1, 2, 3])]);
        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        Safetensors.Write(Path_, [new("a", [3], [4, 5, 6])]);
        Assert.Equal([1, 2, 3], file.Read("a").Values);
        File.Delete(Path_);
        Assert.Equal([1, 2, 3], file.Read("a").Values);
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_open_is_named_and_does_not_end_the_process()
    {
        Safetensors.Write(Path_, [new("a", [3], [1, 2, 3]), new("b", [100_000], new float[100_000])]);
        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        using (var other = new FileStream(Path_, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) other.SetLength(4096);
        Assert.Equal([1, 2, 3], file.Read("a").Values);
        Assert.StartsWith($"{Path_}: not a usable safetensors file: it was cut off inside tensor b", Assert.Throws<HicraException>(() => file.Read("b")).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => file.ReadBytes("b", 99_999, new byte[4]));
    }

    [Fact]
    public void Closing_closes()
    {
        Safetensors.Write(Path_, [new("a", [3], [1, 2, 3])]);
        using (SafetensorsFile file = SafetensorsFile.Open(Path_))
        {
            file.Read("a");
            if (OperatingSystem.IsLinux()) Assert.True(IsOpen());
            file.Dispose();
            Assert.Throws<ObjectDisposedException>(() => file.Read("a"));
            Assert.Throws<ObjectDisposedException>(() => file.ReadBytes("a", 0, new byte[4]));
        }
        if (OperatingSystem.IsLinux()) Assert.False(IsOpen());
        File.WriteAllBytes(Path_, [1, 2, 3]);
        Assert.Throws<HicraException>(() => SafetensorsFile.Open(Path_));
        if (OperatingSystem.IsLinux()) Assert.False(IsOpen());

        bool IsOpen() => Directory.EnumerateFiles("/proc/self/fd").Any(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)?.FullName == Path_)
            || File.ReadLines("/proc/self/maps").Any(line => line.EndsWith(Path_, StringComparison.Ordinal));
    }

    [Fact]
    public void Many_threads_read_one_file()
    {
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => (float)i)];
        Safetensors.Write(Path_, [new("a", [100, 1000], values)]);
        using SafetensorsFile file = SafetensorsFile.Open(Path_);
        Parallel.For(0, 400, i =>
        {
            var row = new float[1000];
            file.Read("a", i % 100 * 1000, row);
            Assert.Equal(values[(i % 100 * 1000)..(i % 100 * 1000 + 1000)], row);
        });
    }

    // Each type written out, apart from the code under test.
    private static float Number(TensorType type, ReadOnlySpan<byte> bytes) => type switch
    {
        TensorType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        TensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        TensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        TensorType.I8 => (sbyte)bytes[0],
        TensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        TensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        TensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        TensorType.U8 => bytes[0],
        _ => bytes[0] == 0 ? 0 : 1,
    };

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
