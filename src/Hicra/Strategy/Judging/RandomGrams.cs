namespace Hicra.Strategy.Judging;

/// <summary>
/// The control of a library: random word n-grams of the same texts, one for each gram of the library, of the same number
/// of words and about the same document frequency. They are random, so they may touch planning words.
/// </summary>
public sealed class RandomGrams
{
    // A document frequency is the same within a tenth; where no n-gram has it, the nearest does.
    private const double Tolerance = 0.1;

    private readonly Dictionary<int, (string Gram, int Df)[]> _byLength; // by falling document frequency, then by text
    private readonly (int Length, int Df)[] _wanted;
    private readonly HashSet<string> _own;

    /// <summary>Counts the n-grams of the texts.</summary>
    /// <param name="library">What the control stands beside; its own grams are not drawn.</param>
    /// <param name="texts">Words separated by blanks.</param>
    public RandomGrams(StrategicGramLibrary library, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(texts);
        _own = new(library.Grams, StringComparer.Ordinal);
        int[] lengths = [.. library.Grams.Select(Length).Distinct()];
        Dictionary<string, int> counts = Count(texts, lengths);
        _wanted = [.. library.Grams.Select(gram => (Length(gram), counts.GetValueOrDefault(gram)))];
        _byLength = counts.Where(count => !_own.Contains(count.Key)).GroupBy(count => Length(count.Key))
            .ToDictionary(group => group.Key, group => group.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value)).ToArray());
    }

    /// <summary>Draws a control, without repetition; shorter than the library only where the texts have too few n-grams.</summary>
    public StrategicGramLibrary Draw(CounterRandom random)
    {
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < _wanted.Length; i++)
        {
            (int length, int df) = _wanted[i];
            if (!_byLength.TryGetValue(length, out (string Gram, int Df)[]? all)) continue;
            (string Gram, int Df)[] free = [.. all.Where(gram => !drawn.Contains(gram.Gram))];
            if (free.Length == 0) continue;
            (string Gram, int Df)[] near = [.. free.Where(gram => Math.Abs(gram.Df - df) <= Tolerance * df)];
            drawn.Add(near.Length > 0 ? near[random.Below(i, near.Length)].Gram : free.MinBy(gram => Math.Abs(gram.Df - df)).Gram);
        }
        return StrategicGramLibrary.FromGrams("control", drawn);
    }

    private static Dictionary<string, int> Count(IReadOnlyList<string> texts, int[] lengths)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            seen.Clear();
            foreach (int length in lengths)
                for (int i = 0; i + length <= words.Length; i++) seen.Add(string.Join(' ', words, i, length));
            foreach (string gram in seen) counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        return counts;
    }

    private static int Length(string gram) => gram.AsSpan().Count(' ') + 1;
}
