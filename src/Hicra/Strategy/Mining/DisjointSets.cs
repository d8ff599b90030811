namespace Hicra.Strategy.Mining;

/// <summary>Sets that only grow together. The smallest member stands for its set, so the result does not depend on the order of unions.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    public int Find(int member)
    {
        while (_parent[member] != member) member = _parent[member] = _parent[_parent[member]];
        return member;
    }

    public void Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a != b) _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>The sets in the order of their smallest members, members ascending.</summary>
    public IEnumerable<int[]> Sets() => Enumerable.Range(0, _parent.Length).GroupBy(Find).Select(set => set.ToArray());
}
