using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Rendering;

/// <summary>How the measures that runs are compared by are written: their unit, their digits, what they are.</summary>
/// <param name="Name">The measure's name.</param>
/// <param name="Metric">What the log calls it, in words; null for a measure that is none of the usual.</param>
internal sealed record MeasureText(string Name, Metric? Metric)
{
    // Any world and number of samples: the names of the measures do not depend on them.
    private static readonly Dictionary<string, Metric?> Known = RunMeasure.Standard("any", 1).ToDictionary(m => m.Name, m => MetricCatalog.Find(m.Metric));

    /// <summary>A measure by its name.</summary>
    public static MeasureText Of(string name) => new(name, Known.GetValueOrDefault(name));

    /// <summary>Whether values are shares, which are written in per cent, and their differences in points.</summary>
    public bool IsShare => Metric?.IsShare == true;

    /// <summary>The name with the unit of the numbers beside it.</summary>
    public string Heading => Metric is { Unit.Length: > 0 } ? $"{Name} ({Metric.Unit})" : Name;

    /// <summary>The heading for a page, with what the measure is as a tooltip.</summary>
    public string Html => Metric is null ? Hicra.Interactive.Rendering.Html.Escape(Heading) : Hicra.Interactive.Rendering.Html.Explained(Heading, Metric.Sentence);
}
