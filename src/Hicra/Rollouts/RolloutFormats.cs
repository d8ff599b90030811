namespace Hicra.Rollouts;

/// <summary>What is known of each <see cref="RolloutFormat"/>: its name in options, what people call such files, and what they can hold.</summary>
public static class RolloutFormats
{
    private const RolloutFeatures Anything = (RolloutFeatures)~0 & ~(RolloutFeatures.Advantages | RolloutFeatures.PlanningSpans);

    private static readonly (RolloutFormat Format, string Name, string Title, RolloutFeatures Features)[] All =
    [
        (RolloutFormat.Hicra, "hicra", "rollouts", (RolloutFeatures)~0),
        (RolloutFormat.Verl, "verl", "verl rollout dumps", RolloutFeatures.Rewards | RolloutFeatures.Groups),
        (RolloutFormat.Trl, "trl", "TRL completion logs", Anything | RolloutFeatures.Advantages),
        (RolloutFormat.Unipo, "unipo", "UNIPO run logs", (RolloutFeatures)~0 & ~RolloutFeatures.PlanningSpans),
        (RolloutFormat.Samples, "samples", "files of sampled texts", Anything),
        (RolloutFormat.Plain, "plain", "plain files of solutions", Anything),
        (RolloutFormat.LmEval, "lm-eval", "lm-eval samples", RolloutFeatures.Rewards | RolloutFeatures.Groups),
        (RolloutFormat.Dialogue, "dialogue", "conversations", Anything),
        (RolloutFormat.Mapped, "mapped", "records of another kind", Anything),
    ];

    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Where(format => format.Format != RolloutFormat.Mapped).Select(format => format.Name)];

    /// <summary>The format of a name, for example <c>verl</c>.</summary>
    /// <exception cref="HicraException">There is no such format; the message names the nearest.</exception>
    public static RolloutFormat Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach ((RolloutFormat format, string known, _, _) in All)
            if (known == name) return format;
        throw NameSuggestion.Unknown("trace format", name, Names);
    }

    /// <summary>The name of a format, as <see cref="Parse"/> takes it.</summary>
    public static string NameOf(RolloutFormat format) => All[(int)format].Name;

    /// <summary>What people call files of the format, in the plural, for example "verl rollout dumps".</summary>
    public static string Title(RolloutFormat format) => All[(int)format].Title;

    /// <summary>What files of the format can hold. A file may hold less.</summary>
    public static RolloutFeatures Features(RolloutFormat format) => All[(int)format].Features;
}
