using System.Text.Json;
using Hicra.Credit;
using Hicra.Objective;

namespace Hicra.Training.Learning;

/// <summary>
/// Every option of <see cref="TrainingOptions"/> by name, once: commands make their options from this list, configuration
/// files are written and read with it, and two configurations are compared by it.
/// </summary>
public static class TrainingSettings
{
    private static readonly string[] OverlongNames = ["keep", "mask", "soft"];

    /// <summary>The settings, in the order in which help and files show them.</summary>
    public static IReadOnlyList<TrainingSetting> All { get; } =
    [
        new("method", SettingKind.Choice, "credit rule", o => o.Method, (o, v) => o with { Method = (string)v }, [.. CreditCatalog.BuiltIn.Methods.Select(m => m.Name)]),
        Number("alpha", "strength of amplifying rules, in [0, 1)", o => o.Alpha, (o, v) => o with { Alpha = v }),
        new("any-alpha", SettingKind.Flag, "allow an alpha outside [0, 1)", o => o.AnyAlpha, (o, v) => o with { AnyAlpha = (bool)v }),
        Number("alpha-to", "let alpha move on a line to this value", o => o.AlphaTo, (o, v) => o with { AlphaTo = v }),
        Integer("alpha-steps", "steps that the line takes", o => o.AlphaSteps, (o, v) => o with { AlphaSteps = v }),
        Number("alpha-target", "let alpha hold this semantic entropy (nats)", o => o.AlphaTarget, (o, v) => o with { AlphaTarget = v }),
        new("grams", SettingKind.Text, "phrases that make planning tokens: world, paper, a library's file, or online:N (mined again every N steps from the run's own correct rollouts)", o => o.Grams, (o, v) => o with { Grams = (string)v }),
        Integer("steps", "updates", o => o.Steps, (o, v) => o with { Steps = v }),
        new("seed", SettingKind.WholeNumber, "seed of all random numbers", o => o.Seed, (o, v) => o with { Seed = (long)v }),
        new("estimator", SettingKind.Choice, "advantage estimator", o => o.Estimator, (o, v) => o with { Estimator = (string)v }, [.. EstimatorCatalog.Names.Select(n => n.Key)]),
        new("loss", SettingKind.Choice, "policy loss", o => ObjectiveNames.Of(o.Objective.Loss), (o, v) => o with { Objective = o.Objective with { Loss = ObjectiveNames.ParsePolicyLoss((string)v) } }, ObjectiveNames.PolicyLosses),
        new("aggregation", SettingKind.Choice, "how token losses become one number", o => ObjectiveNames.Of(o.Objective.Aggregation), (o, v) => o with { Objective = o.Objective with { Aggregation = ObjectiveNames.ParseAggregation((string)v) } }, ObjectiveNames.LossAggregations),
        Number("clip-low", "the ratio is clipped at 1 - this", o => o.Objective.ClipLow, (o, v) => o with { Objective = o.Objective with { ClipLow = v } }),
        Number("clip-high", "the ratio is clipped at 1 + this", o => o.Objective.ClipHigh, (o, v) => o with { Objective = o.Objective with { ClipHigh = v } }),
        Number("dual-clip", "bound on the loss of tokens with negative advantage, above 1", o => o.Objective.DualClip, (o, v) => o with { Objective = o.Objective with { DualClip = v } }),
        new("kl", SettingKind.Choice, "estimator of the KL to the base model", o => ObjectiveNames.Of(o.Objective.Kl), (o, v) => o with { Objective = o.Objective with { Kl = ObjectiveNames.ParseKlEstimator((string)v) } }, ObjectiveNames.KlEstimators),
        Number("kl-coefficient", "weight of that KL", o => o.Objective.KlCoefficient, (o, v) => o with { Objective = o.Objective with { KlCoefficient = v } }),
        Number("entropy-coefficient", "weight of the entropy bonus", o => o.EntropyCoefficient, (o, v) => o with { EntropyCoefficient = v }),
        Number("lr", "learning rate", o => o.Optimizer.LearningRate, (o, v) => o with { Optimizer = o.Optimizer with { LearningRate = v } }),
        Number("weight-decay", "decoupled weight decay", o => o.Optimizer.WeightDecay, (o, v) => o with { Optimizer = o.Optimizer with { WeightDecay = v } }),
        new("max-grad-norm", SettingKind.BoundOrNone, "bound on the gradient's norm; inf for none", o => o.Optimizer.MaxGradientNorm, (o, v) => o with { Optimizer = o.Optimizer with { MaxGradientNorm = (double)v } }),
        Number("beta1", "AdamW's decay of the first moment", o => o.Optimizer.Beta1, (o, v) => o with { Optimizer = o.Optimizer with { Beta1 = v } }),
        Number("beta2", "AdamW's decay of the second moment", o => o.Optimizer.Beta2, (o, v) => o with { Optimizer = o.Optimizer with { Beta2 = v } }),
        Number("epsilon", "what AdamW adds to the root of the second moment", o => o.Optimizer.Epsilon, (o, v) => o with { Optimizer = o.Optimizer with { Epsilon = v } }),
        Integer("prompts", "problems a step", o => o.Prompts, (o, v) => o with { Prompts = v }),
        Integer("group", "rollouts per problem", o => o.GroupSize, (o, v) => o with { GroupSize = v }),
        Integer("minibatches", "updates a step", o => o.Minibatches, (o, v) => o with { Minibatches = v }),
        Integer("max-new-tokens", "longest response in tokens", o => o.MaxNewTokens, (o, v) => o with { MaxNewTokens = v }),
        Number("temperature", "temperature of rollouts, and of their log-probs, entropies and loss", o => o.Temperature, (o, v) => o with { Temperature = v }),
        Number("top-p", "draw rollouts from the most probable tokens that together have this probability; 1 for all", o => o.Filter.TopP, (o, v) => o with { Filter = o.Filter with { TopP = v } }),
        Integer("top-k", "draw rollouts from so many of the most probable tokens; 0 for all", o => o.Filter.TopK, (o, v) => o with { Filter = o.Filter with { TopK = v } }),
        Number("min-p", "draw rollouts from tokens at least this share as probable as the most probable one; 0 for all", o => o.Filter.MinP, (o, v) => o with { Filter = o.Filter with { MinP = v } }),
        Integer("dynamic-sampling", "rounds of replacing groups of equal rewards (DAPO); 0 is off", o => o.ResampleRounds, (o, v) => o with { ResampleRounds = v }),
        new("overlong", SettingKind.Choice, "responses that reach the limit: kept, masked, or softly punished (DAPO)", o => OverlongNames[(int)o.Overlong], (o, v) => o with { Overlong = (Overlong)Array.IndexOf(OverlongNames, (string)v) }, OverlongNames),
        Integer("overlong-buffer", "tokens before the limit over which 'soft' punishes", o => o.OverlongBuffer, (o, v) => o with { OverlongBuffer = v }),
        Number("overlong-penalty", "what 'soft' takes from the reward at the limit", o => o.OverlongPenalty, (o, v) => o with { OverlongPenalty = v }),
        Integer("val-problems", "validation problems; 0 is off", o => o.ValidationProblems, (o, v) => o with { ValidationProblems = v }),
        Integer("val-samples", "samples per validation problem", o => o.ValidationSamples, (o, v) => o with { ValidationSamples = v }),
        Integer("val-every", "steps between validations", o => o.ValidationEvery, (o, v) => o with { ValidationEvery = v }),
    ];

