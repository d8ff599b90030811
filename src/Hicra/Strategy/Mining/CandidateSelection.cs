namespace Hicra.Strategy.Mining;

/// <summary>Chooses the candidates among the frequent grams: the most frequent ones, marked where a rule says that they are no strategic grams.</summary>
internal static class CandidateSelection
{
    /// <summary>The candidates, by falling document frequency.</summary>
    public static List<Candidate> Select(FrequentGrams grams, MiningCorpus corpus, MiningSettings settings)
    {
        var found = new List<(int Length, int Id)>();
        for (int n = settings.MinWords; n <= settings.MaxWords; n++)
        {
            GramLevel level = grams.Of(n);
            for (int id = 0; id < level.Count; id++) found.Add((n, id));
        }
        string?[][] rules = Rules(grams, corpus, settings, found.Count);
        return [.. found
            .OrderByDescending(g => grams.Of(g.Length).Df[g.Id])
            .Take(Math.Max(settings.MaxCandidates, 0))
            .Select(g => Make(grams, g.Length, g.Id, rules[g.Length][g.Id]))
            .OrderByDescending(c => c.Gram.Df).ThenBy(c => c.Gram.Text, StringComparer.Ordinal)];
    }

    private static Candidate Make(FrequentGrams grams, int length, int id, string? rule)
    {
        GramLevel level = grams.Of(length);
        return new(grams.Words(length, id), new(grams.Text(length, id), level.Df[id], level.Occurrences[id], level.Groups[id]), rule);
    }

    /// <summary>[words][grams] the rule that drops each gram, from the longest to the shortest.</summary>
    private static string?[][] Rules(FrequentGrams grams, MiningCorpus corpus, MiningSettings settings, int tests)
    {
        string?[][] rules = new string?[settings.MaxWords + 1][];
        int[]? inside = null; // [grams] document frequency of the most frequent longer gram that stays and holds this one
        for (int n = settings.MaxWords; n >= settings.MinWords; n--)
        {
            GramLevel level = grams.Of(n);
            rules[n] = new string?[level.Count];
            int[] below = new int[n > 1 ? grams.Of(n - 1).Count : 0];
            for (int id = 0; id < level.Count; id++)
            {
                int longer = inside?[id] ?? 0;
                string? rule = rules[n][id] = Rule(grams, corpus, settings, n, id, longer, tests);
                int holder = rule is null ? Math.Max(level.Df[id], longer) : longer;
                if (n == 1) continue;
                below[level.Left[id]] = Math.Max(below[level.Left[id]], holder);
                below[level.Right[id]] = Math.Max(below[level.Right[id]], holder);
            }
            inside = below;
        }
        return rules;
    }

    private static string? Rule(FrequentGrams grams, MiningCorpus corpus, MiningSettings settings, int n, int id, int longer, int tests)
    {
        GramLevel level = grams.Of(n);
        if (double.IsFinite(settings.ChanceGrams) && GramRules.IsChance(level.Occurrences[id], Expected(grams, corpus.Statistics.Words, n, id), tests, settings.ChanceGrams)) return GramRules.Chance;
        if (level.Occurrences[id] > settings.MaxPerSolution * level.Df[id]) return GramRules.Repeated;
        if (!settings.KeepFragments && GramRules.IsFragment([.. grams.Words(n, id).Select(word => corpus.Vocabulary[word])])) return GramRules.Fragment;
        return longer >= settings.NestedShare * level.Df[id] ? GramRules.Nested : null;
    }

    /// <summary>Occurrences that chance would give, of the split that gives the most. A gram of one word has none.</summary>
    private static double Expected(FrequentGrams grams, long words, int n, int id)
    {
        double most = 0;
        Span<int> prefix = stackalloc int[MiningSettings.LongestGram], suffix = stackalloc int[MiningSettings.LongestGram];
        (prefix[n - 1], suffix[n - 1]) = (id, id);
        for (int length = n - 1; length >= 1; length--)
        {
            prefix[length - 1] = grams.Of(length + 1).Left[prefix[length]];
            suffix[length - 1] = grams.Of(length + 1).Right[suffix[length]];
        }
        for (int left = 1; left < n; left++)
        {
            most = Math.Max(most, (double)grams.Of(left).Occurrences[prefix[left - 1]] * grams.Of(n - left).Occurrences[suffix[n - left - 1]] / words);
        }
        return most;
    }
}
