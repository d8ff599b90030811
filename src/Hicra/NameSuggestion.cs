namespace Hicra;

/// <summary>"Did you mean": the nearest of a few known names.</summary>
public static class NameSuggestion
{
    /// <summary>
    /// The known name at the least edit distance if that is at most a third of the longer name; else the only known name
    /// that begins with <paramref name="name"/>; else null. The first of equals wins.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string[] candidates = [.. known];
        string? best = null;
        int least = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name, candidate);
            if (distance < least && 3 * distance <= Math.Max(name.Length, candidate.Length)) (best, least) = (candidate, distance);
        }
        if (best is not null || name.Length == 0) return best;
        string[] completions = [.. candidates.Where(c => c.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        return completions.Length == 1 ? completions[0] : null;
    }

    /// <summary>The error for an unknown name: what it should name, the suggestion, and the choices.</summary>
    public static HicraException Unknown(string what, string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string hint = Nearest(name, names) is { } nearest ? $"did you mean '{nearest}'? " : "";
        return new HicraException($"Unknown {what} '{name}': {hint}choose one of {string.Join(", ", names)}.");
    }

    /// <summary>
    /// The least number of inserted, removed, replaced, or swapped neighbouring characters that turns one name into the
    /// other, ignoring case (optimal string alignment).
    /// </summary>
    public static int Distance(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        a = a.ToLowerInvariant();
        b = b.ToLowerInvariant();
        var distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) distance[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) distance[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return distance[a.Length, b.Length];
    }
}