    /// <summary>Writes the options as members of the current JSON object; what is not set is left out.</summary>
    public static void Write(Utf8JsonWriter json, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(options);
        foreach (TrainingSetting setting in All) setting.Write(json, options);
    }

    /// <summary>Reads options from a JSON object; what is left out has its default.</summary>
    /// <param name="root">The object.</param>
    /// <param name="source">What errors call it, for example the file.</param>
    /// <exception cref="HicraException">A member is unknown or has no usable value.</exception>
    public static TrainingOptions Read(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new HicraException($"{source}: the training settings are no JSON object; the file is damaged");
        var options = new TrainingOptions();
        foreach (JsonProperty member in root.EnumerateObject())
        {
            TrainingSetting setting = All.FirstOrDefault(s => s.Name == member.Name)
                ?? throw new HicraException($"{source}: unknown training setting '{member.Name}'; use the version of hicra that wrote the file");
            string text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            // A user's own rule has a name that no catalog knows.
            if (setting.Name == "method") options = options with { Method = text };
            else options = Set(setting, options, text, source);
        }
        return options;
    }

    /// <summary>The names of the settings in which two options differ.</summary>
    public static IReadOnlyList<string> Differences(TrainingOptions a, TrainingOptions b) =>
        [.. All.Where(setting => setting.Get(a) != setting.Get(b)).Select(setting => setting.Name)];

    private static TrainingOptions Set(TrainingSetting setting, TrainingOptions options, string text, string source)
    {
        try
        {
            return setting.Set(options, text);
        }
        catch (HicraException error)
        {
            throw new HicraException($"{source}: {error.Message}", error);
        }
    }

    private static TrainingSetting Number(string name, string description, Func<TrainingOptions, double?> get, Func<TrainingOptions, double, TrainingOptions> set) =>
        new(name, SettingKind.Number, description, o => get(o), (o, v) => set(o, (double)v));

    private static TrainingSetting Integer(string name, string description, Func<TrainingOptions, int> get, Func<TrainingOptions, int, TrainingOptions> set) =>
        new(name, SettingKind.WholeNumber, description, o => get(o), (o, v) => set(o, (int)(long)v));
}
