namespace Hicra.Training.Worlds.LongSums;

/// <summary>What only the long world can measure of a step, because its attempts can be checked.</summary>
public static class LongMeasures
{
    /// <summary>
    /// The puzzle world's <c>attempts</c>, <c>sound_attempts</c>, <c>executed_entropy</c>, <c>error/planning</c>, <c>error/other</c>;
    /// and <c>column_slips</c>, <c>copy_errors</c> (shares of columns and copies), <c>plan_hits</c>, <c>plan_fits</c> (shares of
    /// attempts), <c>persistence</c> (going on, a miss), <c>strategies</c> (different ones a response). What has no value is left out.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Of(IReadOnlyList<LongVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        if (verdicts.Count == 0) return [];
        double responses = verdicts.Count;
        int attempts = verdicts.Sum(v => v.Attempts);
        var measures = new List<KeyValuePair<string, double>>
        {
            new("attempts", attempts / responses),
            new("error/planning", verdicts.Count(v => v.Kind == ErrorKind.Plan) / responses),
            new("error/other", verdicts.Count(v => v.Kind == ErrorKind.Other) / responses),
            new("strategies", verdicts.Sum(v => v.Forms.Where(form => form >= 0).Distinct().Count()) / responses),
        };
        Share("sound_attempts", verdicts.Sum(v => v.SoundAttempts), attempts);
        Share("plan_hits", verdicts.Sum(v => v.PlanHits), attempts);
        Share("plan_fits", verdicts.Sum(v => v.PlanFits), attempts);
        Share("column_slips", verdicts.Sum(v => v.Slips), verdicts.Sum(v => v.Columns));
        Share("copy_errors", verdicts.Sum(v => v.CopyErrors), verdicts.Sum(v => v.Copies));
        Share("persistence", verdicts.Sum(v => v.GoOns), verdicts.Sum(v => v.Misses));
        if (attempts > 0) measures.Add(new("executed_entropy", ExecutedForms.Entropy(verdicts.SelectMany(v => v.Forms), LongStrategy.All.Count)));
        return measures;

        void Share(string name, int part, int whole)
        {
            if (whole > 0) measures.Add(new(name, (double)part / whole));
        }
    }
}
