namespace Hicra.Training.Policies;

/// <summary>
/// Low-rank adaptation (Hu et al. 2021, LoRA): beside a matrix W that stays as it is, B A of a low rank is learnt, and the layer
/// computes <c>W x + (alpha / rank) B A x</c>. B begins as zeros, so that the model begins as it was.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>The matrices of a layer that may have one, under the names of Hugging Face's checkpoints.</summary>
    public static IReadOnlyList<string> AllTargets { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>PEFT's <c>r</c>: columns of B and rows of A.</summary>
    public required int Rank { get; init; }

    /// <summary>PEFT's <c>lora_alpha</c>; null for twice the rank.</summary>
    public double? Alpha { get; init; }

    /// <summary>PEFT's <c>target_modules</c>: the matrices of each layer that get one; all of them unless said otherwise.</summary>
    public IReadOnlyList<string> Targets { get; init; } = AllTargets;

    /// <summary>Decides what A begins as.</summary>
    public long Seed { get; init; }

    /// <summary>The factor of B A.</summary>
    public double Scale => (Alpha ?? 2.0 * Rank) / Rank;

    /// <summary>Checks that it can be computed.</summary>
    /// <exception cref="HicraException">The rank or alpha is not positive, or a target is unknown or missing.</exception>
    public LoraOptions Validate()
    {
        if (Rank < 1) throw new HicraException($"the rank of LoRA is {Rank}; give 1 or more, for example 16");
        if (Alpha is double alpha && !(alpha > 0 && double.IsFinite(alpha))) throw new HicraException(FormattableString.Invariant($"the alpha of LoRA is {alpha}; give a number above 0, for example {2 * Rank}"));
        if (Targets.Count == 0) throw new HicraException($"LoRA has no targets; give some of {string.Join(", ", AllTargets)}");
        foreach (string target in Targets)
            if (!AllTargets.Contains(target)) throw NameSuggestion.Unknown("target of LoRA", target, AllTargets);
        return this;
    }
}
