using System.Text.Json;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;

namespace Hicra.Training.Tests.Policies;

/// <summary>The engine and checkpoints that stream: shards, views of the weights, and the memory that loading takes.</summary>
public sealed class CheckpointLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Example.Shapes), MemberType = typeof(Example))]
    public void Shards_made_by_hand_load_to_the_bits_of_the_single_file(string shape)
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs[shape]);
        string whole = _folder.File("whole"), parts = _folder.File("parts");
        policy.SavePretrained(whole);
        SplitByHand(whole, parts, shards: 3);
        using ManagedPolicy one = ManagedPolicy.LoadPretrained(whole), other = ManagedPolicy.LoadPretrained(parts);
        Assert.Equal(Bits(policy.Weights()), Bits(one.Weights()));
        Assert.Equal(Bits(policy.Weights()), Bits(other.Weights()));
        PackedBatch batch = Example.Batch(policy.Config, 5);
        Assert.Equal(Score(policy, batch), Score(other, batch));
    }

    [Fact]
    public void The_shipped_model_in_shards_is_the_shipped_model()
    {
        using ManagedPolicy shipped = ManagedPolicy.LoadPretrained(BaseModel.ShippedDirectory);
        foreach (long shardBytes in (long[])[1, 20_000, 100_000])
        {
            string parts = _folder.File($"{shardBytes}");
            SafetensorsFolder.Write(parts, shipped.Weights(), shardBytes);
            shipped.Config.Write(Path.Combine(parts, "config.json"));
            using ManagedPolicy loaded = ManagedPolicy.LoadPretrained(parts);
            Assert.Equal(Bits(shipped.Weights()), Bits(loaded.Weights()));
        }
    }

    [Fact]
    public void Other_types_are_read_as_float32()
    {
        // The shipped model's bfloat16: the upper halves of its numbers.
        using ManagedPolicy shipped = ManagedPolicy.LoadPretrained(BaseModel.ShippedDirectory);
        NamedTensor[] cut = [.. shipped.Weights().Select(t => t with { Values = [.. t.Values.Select(v => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(v) & -65536))] })];
        SafetensorsFolder.Write(_folder.Path, new Halves(cut), keepTypes: true);
        shipped.Config.Write(_folder.File("config.json"));
        Assert.InRange(new FileInfo(_folder.File("model.safetensors")).Length, 2 * shipped.ParameterCount, 2 * shipped.ParameterCount + 5000);
        using ManagedPolicy loaded = ManagedPolicy.LoadPretrained(_folder.Path);
        Assert.Equal(Bits(cut), Bits(loaded.Weights()));
    }

    [Fact]
    public void Loading_and_saving_take_no_memory_for_the_tensors_beside_the_weights()
    {
        using ManagedPolicy policy = Example.Policy(Example.Shape(3000, 256, 4, 8, 4, 32, 800));
        long bytes = 4 * policy.ParameterCount;
        // The engine's own weights lie outside the garbage collector's heap.
        Assert.InRange(Allocated(() => policy.SavePretrained(_folder.Path)), 0, bytes / 5);
        Assert.InRange(Allocated(() => ManagedPolicy.LoadPretrained(_folder.Path, threads: 1).Dispose()), 0, bytes / 5);
        Assert.InRange(Allocated(() => BaseModel.Find(_folder.Path)), 0, bytes / 20);
        Assert.InRange(Allocated(() => Safetensors.Write(_folder.File("optimizer.safetensors"), policy.OptimizerState())), 0, bytes / 5);
    }

    [Fact]
    public void A_view_of_the_weights_holds_until_they_change()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"]);
        TensorSource weights = policy.Weights(), moments = policy.OptimizerState();
        TensorList kept = TensorList.Copy(weights);
        int[] before = Bits(weights);
        Train(policy);
        Assert.Contains("take a new view", Assert.Throws<InvalidOperationException>(() => weights.Read("model.norm.weight")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => moments.Read("m.model.norm.weight"));
        Assert.Equal(before, Bits(kept));
        Assert.NotEqual(before, Bits(policy.Weights()));
        TensorSource now = policy.Weights();
        policy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => now.Read("model.norm.weight"));
    }

    [Fact]
    public void Parts_of_a_padded_tensor_are_parts_of_the_whole()
    {
        // Rows and heads that are no multiples of a vector, and tensors of more than one piece, so that pieces begin within a head.
        using ManagedPolicy policy = ManagedPolicy.Create(Example.Shape(500, 700, 1, 4, 2, 102, 26), CounterRandom.FromSeed(1), threads: 1);
        NamedTensor[] given = [.. policy.Weights().Select((t, i) => t with { Values = Example.Random(t.Values.Length, i) })];
        policy.Load(given);
        TensorSource view = policy.Weights();
        foreach (NamedTensor tensor in given)
        {
            Assert.Equal(tensor.Values, view.Read(tensor.Name).Values);
            foreach (int first in (int[])[1, 50, 101, 103, tensor.Values.Length - 300])
            {
                float[] part = new float[Math.Min(299, tensor.Values.Length - first)];
                view.Read(tensor.Name, first, part);
                Assert.Equal(tensor.Values[first..(first + part.Length)], part);
            }
        }
    }

    [Fact]
    public void A_policy_restored_from_its_own_views_does_not_change()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["heads wider than the stream"]);
        Train(policy);
        int[] weights = Bits(policy.Weights()), moments = Bits(policy.OptimizerState());
        policy.Load(policy.Weights(), policy.OptimizerState());
        Assert.Equal(weights, Bits(policy.Weights()));
        Assert.Equal(moments, Bits(policy.OptimizerState()));
        policy.Load(policy.Weights());
        Assert.Equal(weights, Bits(policy.Weights()));
        Assert.All(policy.OptimizerState().SelectMany(t => t.Values), v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_tensor_that_does_not_fit_leaves_everything_as_it_was()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"]);
        Train(policy);
        int[] weights = Bits(policy.Weights()), moments = Bits(policy.OptimizerState());
        TensorList other = new([.. policy.Weights().Select(t => t with { Values = [.. t.Values.Select(_ => 5f)] })]);
        NamedTensor[] good = [.. policy.OptimizerState()];
        NamedTensor[][] bad =
        [
            [.. good.Where(t => t.Name != "step")],
            [.. good.Where(t => t.Name != "v.model.norm.weight")],
            [.. good.Select(t => t.Name == "v.model.norm.weight" ? t with { Shape = [1, 20] } : t)],
        ];
        foreach (NamedTensor[] state in bad) Assert.Throws<HicraException>(() => policy.Load(other, new TensorList(state)));
        Assert.Contains("[20, 1]", Assert.Throws<HicraException>(() => policy.Load([.. other.Select(t => t.Name == "model.norm.weight" ? t with { Shape = [20, 1] } : t)])).Message, StringComparison.Ordinal);
        Assert.Equal(weights, Bits(policy.Weights()));
        Assert.Equal(moments, Bits(policy.OptimizerState()));
    }

    [Fact]
    public void A_folder_without_a_model_says_what_is_wanted()
    {
        Assert.Contains("config.json", Assert.Throws<HicraException>(() => ManagedPolicy.LoadPretrained(_folder.File("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("config.json", Assert.Throws<HicraException>(() => ManagedPolicy.LoadPretrained(_folder.Path)).Message, StringComparison.Ordinal);
        Example.Configs["the puzzle's shape"].Write(_folder.File("config.json"));
        Assert.Contains("model.safetensors: no such checkpoint file", Assert.Throws<HicraException>(() => ManagedPolicy.LoadPretrained(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_shape_is_named_by_its_file()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"]);
        SafetensorsFolder.Write(_folder.Path, policy.Weights(), shardBytes: 1000);
        Example.Configs["one key-value head, untied"].Write(_folder.File("config.json"));
        Assert.StartsWith(_folder.File("model.safetensors.index.json") + ": tensor model.embed_tokens.weight has shape [23, 20] where", Assert.Throws<HicraException>(() => ManagedPolicy.LoadPretrained(_folder.Path)).Message, StringComparison.Ordinal);
    }

    // Apart from the writer of shards: every third tensor into one file, and an index of a dictionary.
    private static void SplitByHand(string from, string to, int shards)
    {
        IReadOnlyList<NamedTensor> tensors = Safetensors.Read(Path.Combine(from, "model.safetensors"));
        Directory.CreateDirectory(to);
        File.Copy(Path.Combine(from, "config.json"), Path.Combine(to, "config.json"));
        var map = new Dictionary<string, string>();
        for (int i = 0; i < shards; i++)
        {
            NamedTensor[] some = [.. tensors.Where((_, t) => t % shards == i)];
            Safetensors.Write(Path.Combine(to, $"part{i}.safetensors"), some);
            foreach (NamedTensor tensor in some) map[tensor.Name] = $"part{i}.safetensors";
        }
        File.WriteAllText(Path.Combine(to, "model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map }));
    }

    private static void Train(ManagedPolicy policy)
    {
        policy.Accumulate(Example.Batch(policy.Config, 3), (_, _, _, dLogProbs, _) => dLogProbs.Fill(-0.1f));
        policy.Update(new AdamWOptions { LearningRate = 0.01 });
    }

    private static float[] Score(ManagedPolicy policy, PackedBatch batch)
    {
        var logProbs = new float[batch.ResponseOffsets[^1]];
        policy.Score(batch, logProbs, new float[logProbs.Length]);
        return logProbs;
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int[] Bits(IEnumerable<NamedTensor> tensors) => [.. tensors.SelectMany(t => t.Values).Select(BitConverter.SingleToInt32Bits)];

    /// <summary>Tensors of bfloat16, as an engine that computes in it hands them out.</summary>
    private sealed class Halves(NamedTensor[] tensors) : TensorSource("halves", tensors.Select(t => new TensorInfo(t.Name, TensorType.BF16, [.. t.Shape.Select(x => (long)x)])))
    {
        protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values) => throw new NotSupportedException("Written as they are.");

        protected override void ReadRaw(TensorInfo tensor, long first, Span<byte> bytes)
        {
            float[] values = tensors.Single(t => t.Name == tensor.Name).Values;
            for (int i = 0; i < bytes.Length / 2; i++) BitConverter.TryWriteBytes(bytes[(2 * i)..], (ushort)(BitConverter.SingleToUInt32Bits(values[first + i]) >> 16));
        }
    }
}
