using System.Buffers.Binary;
using System.Text;
using Hicra.Tensors;
using Hicra.Testing;

namespace Hicra.Tests.Tensors;

public class SafetensorsTests
{
    private static readonly NamedTensor[] Some =
        [new("a.weight", [2, 3], [1, -2, 3.5f, float.Epsilon, float.MaxValue, 0]), new("b", [1], [7]), new("empty", [0, 4], [])];

    [Fact]
    public void What_was_written_is_read()
    {
        using var folder = new TemporaryFolder();
        Safetensors.Write(folder.File("x.safetensors"), Some, new Dictionary<string, string> { ["step"] = "12" });
        IReadOnlyList<NamedTensor> read = Safetensors.Read(folder.File("x.safetensors"));
        Assert.Equal(Some.Length, read.Count);
        foreach (NamedTensor tensor in Some)
        {
            NamedTensor same = read.Single(x => x.Name == tensor.Name);
            Assert.Equal(tensor.Shape, same.Shape);
            Assert.Equal(tensor.Values, same.Values);
        }
    }

    [Fact]
    public void Half_precision_is_read_as_float()
    {
        using var folder = new TemporaryFolder();
        byte[] header = Encoding.UTF8.GetBytes("""{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}""");
        var file = new byte[8 + header.Length + 6];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        BinaryPrimitives.WriteHalfLittleEndian(file.AsSpan(8 + header.Length), (Half)1.5f);
        BinaryPrimitives.WriteHalfLittleEndian(file.AsSpan(10 + header.Length), (Half)(-0.25f));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(12 + header.Length), 0xC040); // -3 in bfloat16
        File.WriteAllBytes(folder.File("h.safetensors"), file);
        IReadOnlyList<NamedTensor> read = Safetensors.Read(folder.File("h.safetensors"));
        Assert.Equal([1.5f, -0.25f], read.Single(x => x.Name == "h").Values);
        Assert.Equal([-3f], read.Single(x => x.Name == "b").Values);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string whole = folder.File("whole.safetensors"), cut = folder.File("cut.safetensors");
        Safetensors.Write(whole, Some);
        byte[] bytes = File.ReadAllBytes(whole);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            HicraException error = Assert.Throws<HicraException>(() => Safetensors.Read(cut));
            Assert.StartsWith(cut, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_damaged_header_is_refused_and_never_crashes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.safetensors");
        Safetensors.Write(path, Some);
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        CounterRandom random = CounterRandom.FromSeed(1);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Below(2 * i, 8 + header)] = (byte)random.Below(2 * i + 1, 256);
            File.WriteAllBytes(path, damaged);
            try
            {
                Safetensors.Read(path);
            }
            catch (HicraException)
            {
                refused++;
            }
        }
        Assert.True(refused > 100);
    }

    [Fact]
    public void A_missing_file_says_what_is_wanted()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("model.safetensors", Assert.Throws<HicraException>(() => Safetensors.Read(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }
}
