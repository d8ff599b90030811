using Hicra.Credit;
using Hicra.Objective;
using Hicra.Training.Policies;

namespace Hicra.Training.Learning;

/// <summary>
/// Everything that decides a training run's numbers, apart from the world and the base model. The defaults are those of the
/// puzzle world's reference program. <see cref="TrainingSettings"/> names each option for commands and configuration files.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The credit rule by its name in <see cref="CreditCatalog"/>.</summary>
    public string Method { get; init; } = "grpo";

    /// <summary>The strength of amplifying rules (the paper's alpha), or where a schedule begins.</summary>
    public double Alpha { get; init; } = 0.2;

    /// <summary>Allows an alpha outside [0, 1).</summary>
    public bool AnyAlpha { get; init; }

    /// <summary>Where a linear schedule of alpha ends; null for none.</summary>
    public double? AlphaTo { get; init; }

    /// <summary>Steps from <see cref="Alpha"/> to <see cref="AlphaTo"/>.</summary>
    public int AlphaSteps { get; init; } = 100;

    /// <summary>The semantic entropy in nats that an adaptive alpha holds; null for none.</summary>
    public double? AlphaTarget { get; init; }

    /// <summary>Where the grams that define planning tokens come from, as <see cref="GramSource"/> reads it: <c>world</c>, <c>paper</c>, a library's file, or <c>online:N</c>.</summary>
    public string Grams { get; init; } = GramSource.World;

    /// <summary>The advantage estimator by its name in <see cref="EstimatorCatalog"/>.</summary>
    public string Estimator { get; init; } = "group-z-score";

    /// <summary>Policy loss, clipping, aggregation and KL. Its entropy coefficient and longest response come from this record.</summary>
    public PolicyObjectiveOptions Objective { get; init; } = new();

    /// <summary>The entropy's weight in the objective; null for the method's own (0.01 for <c>entropy-bonus</c>, else 0).</summary>
    public double? EntropyCoefficient { get; init; }

    /// <summary>The optimiser.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Steps with an update; a log has one row more.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>The seed. Random numbers depend on it and on the step alone, so that methods can be compared on common ones.</summary>
    public long Seed { get; init; }

    /// <summary>Problems a step.</summary>
    public int Prompts { get; init; } = 32;

    /// <summary>Rollouts per problem.</summary>
    public int GroupSize { get; init; } = 8;

    /// <summary>The longest response in tokens.</summary>
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>
    /// The temperature of the policy that is trained: logits are divided by it in sampling, in log-probs and entropies, and in
    /// the loss, as in verl and TRL, so that all of them are of one distribution. Validation samples at temperature 1.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Which tokens rollouts may draw; validation draws from all. Log-probs, entropies and loss stay those of the whole tempered
    /// distribution, as in verl: the tokens that are left out are not drawn, and what is learned is not made to forget them.
    /// </summary>
    public TokenFilter Filter { get; init; } = TokenFilter.None;

    /// <summary>Updates a step; each takes its share of the rollouts.</summary>
    public int Minibatches { get; init; } = 2;

    /// <summary>
    /// Dynamic sampling (DAPO): rounds in which groups of equal rewards are replaced by groups of newly chosen problems; 0
    /// turns it off. Places that are still not filled after the last round keep the groups of equal rewards drawn first,
    /// whose advantages are 0.
    /// </summary>
    public int ResampleRounds { get; init; }

    /// <summary>What happens to responses that reach the length limit.</summary>
    public Overlong Overlong { get; init; }

    /// <summary>Tokens before the limit over which <see cref="Overlong.Soft"/> punishes.</summary>
    public int OverlongBuffer { get; init; } = 32;

    /// <summary>What <see cref="Overlong.Soft"/> takes from the reward at the limit.</summary>
    public double OverlongPenalty { get; init; } = 1;

    /// <summary>Validation problems, a fixed choice (all where the world has fewer); 0 turns validation off.</summary>
    public int ValidationProblems { get; init; } = 64;

    /// <summary>Samples per validation problem.</summary>
    public int ValidationSamples { get; init; } = 4;

    /// <summary>Steps between validations; the last row always has one.</summary>
    public int ValidationEvery { get; init; } = 20;

    /// <summary>Returns these options if they can be used.</summary>
    /// <exception cref="HicraException">A value is out of range; the message names it and the remedy.</exception>
    public TrainingOptions Validate()
    {
        GramSource.Parse(Grams);
        AtLeast("steps", Steps, 0);
        AtLeast("prompts", Prompts, 1);
        AtLeast("group", GroupSize, 1);
        AtLeast("max-new-tokens", MaxNewTokens, 1);
        AtLeast("minibatches", Minibatches, 1);
        if (Minibatches > Prompts * GroupSize) throw new HicraException($"--minibatches is {Minibatches}, more than the {Prompts * GroupSize} rollouts of a step; give fewer");
        AtLeast("dynamic-sampling", ResampleRounds, 0);
        AtLeast("val-problems", ValidationProblems, 0);
        AtLeast("val-samples", ValidationSamples, 1);
        AtLeast("val-every", ValidationEvery, 1);
        AtLeast("overlong-buffer", OverlongBuffer, 1);
        AtLeast("alpha-steps", AlphaSteps, 1);
        if (!(Temperature >= SampleRequest.LowestTemperature) || !double.IsFinite(Temperature)) throw new HicraException(FormattableString.Invariant($"--temperature is {Temperature}; give a number above 0, at least 0.000001"));
        Filter.Validate();
        Above0("lr", Optimizer.LearningRate);
        if (!(Optimizer.MaxGradientNorm > 0)) throw new HicraException(FormattableString.Invariant($"--max-grad-norm is {Optimizer.MaxGradientNorm}; give a number above 0"));
        NotNegative("weight-decay", Optimizer.WeightDecay);
        Decay("beta1", Optimizer.Beta1);
        Decay("beta2", Optimizer.Beta2);
        Above0("epsilon", Optimizer.Epsilon);
        NotNegative("overlong-penalty", OverlongPenalty);
        if (EntropyCoefficient is double entropy) NotNegative("entropy-coefficient", entropy);
        if (AlphaTo is not null && AlphaTarget is not null) throw new HicraException("--alpha-to and --alpha-target exclude each other; give one schedule of alpha");
        if (AlphaTarget is double target) Above0("alpha-target", target);
        // What the trainer takes from this record and no file keeps; set there it would be lost without a word.
        if (Objective.EntropyCoefficient != 0) throw new HicraException("the entropy coefficient stands in the objective's options, where a training does not look; give it as EntropyCoefficient of the training's options (--entropy-coefficient)");
        if (Objective.MaxLength is not null) throw new HicraException("the longest response stands in the objective's options, where a training does not look; give it as MaxNewTokens of the training's options (--max-new-tokens)");
        AlphaRange.Check(Alpha, AnyAlpha);
        if (AlphaTo is double to) AlphaRange.Check(to, AnyAlpha, "alpha-to");
        return this;
    }

    private static void AtLeast(string name, int value, int least)
    {
        if (value < least) throw new HicraException($"--{name} is {value}; give {least} or more");
    }

    private static void Above0(string name, double value)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new HicraException(FormattableString.Invariant($"--{name} is {value}; give a number above 0"));
    }

    private static void Decay(string name, double value)
    {
        if (!(value is >= 0 and < 1)) throw new HicraException(FormattableString.Invariant($"--{name} is {value}; give a number from 0 up to, but not, 1"));
    }

    private static void NotNegative(string name, double value)
    {
        if (!(value >= 0) || !double.IsFinite(value)) throw new HicraException(FormattableString.Invariant($"--{name} is {value}; give 0 or more"));
    }
}
