namespace Hicra.Rollouts;

/// <summary>Numbers groups in logs that name none: within a step, rollouts of one prompt are a group. Keeps 16 bytes a prompt.</summary>
internal sealed class GroupsByPrompt
{
    // Files may mix steps (several processes write one); a run of thousands of steps must not keep the prompts of all.
    private const int OpenSteps = 64;

    private readonly Dictionary<int, Dictionary<ulong, (int Group, int Size)>> _steps = [];
    private readonly Queue<int> _order = new();
    private ulong _next;

    /// <summary>The group of a rollout and its place in it; null where the prompt is not known.</summary>
    public (int? Group, int? Sample) Place(int? step, string? prompt) => prompt is null ? (null, null) : Place(step, TextHash.Of(prompt));

    /// <summary>A group for a record that is one and does not say of what.</summary>
    public ulong Next() => ++_next;

    /// <summary>As the other, for a key.</summary>
    public (int? Group, int? Sample) Place(int? step, ulong key)
    {
        int at = step ?? -1;
        if (!_steps.TryGetValue(at, out Dictionary<ulong, (int Group, int Size)>? groups))
        {
            if (_order.Count == OpenSteps) _steps.Remove(_order.Dequeue());
            _order.Enqueue(at);
            _steps[at] = groups = [];
        }
        (int group, int size) = groups.TryGetValue(key, out (int, int) known) ? known : (groups.Count, 0);
        groups[key] = (group, size + 1);
        return (group, size);
    }
}
