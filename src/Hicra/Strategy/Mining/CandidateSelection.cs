namespace Hicra.Strategy.Mining;

/// <summary>Chooses the candidates among the frequent grams: the most frequent ones, marked where a rule says that they are no strategic grams.</summary>
internal sealed class CandidateSelection
{
    private readonly FrequentGrams _grams;
    private readonly MiningCorpus _corpus;
    private readonly MiningSettings _settings;
    private readonly SortedDictionary<int, int> _problemsOfSize = [];
    private readonly List<(int Length, int Id)> _found = [];
    private readonly long _words, _tests;
    private readonly bool _english;

    private CandidateSelection(FrequentGrams grams, CorpusSample sample, MiningSettings settings)
    {
        (_grams, _corpus, _settings) = (grams, sample.Corpus, settings);
        _english = GramRules.IsEnglish(_corpus.Vocabulary);
        foreach (IGrouping<int, int> problem in sample.Groups.GroupBy(group => group))
        {
            int size = problem.Count();
            _problemsOfSize[size] = _problemsOfSize.GetValueOrDefault(size) + 1;
        }
        _words = sample.Solutions.Sum(s => (long)_corpus[s].Length);
        // Every position may start a gram of each length that would have been noticed had it come again by chance.
        _tests = _words * (settings.MaxWords - settings.MinWords + 1);
        for (int n = settings.MinWords; n <= settings.MaxWords; n++)
        {
            for (int id = 0; id < grams.Of(n).Count; id++) _found.Add((n, id));
        }
    }

    /// <summary>The candidates, by falling document frequency.</summary>
    public static List<Candidate> Select(FrequentGrams grams, CorpusSample sample, MiningSettings settings)
    {
        var selection = new CandidateSelection(grams, sample, settings);
        string?[][] rules = selection.Rules();
        return [.. selection._found
            .OrderByDescending(g => grams.Of(g.Length).Df[g.Id])
            .Take(settings.MaxCandidates)
            .Select(g => selection.Make(g.Length, g.Id, rules[g.Length][g.Id]))
            .OrderByDescending(c => c.Gram.Df).ThenBy(c => c.Gram.Text, StringComparer.Ordinal)];
    }

    private Candidate Make(int length, int id, string? rule)
    {
        GramLevel level = _grams.Of(length);
        return new(_grams.Words(length, id), new(_grams.Text(length, id), level.Df[id], level.Occurrences[id], level.Groups[id]), rule);
    }

    /// <summary>[words][grams] the rule that drops each gram, from the longest to the shortest.</summary>
    private string?[][] Rules()
    {
        string?[][] rules = new string?[_settings.MaxWords + 1][];
        int[]? inside = null; // [grams] document frequency of the most frequent longer gram that stays and holds this one
        for (int n = _settings.MaxWords; n >= _settings.MinWords; n--)
        {
            GramLevel level = _grams.Of(n);
            rules[n] = new string?[level.Count];
            int[] below = new int[n > 1 ? _grams.Of(n - 1).Count : 0];
            for (int id = 0; id < level.Count; id++)
            {
                int longer = inside?[id] ?? 0;
                string? rule = rules[n][id] = Rule(n, id, longer);
                if (n == 1) continue;
                int holder = rule is null ? level.Df[id] : longer;
                below[level.Left[id]] = Math.Max(below[level.Left[id]], holder);
                below[level.Right[id]] = Math.Max(below[level.Right[id]], holder);
            }
            inside = below;
        }
        return rules;
    }

    private string? Rule(int n, int id, int longer)
    {
        GramLevel level = _grams.Of(n);
        int df = level.Df[id];
        if (double.IsFinite(_settings.ChanceGrams) && GramRules.IsChance(level.Occurrences[id], Expected(n, id), _tests, _settings.ChanceGrams)) return GramRules.Chance;
        if (level.Occurrences[id] > _settings.MaxPerSolution * df) return GramRules.Repeated;
        if (_corpus.KnowsProblems && level.Groups[id] < _settings.MinSpread * GramRules.ExpectedProblems((double)df / _grams.Documents, _problemsOfSize)) return GramRules.Content;
        if (!_settings.KeepFragments)
        {
            string[] words = [.. _grams.Words(n, id).Select(word => _corpus.Vocabulary[word])];
            if (GramRules.IsFragment(words, _english)) return GramRules.Fragment;
            if (_english && GramRules.IsExecution(words)) return GramRules.Execution;
        }
        return longer >= _settings.NestedShare * df ? GramRules.Nested : null;
    }

    /// <summary>Occurrences that chance would give, of the split that gives the most. A gram of one word has none.</summary>
    private double Expected(int n, int id)
    {
        double most = 0;
        Span<int> prefix = stackalloc int[MiningSettings.LongestGram], suffix = stackalloc int[MiningSettings.LongestGram];
        (prefix[n - 1], suffix[n - 1]) = (id, id);
        for (int length = n - 1; length >= 1; length--)
        {
            prefix[length - 1] = _grams.Of(length + 1).Left[prefix[length]];
            suffix[length - 1] = _grams.Of(length + 1).Right[suffix[length]];
        }
        for (int left = 1; left < n; left++)
        {
            most = Math.Max(most, (double)_grams.Of(left).Occurrences[prefix[left - 1]] * _grams.Of(n - left).Occurrences[suffix[n - left - 1]] / _words);
        }
        return most;
    }
}
