namespace Hicra.Training.Policies.Managed;

/// <summary>The accumulated gradient, in parts that threads write to without waiting and that are added in order.</summary>
internal sealed unsafe class GradientShards(long length) : IDisposable
{
    /// <summary>
    /// Parts into which a batch's gradient is split and which are added in order: the most threads that learning can use.
    /// The number is part of the result (another one rounds differently), so it is not a setting.
    /// </summary>
    public const int Count = 8;

    private readonly AlignedBuffer?[] gradients = new AlignedBuffer?[Count];
    private readonly bool[] dirty = new bool[Count];

    /// <summary>A shard, to be added to.</summary>
    public AlignedBuffer Of(int shard)
    {
        dirty[shard] = true;
        return gradients[shard] ??= new AlignedBuffer(length);
    }

    /// <summary>The shards' sum, in the first shard's place: added in order, in slices that a buffer's index can count.</summary>
    public AlignedBuffer Total()
    {
        AlignedBuffer total = Of(0);
        for (int i = 1; i < Count; i++)
        {
            if (!dirty[i]) continue;
            for (long at = 0; at < length; at += 1 << 20)
                Elementwise.Add((int)Math.Min(1 << 20, length - at), gradients[i]!.Pointer + at, total.Pointer + at);
            gradients[i]!.Clear();
            dirty[i] = false;
        }
        return total;
    }

    /// <summary>Sets every shard that was added to back to zero.</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++)
        {
            if (dirty[i]) gradients[i]!.Clear();
            dirty[i] = false;
        }
    }

    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in gradients) buffer?.Dispose();
    }
}
