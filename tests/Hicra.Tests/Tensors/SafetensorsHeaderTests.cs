using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Tensors;

/// <summary>Headers that are wrong: one line that names file and defect, and nothing else is ever thrown.</summary>
public sealed class SafetensorsHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{", "its header is not a safetensors header")]
    [InlineData("[]", "its header is not a safetensors header")]
    [InlineData("""{"a":5}""", "its header is not a safetensors header")]
    [InlineData("""{"__metadata__":{"step":5}}""", "its header is not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "its header is not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "its header is not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9],"data_offsets":[0,4]}}""", "its header is not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", "its header is not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", "tensor a has a negative size")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "tensor a has type F8_E4M3; F64, F32")]
    [InlineData("""{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", "tensor a has type f32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "tensor a has bytes 0 to 4 where its shape needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "tensor a has bytes -4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775807,-9223372036854775805]}}""", "tensor a has bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "it ends inside tensor a")]
    [InlineData("""{"a":{"dtype":"I16","shape":[1],"data_offsets":[2,4]}}""", "tensor a begins at byte")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "tensor b begins at byte")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "tensor a is there twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "1 bytes follow after the last tensor")]
    [InlineData("""{"a\n\u001b[31m":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "tensor a  [31m has a negative size")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "its header is not a safetensors header")]
    public void A_wrong_header_is_named(string header, string defect)
    {
        string path = _folder.File("x.safetensors");
        File.WriteAllBytes(path, RawFile.Bytes(header, 1, 2, 3, 4));
        string message = Assert.Throws<HicraException>(() => SafetensorsFile.Open(path)).Message;
        Assert.StartsWith($"{path}: not a usable safetensors file: {defect}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_length_that_no_file_has_is_refused_before_memory_is_taken()
    {
        string path = _folder.File("x.safetensors");
        foreach (byte[] length in (byte[][])[[0, 0, 0, 0, 0, 0, 0, 0x80], [255, 255, 255, 255, 255, 255, 255, 255], [0, 225, 245, 5, 0, 0, 0, 0]])
        {
            File.WriteAllBytes(path, [.. length, .. "{}"u8]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("the header is cut off", Assert.Throws<HicraException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Nothing_but_one_line_comes_of_a_corrupted_header()
    {
        string path = _folder.File("x.safetensors");
        Safetensors.Write(path, [new("a.weight", [2, 3], new float[6]), new("b", [1], [7]), new("empty", [0, 4], []), new("c", [], [2])]);
        byte[] whole = File.ReadAllBytes(path);
        Dice.Check(dice => Corrupt(dice, path, [.. whole]), times: 1500);
    }

    [Fact]
    public void Metadata_and_an_empty_file_of_tensors_are_read()
    {
        string path = _folder.File("x.safetensors");
        File.WriteAllBytes(path, RawFile.Bytes("""{"__metadata__":{"format":"pt","step":"12"}}"""));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Empty(file.Tensors);
        Assert.Equal("12", file.Metadata["step"]);
    }

    private static void Corrupt(Dice dice, string path, byte[] bytes)
    {
        int header = 8 + BitConverter.ToInt32(bytes);
        for (int i = dice.Below(4); i >= 0; i--)
        {
            // Any byte, or one that keeps the header JSON: digits, brackets and letters of the keys.
            int at = dice.Below(header);
            bytes[at] = dice.Below(2) == 0 ? (byte)dice.Below(256) : (byte)"0123456789,[]{}\":-eE.FIBU \\"[dice.Below(27)];
        }
        if (dice.Below(4) == 0) bytes = bytes[..dice.Below(bytes.Length)];
        File.WriteAllBytes(path, bytes);
        try
        {
            // What still is a file can be read to its end.
            foreach (NamedTensor tensor in Safetensors.Read(path)) Assert.Equal(tensor.Shape.Aggregate(1, (n, x) => n * x), tensor.Values.Length);
        }
        catch (HicraException error)
        {
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, char.IsControl);
        }
    }
}
