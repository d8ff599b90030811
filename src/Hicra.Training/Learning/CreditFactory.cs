using Hicra.Credit;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>Makes the credit rule that a training's options name.</summary>
internal static class CreditFactory
{
    /// <summary>The rule, with the alpha schedule that the options ask for.</summary>
    /// <param name="credits">The methods by name.</param>
    /// <param name="options">The training's options.</param>
    /// <param name="world">Its strategic grams are what a control has as many of.</param>
    /// <exception cref="HicraException">The method is unknown, or a setting cannot be used.</exception>
    public static CreditChoice Create(CreditCatalog credits, TrainingOptions options, IWorld world) => credits.Create(options.Method, new CreditSettings
    {
        Alpha = Schedule(options),
        PlaceboCount = world.StrategicGrams.Count,
        EntropyCoefficient = options.EntropyCoefficient ?? new CreditSettings().EntropyCoefficient,
    });

    private static IAlphaSchedule Schedule(TrainingOptions options)
    {
        if (options.AlphaTo is double to) return new LinearAlpha(options.Alpha, to, options.AlphaSteps, anyAlpha: options.AnyAlpha);
        if (options.AlphaTarget is double target) return new AdaptiveAlpha(new AdaptiveAlphaOptions { Target = target, Initial = options.Alpha, AnyAlpha = options.AnyAlpha });
        return new FixedAlpha(options.Alpha, options.AnyAlpha);
    }
}
