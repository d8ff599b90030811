using System.Runtime.InteropServices;
using Hicra.Tensors;
using Hicra.Torch.Models;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>Tensors of the device, fetched a piece at a time when they are asked for.</summary>
/// <param name="name">What errors call the source.</param>
/// <param name="tensors">Names and shapes, with the type in which they are written: F32 or BF16.</param>
/// <param name="read">Fills a run of elements.</param>
internal sealed class TorchTensors(string name, IEnumerable<TensorInfo> tensors, TensorReader read) : TensorSource(name, tensors)
{
    /// <summary>Tensors by name.</summary>
    /// <param name="parameters">Names and shapes.</param>
    /// <param name="of">The tensor of a name; asked for when it is read.</param>
    /// <param name="prefix">Put before each name.</param>
    /// <param name="type">The type in which they are written.</param>
    /// <param name="unchanged">Whether the tensors are still those that the view was made of; null where they always are.</param>
    public static TorchTensors Of(IReadOnlyList<Parameter> parameters, Func<string, Tensor> of, string prefix = "", ScalarType type = ScalarType.Float32, Func<bool>? unchanged = null) =>
        new("the policy", parameters.Select(x => new TensorInfo(prefix + x.Name, Written(type), x.Shape)), (tensor, first, values) =>
        {
            if (unchanged?.Invoke() == false) throw new InvalidOperationException("The policy was updated after this view of its tensors was made; take a new view, or copy the tensors before an update.");
            TorchModel.Write(of(tensor.Name[prefix.Length..]), first, values);
        });

    /// <summary>The type of a checkpoint's tensors.</summary>
    public static TensorType Written(ScalarType type) => type == ScalarType.BFloat16 ? TensorType.BF16 : TensorType.F32;

    /// <inheritdoc/>
    protected override void ReadFloats(TensorInfo tensor, long first, Span<float> values) => read(tensor, first, values);

    /// <inheritdoc/>
    protected override void ReadRaw(TensorInfo tensor, long first, Span<byte> bytes)
    {
        if (tensor.Type == TensorType.F32)
        {
            base.ReadRaw(tensor, first, bytes);
            return;
        }
        // A bf16 is the upper half of a float, and what is read was one.
        var values = new float[bytes.Length / 2];
        read(tensor, first, values);
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<float, ushort>(values);
        for (int i = 0; i < values.Length; i++) BitConverter.TryWriteBytes(bytes[(2 * i)..], halves[2 * i + 1]);
    }
}
