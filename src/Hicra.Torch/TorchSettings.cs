using Hicra.Training.Policies;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>What the options ask of this engine.</summary>
/// <param name="Device">Where weights lie and layers are computed.</param>
/// <param name="Type">The type of the weights, and of what flows between layers.</param>
/// <param name="Lora">What is learnt beside the weights; null where the weights are.</param>
/// <param name="Checkpointing">Whether layers are computed again for their gradient; null where their size decides.</param>
/// <param name="TokenBudget">Tokens of sequences that go through the model together, padding included.</param>
/// <param name="Offload">Whether the optimiser's state lies in the machine's memory.</param>
internal sealed record TorchSettings(Device Device, ScalarType Type, LoraOptions? Lora, bool? Checkpointing, int TokenBudget, bool Offload)
{
    /// <summary>The budget where none is given.</summary>
    public const int DefaultTokenBudget = 8192;

    /// <summary>Reads options, and sets the number of threads.</summary>
    /// <exception cref="HicraException">An option cannot be had.</exception>
    public static TorchSettings Of(EngineOptions options)
    {
        ScalarType type = options.Dtype switch
        {
            null or "fp32" => float32,
            "bf16" => bfloat16,
            _ => throw NameSuggestion.Unknown("dtype", options.Dtype, ["fp32", "bf16"]),
        };
        if (options.TokenBudget < 0) throw new HicraException($"the token budget is {options.TokenBudget}; give 1 or more, or 0 for {DefaultTokenBudget}");
        return new(TorchDevice.Of(options), type, options.Lora?.Validate(), options.Checkpointing, options.TokenBudget > 0 ? options.TokenBudget : DefaultTokenBudget, options.OffloadOptimizer);
    }
}
