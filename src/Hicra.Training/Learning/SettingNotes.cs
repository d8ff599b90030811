using System.Globalization;
using Hicra.Credit;
using Hicra.Objective;
using Hicra.Strategy;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>A setting that does not do what its reader may think.</summary>
/// <param name="Setting">Its name, as commands write it.</param>
/// <param name="Text">One line: what it comes to, and why.</param>
/// <param name="IsWarning">Whether the run may be another experiment than the one that was meant.</param>
public sealed record SettingNote(string Setting, string Text, bool IsWarning = false);

/// <summary>Settings without effect. Nothing is wrong with a run that has one, but whoever gave it should know.</summary>
public static class SettingNotes
{
    private static readonly TrainingOptions Defaults = new();

    // A setting, when nothing looks at it, and why not.
    private static readonly (string Setting, Func<TrainingOptions, bool> IsIdle, Func<TrainingOptions, string> Why)[] Idle =
    [
        ("alpha", o => !UsesAlpha(o), HasNoAlpha),
        ("alpha-to", o => !UsesAlpha(o), HasNoAlpha),
        ("alpha-target", o => !UsesAlpha(o), HasNoAlpha),
        ("alpha-steps", o => o.AlphaTo is null || !UsesAlpha(o), o => UsesAlpha(o) ? "there is no --alpha-to for alpha to move to" : HasNoAlpha(o)),
        ("aggregation", o => o.Objective.Loss == PolicyLoss.Gspo && o.Objective.KlCoefficient == 0 && EffectiveSettings.Of(o).EntropyCoefficient is null, _ => "the loss gspo has an aggregation of its own, and there is neither KL nor entropy bonus to aggregate"),
        ("clip-low", IsOnPolicy, _ => OnPolicy),
        ("clip-high", IsOnPolicy, _ => OnPolicy),
        ("dual-clip", o => o.Objective.Loss != PolicyLoss.Clip || IsOnPolicy(o), o => o.Objective.Loss != PolicyLoss.Clip ? $"the loss {ObjectiveNames.Of(o.Objective.Loss)} has none" : OnPolicy),
        ("kl", o => o.Objective.KlCoefficient == 0, _ => "--kl-coefficient is 0"),
        ("overlong-buffer", o => o.Overlong != Overlong.Soft, NoSoftPunishment),
        ("overlong-penalty", o => o.Overlong != Overlong.Soft, NoSoftPunishment),
        ("overlong", o => o.Overlong == Overlong.Soft && o.OverlongPenalty == 0, _ => "--overlong-penalty is 0, so nothing is taken from any reward"),
        ("estimator", o => o.GroupSize == 1 && o.Estimator != "batch-z-score", _ => "in groups of one the advantage is the reward, whatever the estimator"),
        ("val-samples", o => o.ValidationProblems == 0, _ => "--val-problems is 0"),
        ("val-every", o => o.ValidationProblems == 0, _ => "--val-problems is 0"),
    ];

    // A list that was made for a world has the words of nearly all its grams; of a foreign one a few go by chance: of the
    // paper's 249 the puzzle world can say 8, single words.
    private const double FewGrams = 0.1;

    private const string OnPolicy = "with --minibatches 1 every ratio is 1, so that nothing is clipped";

    /// <summary>The settings that are set and have no effect, or another than their name says.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isSet">Whether a setting was given, by its name; null for those that are off their default.</param>
    /// <param name="firstStep">The step of the run's first row; a fork's is not 0.</param>
    public static IReadOnlyList<SettingNote> Of(TrainingOptions options, Func<string, bool>? isSet = null, int firstStep = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        isSet ??= name => TrainingSettings.All.First(s => s.Name == name) is var setting && setting.Get(options) != setting.Get(Defaults);
        var notes = new List<SettingNote>();
        if (isSet("method") && EffectiveSettings.WhyGrpo(options) is { } why) notes.Add(new("method", $"{options.Method} is GRPO here: {why}"));
        foreach ((string setting, Func<TrainingOptions, bool> isIdle, Func<TrainingOptions, string> reason) in Idle)
            if (isSet(setting) && isIdle(options)) notes.Add(new(setting, $"--{setting} has no effect: {reason(options)}"));
        if (options.AlphaTo is double to && UsesAlpha(options) && options.Steps < options.AlphaSteps)
            notes.Add(new("alpha-to", string.Create(CultureInfo.InvariantCulture, $"--alpha-to {to} is not reached: the line takes {options.AlphaSteps} steps (--alpha-steps), and the run ends at {options.Steps}")));
        if (options.GroupSize == 1) notes.Add(new("group", "--group 1: there is nothing to compare a rollout with, so that its advantage is its reward itself"));
        if (options.Steps <= firstStep) notes.Add(new("steps", $"--steps {options.Steps}: no update is made{(firstStep > 0 ? $", since the branch begins at step {firstStep}" : "")}"));
        return notes;
    }

    /// <summary>Settings that ask for more than a world has.</summary>
    /// <param name="options">The options.</param>
    /// <param name="world">The world.</param>
    /// <param name="library">The fixed library that the options name; null for the world's own and for one that is mined.</param>
    public static IReadOnlyList<SettingNote> OfWorld(TrainingOptions options, IWorld world, StrategicGramLibrary? library)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(world);
        var notes = new List<SettingNote>();
        if (options.ValidationProblems > world.ValidationOrder.Count && options.ValidationProblems != Defaults.ValidationProblems)
            notes.Add(new("val-problems", $"--val-problems {options.ValidationProblems}: the {world.Name} world has {world.ValidationOrder.Count}, which are taken"));
        if (library is not null && Contradictions.SayableGrams(world, library) is var sayable && sayable < library.Grams.Count)
        {
            bool amplifies = CreditCatalog.BuiltIn.Methods.Any(m => m.Name == options.Method && m.UsesPlanning), few = sayable < FewGrams * library.Grams.Count;
            string then = sayable == 0 ? "no token will count as planning" : few && amplifies ? $"where none of these is said, '{options.Method}' is GRPO" : "the others cannot occur";
            notes.Add(new("grams", $"--grams {options.Grams}: the {world.Name} world has the words for {(sayable == 0 ? "none" : sayable.ToString(CultureInfo.InvariantCulture))} of the {library.Grams.Count} grams; {then}", few && amplifies));
        }
        return notes;
    }

    private static bool UsesAlpha(TrainingOptions options) => CreditCatalog.BuiltIn.Methods.FirstOrDefault(m => m.Name == options.Method) is not { UsesAlpha: false };

    private static string HasNoAlpha(TrainingOptions options) => $"{options.Method} has no alpha";

    private static string NoSoftPunishment(TrainingOptions options) => $"--overlong is {TrainingSettings.All.First(s => s.Name == "overlong").Get(options)}; only 'soft' punishes";

    // A bound of 0 clips what rounding makes of a ratio of 1.
    private static bool IsOnPolicy(TrainingOptions options) => options.Minibatches == 1 && options.Objective is { ClipLow: > 0.001, ClipHigh: > 0.001 };
}
