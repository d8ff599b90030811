namespace Hicra.Training.Worlds.Stories;

/// <summary>What is measured of a step's stories: the parts of the criterion, and whether the stories are still many.</summary>
public static class StoryMeasures
{
    /// <summary>
    /// <c>error/planning</c> and <c>error/other</c> as in the puzzle world; <c>story/said</c>, <c>story/closed</c> (shares of
    /// stories); <c>story/repetition</c> (mean share of repeated trigrams within a story); <c>story/distinct</c> (different
    /// stories among all); <c>story/overlap</c> (trigrams of a story that another story of the step says too, mean over
    /// stories: near 1 where all tell the same). What has no value is left out.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Of(IReadOnlyList<StoryVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        if (verdicts.Count == 0) return [];
        double stories = verdicts.Count;
        return
        [
            new("error/planning", verdicts.Count(verdict => verdict.Kind == ErrorKind.Plan) / stories),
            new("error/other", verdicts.Count(verdict => verdict.Kind == ErrorKind.Other) / stories),
            new("story/said", verdicts.Count(verdict => verdict.Said) / stories),
            new("story/closed", verdicts.Count(verdict => verdict.Text.IsClosed) / stories),
            new("story/repetition", verdicts.Average(verdict => verdict.Text.Repetition)),
            new("story/distinct", verdicts.Select(verdict => verdict.Text.Normal).Distinct().Count() / stories),
            .. Overlap([.. verdicts.Select(verdict => verdict.Text.Trigrams)]),
        ];
    }

    private static IEnumerable<KeyValuePair<string, double>> Overlap(IReadOnlyList<IReadOnlySet<string>> stories)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string trigram in stories.SelectMany(story => story)) said[trigram] = said.GetValueOrDefault(trigram) + 1;
        double[] shares = [.. stories.Where(story => story.Count > 0).Select(story => story.Count(trigram => said[trigram] > 1) / (double)story.Count)];
        if (shares.Length > 1) yield return new("story/overlap", shares.Average());
    }
}
