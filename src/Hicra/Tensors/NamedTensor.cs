namespace Hicra.Tensors;

/// <summary>A float32 tensor with a name, in memory.</summary>
/// <param name="Name">For example <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Values">The elements, row by row.</param>
public sealed record NamedTensor(string Name, int[] Shape, float[] Values);
