using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Policies;

/// <summary>The engine that is part of the kit: SIMD on the CPU, the same bits for any number of threads (<see cref="ManagedPolicy"/>).</summary>
internal sealed class EmbeddedEngine : IEngine
{
    /// <inheritdoc/>
    public string Name => EngineCatalog.Embedded;

    /// <inheritdoc/>
    public string Description => "part of the kit: Llama-shaped models in float32 on the CPU, to the bit";

    /// <inheritdoc/>
    public IPolicy LoadPolicy(string directory, EngineOptions? options = null) => ManagedPolicy.LoadPretrained(directory, Threads(options));

    /// <inheritdoc/>
    public IPolicy CreatePolicy(ModelConfig shape, CounterRandom weights, EngineOptions? options = null) => ManagedPolicy.Create(shape, weights, Threads(options));

    private static int Threads(EngineOptions? options)
    {
        options ??= new EngineOptions();
        if (options.Device is not (null or "cpu")) throw new HicraException($"the embedded engine computes on the CPU and has no device '{options.Device}'; leave the device out, or choose another engine (--engine)");
        if (options.Dtype is not (null or "fp32")) throw new HicraException($"the embedded engine computes in fp32 and has no dtype '{options.Dtype}'; leave the dtype out, or choose another engine (--engine torch)");
        if (options.Lora is not null) throw new HicraException("the embedded engine learns all weights and has no LoRA; leave it out, or choose another engine (--engine torch)");
        string? memory = options.TokenBudget > 0 ? "--token-budget" : options.Checkpointing is not null ? "--checkpointing" : options.OffloadOptimizer ? "--offload" : null;
        if (memory is not null) throw new HicraException($"the embedded engine keeps its memory small by itself and has no {memory}; leave it out, or choose another engine (--engine torch)");
        return options.Threads >= 0 ? options.Threads : throw new HicraException($"--threads is {options.Threads}; give 1 or more, or 0 for all cores");
    }
}
