namespace Hicra.Training.Policies.Managed;

/// <summary>The models that the embedded engine computes: Llama's shape without biases, norms of queries and keys, and scaled positions.</summary>
internal static class EmbeddedShape
{
    /// <summary>Refuses any other by the name of the entry.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="source">Named in the error, for example the file.</param>
    /// <exception cref="HicraException">The embedded engine does not compute the model.</exception>
    public static ModelConfig Check(ModelConfig config, string source)
    {
        string? lack = config.QueryKeyNorms ? $"model_type {config.Architecture} has norms of queries and keys"
            : config.AttentionBias ? config.Architecture == "qwen2" ? "model_type qwen2 has biases of queries, keys and values" : "attention_bias asks for biases"
            : config.FeedForwardBias ? "mlp_bias asks for biases"
            : config.RopeScaling is not null ? "rope_scaling asks for scaled positions" : null;
        return lack is null ? config : throw new HicraException($"{source}: {lack}, which the embedded engine does not compute; choose another engine (--engine torch), or a Llama-shaped checkpoint without");
    }
}
