using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>A tensor that is learnt.</summary>
/// <param name="Name">As it is saved.</param>
/// <param name="Value">Its values, of any type.</param>
internal sealed record Parameter(string Name, Tensor Value)
{
    /// <summary>Its shape.</summary>
    public long[] Shape { get; } = Value.shape;
}
