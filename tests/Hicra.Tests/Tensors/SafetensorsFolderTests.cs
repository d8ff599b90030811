using System.Text.Json;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Tensors;

/// <summary>Models in one file and in shards, read by tensor name.</summary>
public sealed class SafetensorsFolderTests : IDisposable
{
    private static readonly NamedTensor[] Some = [new("c", [2, 3], [1, 2, 3, 4, 5, 6]), new("a", [1], [7]), new("empty", [0, 4], []), new("b", [5], [8, 9, 10, 11, 12])];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_made_by_hand_are_one_model()
    {
        Shard("one.safetensors", Some[0]);
        Shard("two.safetensors", Some[1..]);
        Index(("a", "two.safetensors"), ("b", "two.safetensors"), ("c", "one.safetensors"), ("empty", "two.safetensors"));
        Assert.True(SafetensorsFolder.Exists(_folder.Path));
        Assert.Equal([SafetensorsFolder.IndexFile, "one.safetensors", "two.safetensors"], SafetensorsFolder.Files(_folder.Path).Select(f => Path.GetFileName(f)));
        using SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path);
        Same(Some, model);
        var part = new float[2];
        model.Read("c", 3, part);
        Assert.Equal([4, 5], part);
        var raw = new byte[4];
        model.ReadBytes("b", 4, raw);
        Assert.Equal(12f, BitConverter.ToSingle(raw));
    }

    [Fact]
    public void A_model_in_any_number_of_shards_is_the_same_model() => Dice.Check(dice =>
    {
        using var folder = new TemporaryFolder();
        NamedTensor[] tensors = [.. Enumerable.Range(0, 1 + dice.Below(8)).Select(i =>
        {
            int[] shape = [.. Enumerable.Range(0, dice.Below(3)).Select(_ => dice.Below(6))];
            return new NamedTensor($"t{i}", shape, [.. Enumerable.Range(0, shape.Aggregate(1, (n, x) => n * x)).Select(_ => (float)dice.Uniform(-1, 1))]);
        })];
        long shardBytes = 1 + dice.Below(200);
        SafetensorsFolder.Write(folder.Path, new TensorList(tensors), shardBytes);
        using (SafetensorsFolder model = SafetensorsFolder.Open(folder.Path)) Same(tensors, model);
        string[] shards = [.. Directory.EnumerateFiles(folder.Path, "model-*").Order(StringComparer.Ordinal)];
        Assert.Equal(shards.Length == 0, File.Exists(folder.File(SafetensorsFolder.SingleFile)));
        Assert.Equal(Enumerable.Range(1, shards.Length).Select(i => $"model-{i:D5}-of-{shards.Length:D5}.safetensors"), shards.Select(f => Path.GetFileName(f)));
        foreach (string shard in shards)
        {
            using SafetensorsFile file = SafetensorsFile.Open(shard);
            Assert.True(file.Tensors.Count == 1 || file.Tensors.Sum(t => t.Bytes) <= shardBytes);
        }
        if (shards.Length > 0)
        {
            using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(folder.File(SafetensorsFolder.IndexFile)));
            Assert.Equal(tensors.Sum(t => t.Values.Length * 4L), index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        }
    });

    [Fact]
    public void Types_are_kept_where_that_is_asked_for()
    {
        using TemporaryFolder kept = new(), floats = new();
        byte[] data = [0xC0, 0x3F, 0x40, 0xC0, 5, 0xC0, 0x3F];
        string header = $"{{{RawFile.Entry("a", "BF16", "2", 0, 4)},{RawFile.Entry("b", "I8", "1", 4, 5)},{RawFile.Entry("c", "BF16", "", 5, 7)}}}";
        File.WriteAllBytes(_folder.File(SafetensorsFolder.SingleFile), RawFile.Bytes(header, data));
        using SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path);
        SafetensorsFolder.Write(kept.Path, model, shardBytes: 5, keepTypes: true);
        using (SafetensorsFolder read = SafetensorsFolder.Open(kept.Path))
        {
            Assert.Equal([TensorType.BF16, TensorType.I8, TensorType.BF16], read.Tensors.Select(t => t.Type));
            Assert.Equal(3, SafetensorsFolder.Files(kept.Path).Count);
            var raw = new byte[4];
            read.ReadBytes("a", 0, raw);
            Assert.Equal(data[..4], raw);
            Same([.. model], read);
        }
        SafetensorsFolder.Write(floats.Path, model);
        using SafetensorsFolder plain = SafetensorsFolder.Open(floats.Path);
        Assert.All(plain.Tensors, t => Assert.Equal(TensorType.F32, t.Type));
        Same([.. model], plain);
    }

    [Theory]
    [InlineData("two is missing", "two.safetensors: this shard is missing, which model.safetensors.index.json names; fetch")]
    [InlineData("""{"weight_map":{"a":"two.safetensors","b":"two.safetensors","c":"two.safetensors"}}""", "index.json: not a usable index of shards: tensor c is not in two.safetensors")]
    [InlineData("""{"weight_map":{"a":"two.safetensors","z":"one.safetensors"}}""", "tensor z is not in one.safetensors")]
    [InlineData("""{"weight_map":{"a":"two.safetensors","b":"one.safetensors"}}""", "tensor b is not in one.safetensors")]
    [InlineData("""{"weight_map":{"c":"one.safetensors","c":"one.safetensors"}}""", "it names tensor c twice")]
    [InlineData("""{"weight_map":{"c":"one.safetensors","d":"copy.safetensors"}}""", "tensor c lies in copy.safetensors and in one.safetensors")]
    [InlineData("""{"weight_map":{"c":"../one.safetensors"}}""", "it puts tensor c into '../one.safetensors', which is no file of its folder")]
    [InlineData("""{"weight_map":{"c":"..\\one.safetensors"}}""", "which is no file of its folder")]
    [InlineData("""{"weight_map":{"c":".."}}""", "which is no file of its folder")]
    [InlineData("""{"weight_map":{"c":""}}""", "which is no file of its folder")]
    [InlineData("""{"weight_map":{"c":5}}""", "it has no weight_map of tensor names and file names")]
    [InlineData("""{"weight_map":[]}""", "it has no weight_map")]
    [InlineData("""{"weight_map":{}}""", "its weight_map is empty")]
    [InlineData("""{}""", "it has no weight_map")]
    [InlineData("""[""", "it has no weight_map")]
    [InlineData("", "it has no weight_map")]
    public void An_index_is_held_to_its_word(string index, string expected)
    {
        Shard("one.safetensors", Some[0]);
        Shard("copy.safetensors", Some[0], new("d", [1], [1]));
        if (index == "two is missing") Index(("a", "two.safetensors"), ("c", "one.safetensors"));
        else
        {
            Shard("two.safetensors", Some[1..]);
            File.WriteAllText(_folder.File(SafetensorsFolder.IndexFile), index);
        }
        string message = Assert.Throws<HicraException>(() => SafetensorsFolder.Open(_folder.Path)).Message;
        Assert.StartsWith(_folder.Path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_damaged_shard_is_named()
    {
        Shard("one.safetensors", Some[0]);
        File.WriteAllBytes(_folder.File("two.safetensors"), [1, 2, 3]);
        Index(("a", "two.safetensors"), ("c", "one.safetensors"));
        Assert.StartsWith($"{_folder.File("two.safetensors")}: not a usable safetensors file: it has only 3 bytes", Assert.Throws<HicraException>(() => SafetensorsFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_index_leaves_out_is_no_part_of_the_model()
    {
        Shard("two.safetensors", Some[1..]);
        Index(("b", "two.safetensors"));
        using SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path);
        Same([Some[3]], model);
        Assert.Throws<HicraException>(() => model.Read("a"));
    }

    [Fact]
    public void Nothing_there_says_what_is_wanted()
    {
        Assert.False(SafetensorsFolder.Exists(_folder.Path));
        Assert.Contains("model.safetensors: no such checkpoint file; give a folder with config.json", Assert.Throws<HicraException>(() => SafetensorsFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_that_was_written_is_the_model()
    {
        foreach (long shardBytes in (long[])[10, 1000, 10, 30, 1000])
        {
            NamedTensor[] tensors = [.. Some.Select(t => t with { Values = [.. t.Values.Select(v => v + shardBytes)] })];
            SafetensorsFolder.Write(_folder.Path, new TensorList(tensors), shardBytes);
            using SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path);
            Same(tensors, model);
            Assert.NotEqual(File.Exists(_folder.File(SafetensorsFolder.SingleFile)), File.Exists(_folder.File(SafetensorsFolder.IndexFile)));
        }
    }

    [Fact]
    public void A_writing_that_fails_leaves_the_file_before_it_and_no_mixture()
    {
        SafetensorsFolder.Write(_folder.Path, new TensorList(Some));
        foreach (long shardBytes in (long[])[1000, 10])
        {
            Assert.Equal("no more", Assert.Throws<HicraException>(() => SafetensorsFolder.Write(_folder.Path, Failing(), shardBytes)).Message);
            using SafetensorsFolder model = SafetensorsFolder.Open(_folder.Path);
            Same(Some, model);
            Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*" + WholeFile.Partial));
        }
        // Half of the old shards are replaced where a writing of as many fails: what is left is no model, and no mixture.
        SafetensorsFolder.Write(_folder.Path, new TensorList(Some), shardBytes: 10);
        Assert.Throws<HicraException>(() => SafetensorsFolder.Write(_folder.Path, Failing(), shardBytes: 10));
        Assert.False(SafetensorsFolder.Exists(_folder.Path));

        static LazyTensors Failing() => new("failing", Some.Select(t => new TensorInfo(t.Name, TensorType.F32, [.. t.Shape.Select(x => (long)x)])), (tensor, _, values) =>
        {
            values.Clear();
            if (tensor.Name == "b") throw new HicraException("no more");
        });
    }

    private static void Same(IReadOnlyList<NamedTensor> expected, TensorSource model)
    {
        Assert.Equal(expected.Select(t => t.Name).Order(), model.Tensors.Select(t => t.Name).Order());
        foreach (NamedTensor tensor in expected)
        {
            NamedTensor read = model.Read(tensor.Name);
            Assert.Equal(tensor.Shape, read.Shape);
            Assert.Equal(tensor.Values, read.Values);
        }
    }

    private void Shard(string name, params NamedTensor[] tensors) => Safetensors.Write(_folder.File(name), tensors);

    private void Index(params (string Tensor, string Shard)[] map) =>
        File.WriteAllText(_folder.File(SafetensorsFolder.IndexFile), JsonSerializer.Serialize(new { metadata = new { total_size = 1 }, weight_map = map.ToDictionary(x => x.Tensor, x => x.Shard) }));
}
