using Hicra.Credit;

namespace Hicra.Traces;

/// <summary>What is known of each <see cref="TraceFormat"/>: its name in options, what people call such files, and what they can hold.</summary>
public static class TraceFormats
{
    private static readonly (TraceFormat Format, string Name, string Title, TraceFeatures Features)[] All =
    [
        (TraceFormat.Hicra, "hicra", "rollouts", (TraceFeatures)~0),
        (TraceFormat.Verl, "verl", "verl rollout dumps", TraceFeatures.Rewards | TraceFeatures.Groups),
        (TraceFormat.Trl, "trl", "TRL completion logs", TraceFeatures.Rewards | TraceFeatures.Groups | TraceFeatures.Advantages),
        (TraceFormat.Unipo, "unipo", "UNIPO run logs", (TraceFeatures)~0 & ~TraceFeatures.PlanningSpans),
        (TraceFormat.Samples, "samples", "files of sampled texts", TraceFeatures.Rewards | TraceFeatures.Groups),
        (TraceFormat.Plain, "plain", "plain files of solutions", TraceFeatures.Rewards),
    ];

    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>The format of a name, for example <c>verl</c>.</summary>
    /// <exception cref="HicraException">There is no such format; the message names the nearest.</exception>
    public static TraceFormat Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach ((TraceFormat format, string known, _, _) in All)
            if (known == name) return format;
        throw NameSuggestion.Unknown("trace format", name, Names);
    }

    /// <summary>What people call files of the format, in the plural, for example "verl rollout dumps".</summary>
    public static string Title(TraceFormat format) => All[(int)format].Title;

    /// <summary>What files of the format can hold. A file may hold less.</summary>
    public static TraceFeatures Features(TraceFormat format) => All[(int)format].Features;
}
