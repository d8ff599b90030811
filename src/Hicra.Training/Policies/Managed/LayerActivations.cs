namespace Hicra.Training.Policies.Managed;

/// <summary>What the forward pass of a layer leaves for its backward pass.</summary>
internal sealed class LayerActivations : IDisposable
{
    public AlignedBuffer? Input, Normed1, Inverse1, QueryKeyValue, Probabilities, Attended, Middle, Normed2, Inverse2, GateUp, Hidden;

    public void Allocate(ParameterLayout layout, int tokens)
    {
        AlignedBuffer.Grow(ref Input, (long)tokens * layout.Dim);
        AlignedBuffer.Grow(ref Normed1, (long)tokens * layout.Dim);
        AlignedBuffer.Grow(ref Inverse1, tokens);
        AlignedBuffer.Grow(ref QueryKeyValue, (long)tokens * layout.QueryKeyValue);
        AlignedBuffer.Grow(ref Attended, (long)tokens * layout.Query);
        AlignedBuffer.Grow(ref Middle, (long)tokens * layout.Dim);
        AlignedBuffer.Grow(ref Normed2, (long)tokens * layout.Dim);
        AlignedBuffer.Grow(ref Inverse2, tokens);
        AlignedBuffer.Grow(ref GateUp, 2L * tokens * layout.Hidden);
        AlignedBuffer.Grow(ref Hidden, (long)tokens * layout.Hidden);
    }

    /// <summary>The buffers of one row per token, with the rows' width.</summary>
    public IEnumerable<(AlignedBuffer? Buffer, int Width)> PerToken(ParameterLayout layout) =>
    [
        (Input, layout.Dim), (Normed1, layout.Dim), (Inverse1, 1), (QueryKeyValue, layout.QueryKeyValue), (Attended, layout.Query),
        (Middle, layout.Dim), (Normed2, layout.Dim), (Inverse2, 1), (GateUp, 2 * layout.Hidden), (Hidden, layout.Hidden),
    ];

    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in new[] { Input, Normed1, Inverse1, QueryKeyValue, Probabilities, Attended, Middle, Normed2, Inverse2, GateUp, Hidden })
            buffer?.Dispose();
    }
}
