using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

/// <summary>Document frequencies by the book: every gram of every solution in a dictionary.</summary>
internal static class PlainCounts
{
    /// <summary>All rules off: what is mined then are all frequent grams.</summary>
    public static readonly MiningSettings Everything = new()
    {
        TopShare = 1, ChanceGrams = double.PositiveInfinity, KeepFragments = true, NestedShare = 2, MinSpread = 0, MaxCandidates = MiningSettings.MostCandidates, ClusterDistance = 0,
    };

    /// <summary>The grams of texts that are words between blanks, with their document frequency, occurrences and problems.</summary>
    public static Dictionary<string, MinedGram> Of(IReadOnlyList<Solution> solutions, int minWords, int maxWords, int minDf, int minProblems)
    {
        var seen = new Dictionary<string, (HashSet<int> Solutions, HashSet<string> Problems, int Occurrences)>();
        for (int s = 0; s < solutions.Count; s++)
        {
            string[] words = solutions[s].Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int n = minWords; n <= maxWords; n++)
            {
                for (int i = 0; i + n <= words.Length; i++)
                {
                    string gram = string.Join(' ', words[i..(i + n)]);
                    (HashSet<int> inSolutions, HashSet<string> inProblems, int occurrences) = seen.TryGetValue(gram, out var known) ? known : ([], [], 0);
                    inSolutions.Add(s);
                    inProblems.Add(solutions[s].Problem ?? $"{s}");
                    seen[gram] = (inSolutions, inProblems, occurrences + 1);
                }
            }
        }
        return seen.Where(g => g.Value.Solutions.Count >= minDf && g.Value.Problems.Count >= minProblems)
            .ToDictionary(g => g.Key, g => new MinedGram(g.Key, g.Value.Solutions.Count, g.Value.Occurrences, g.Value.Problems.Count));
    }
}
