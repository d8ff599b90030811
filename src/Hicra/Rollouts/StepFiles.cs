using System.Globalization;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts;

/// <summary>
/// The steps that files are of, by their names, for records that name none: <c>5.jsonl</c>, <c>step_10.json</c>,
/// <c>step10_rank0.jsonl</c>, <c>completions_00020.parquet</c>, <c>checkpoint-100/samples.jsonl</c>. Only where there are several
/// files of different steps; the parts of one table (<c>train-00001-of-00008</c>) are no steps.
/// </summary>
internal static partial class StepFiles
{
    /// <summary>[files] the step of each; null where the names say none.</summary>
    public static int?[] Of(IReadOnlyList<RolloutPath> files)
    {
        if (files.Count < 2) return new int?[files.Count];
        // A number that is called a step may stand for several files, such as those of several processes; another must be each file's own.
        return By(files, file => Number(Marked().Match(Path.GetFileName(file))), alone: false)
            ?? By(files, file => Number(Last().Match(Path.GetFileName(file))), alone: true)
            ?? By(files, file => Number(First().Match(Path.GetFileName(file))), alone: true)
            ?? By(files, OfFolder, alone: false)
            ?? new int?[files.Count];
    }

    /// <summary>Whether a folder's name says a step.</summary>
    public static bool IsStepFolder(string folder) => Folder().IsMatch(Path.GetFileName(folder));

    private static int?[]? By(IReadOnlyList<RolloutPath> files, Func<string, int?> step, bool alone)
    {
        int?[] steps = [.. files.Select(path => step(path.File))];
        int said = steps.Count(s => s is not null), different = steps.OfType<int>().Distinct().Count();
        // In a folder settings may lie beside the steps.
        bool all = Enumerable.Range(0, files.Count).All(i => steps[i] is not null || !files[i].Named) && 2 * said >= files.Count;
        return all && different > 1 && (!alone || different == said) ? steps : null;
    }

    private static int? OfFolder(string file)
    {
        for (string? folder = Path.GetDirectoryName(file); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
            if (Number(Folder().Match(Path.GetFileName(folder))) is int step) return step;
        return null;
    }

    private static int? Number(Match match) => match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;

    [GeneratedRegex("(?:^|[^a-z])(?:step|iter|iteration|update)s?[-_.=]?([0-9]+)(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

    [GeneratedRegex("^(?:(?:.*[^a-z])?(?:rollout|rollouts|completion|completions|generation|generations|dump|checkpoint|ckpt)[-_.]?)?([0-9]+)(?:\\.[a-z]+)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Last();

    [GeneratedRegex("^([0-9]+)[-_.](?!of[-_.]?[0-9])[a-z]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex First();

    [GeneratedRegex("^(?:(?:.*[^a-z])?(?:step|iter|iteration|update|checkpoint|ckpt)s?[-_.=]?)?([0-9]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Folder();
}
