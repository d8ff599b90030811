using System.Globalization;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts;

/// <summary>
/// The steps that files are of, by their names, for records that name none: <c>5.jsonl</c>, <c>step_10.json</c>,
/// <c>completions_00020.parquet</c>. Only where there are several files, and each says another step; the parts of one table
/// (<c>train-00001-of-00008</c>) are no steps.
/// </summary>
internal static partial class StepFiles
{
    /// <summary>[files] the step of each; null where the names say none.</summary>
    public static int?[] Of(IReadOnlyList<string> files)
    {
        int?[] steps = [.. files.Select(Step)];
        bool all = files.Count > 1 && steps.All(step => step is not null) && steps.Distinct().Count() == files.Count;
        return all ? steps : new int?[files.Count];
    }

    private static int? Step(string file) =>
        Name().Match(Path.GetFileName(file)) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;

    [GeneratedRegex("^(?:(?:.*[^a-z])?(?:step|steps|iter|iteration|update|rollout|rollouts|completion|completions|generation|generations|dump|global_step)[-_.]?)?([0-9]+)(?:\\.[a-z]+)+$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
