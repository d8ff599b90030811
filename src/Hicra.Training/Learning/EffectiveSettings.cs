using Hicra.Credit;

namespace Hicra.Training.Learning;

/// <summary>
/// What a training's options come to: options that are written differently and give the same numbers have one form. HICRA of
/// alpha 0 is GRPO, to the bit; so is an entropy bonus of 0; and an alpha that no rule looks at is none.
/// </summary>
public static class EffectiveSettings
{
    private const string Uniform = "grpo";

    /// <summary>The one form of options that give equal numbers. Rules that no catalog of the kit knows are left as they are.</summary>
    /// <returns>Options to compare with; their alpha is 0 where no alpha acts.</returns>
    public static TrainingOptions Of(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (CreditCatalog.BuiltIn.Methods.FirstOrDefault(m => m.Name == options.Method) is not { } method) return options;
        // The trainer adds the entropy's gradient where its coefficient is not 0, whatever the method is called.
        double entropy = options.EntropyCoefficient ?? (method.UsesEntropyCoefficient ? new CreditSettings().EntropyCoefficient : 0);
        bool amplifies = method.UsesAlpha && !(method.IsUniformAtZero && IsAlwaysZero(options));
        TrainingOptions form = options with { Method = amplifies || !IsUniform(method) ? options.Method : Uniform, EntropyCoefficient = entropy == 0 ? null : entropy, AnyAlpha = false };
        return amplifies ? form : form with { Alpha = 0, AlphaTo = null, AlphaTarget = null, AlphaSteps = new TrainingOptions().AlphaSteps };
    }

    /// <summary>Whether two options give the same numbers.</summary>
    public static bool Equal(TrainingOptions a, TrainingOptions b) => Of(a) == Of(b);

    /// <summary>Why the options are those of plain GRPO under another name, as a clause; null where they are not, or say so themselves.</summary>
    public static string? WhyGrpo(TrainingOptions options)
    {
        TrainingOptions form = Of(options);
        if (options.Method == Uniform || form.Method != Uniform || form.EntropyCoefficient is not null) return null;
        return CreditCatalog.BuiltIn.Find(options.Method).UsesAlpha ? "with alpha 0 every token takes its rollout's advantage" : "its entropy coefficient is 0";
    }

    // Alpha that moves or adapts is 0 at most for a time.
    private static bool IsAlwaysZero(TrainingOptions options) => options.Alpha == 0 && options.AlphaTarget is null && options.AlphaTo is null or 0;

    private static bool IsUniform(CreditMethod method) => method.Name == Uniform || method.UsesEntropyCoefficient || method.IsUniformAtZero;
}
