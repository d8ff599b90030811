namespace Hicra.Rollouts;

/// <summary>Numbers groups in logs that name none: within a step, rollouts of one prompt are a group.</summary>
internal sealed class GroupsByPrompt
{
    private readonly Dictionary<string, (int Group, int Size)> _groups = new(StringComparer.Ordinal);
    private int? _step;
    private int _next;

    /// <summary>The group of a rollout and its place in it; null where the prompt is not known.</summary>
    public (int? Group, int? Sample) Place(int? step, string? prompt)
    {
        if (step != _step) _groups.Clear();
        _step = step;
        if (prompt is null) return (null, null);
        (int group, int size) = _groups.TryGetValue(prompt, out (int, int) known) ? known : (_groups.Count, 0);
        _groups[prompt] = (group, size + 1);
        return (group, size);
    }

    /// <summary>A further group, for records that are one each.</summary>
    public int Next() => _next++;
}
