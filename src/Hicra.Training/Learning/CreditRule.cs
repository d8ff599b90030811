using Hicra.Credit;

namespace Hicra.Training.Learning;

/// <summary>Makes the credit rule that options name.</summary>
internal static class CreditRule
{
    /// <summary>The settings of the catalog, with the alpha schedule that the options ask for.</summary>
    public static CreditSettings Settings(TrainingOptions options, IReadOnlyList<int[]>? placeboGrams) => new()
    {
        Alpha = Schedule(options),
        PlaceboGrams = placeboGrams,
        EntropyCoefficient = options.EntropyCoefficient ?? new CreditSettings().EntropyCoefficient,
    };

    private static IAlphaSchedule Schedule(TrainingOptions options)
    {
        if (options.AlphaTo is double to) return new LinearAlpha(options.Alpha, to, options.AlphaSteps, anyAlpha: options.AnyAlpha);
        if (options.AlphaTarget is double target) return new AdaptiveAlpha(new AdaptiveAlphaOptions { Target = target, Initial = options.Alpha, AnyAlpha = options.AnyAlpha });
        return new FixedAlpha(options.Alpha, options.AnyAlpha);
    }
}
