namespace Hicra.Training.Worlds.LongSums;

/// <summary>A strategy of the long world: which of the three numbers are added, and how often.</summary>
/// <param name="Name">The word by which its grams announce it.</param>
/// <param name="Letters">Five letters of a, b, c in the order in which authors add them; the order does not matter to the verifier.</param>
public sealed record LongStrategy(string Name, string Letters)
{
    /// <summary>Additions of an attempt; a strategy has one letter more.</summary>
    public const int Additions = 4;

    /// <summary>The eight strategies.</summary>
    public static IReadOnlyList<LongStrategy> All { get; } =
    [
        new("front", "aaabc"), new("pair", "aabbc"), new("middle", "bbbca"), new("ends", "ccaab"),
        new("heap", "aaaab"), new("back", "bbcca"), new("tail", "cccab"), new("core", "bbbbc"),
    ];

    /// <summary>The sum that the strategy makes.</summary>
    public int Evaluate(int a, int b, int c)
    {
        int sum = 0;
        foreach (char letter in Letters) sum += letter switch { 'a' => a, 'b' => b, _ => c };
        return sum;
    }

    /// <summary>The strategy that adds these letters, in whatever order; -1 where it is none of the eight.</summary>
    /// <param name="letters">0 for a, 1 for b, 2 for c.</param>
    public static int Of(ReadOnlySpan<int> letters)
    {
        Span<int> counts = stackalloc int[3];
        foreach (int letter in letters) counts[letter]++;
        for (int i = 0; i < All.Count; i++)
        {
            string own = All[i].Letters;
            if (own.Length == letters.Length && own.AsSpan().Count('a') == counts[0] && own.AsSpan().Count('b') == counts[1] && own.AsSpan().Count('c') == counts[2]) return i;
        }
        return -1;
    }
}
