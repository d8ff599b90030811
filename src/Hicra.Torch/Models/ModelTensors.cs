using Hicra.Training.Policies;

namespace Hicra.Torch.Models;

/// <summary>Names and shapes of a model's tensors, as Hugging Face's checkpoints have them.</summary>
internal static class ModelTensors
{
    /// <summary>The name of the embedding.</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>The name of the last norm.</summary>
    public const string Norm = "model.norm.weight";

    /// <summary>The name of the head, where it is not the embedding.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>All tensors, in the order of the model.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Of(ModelConfig config)
    {
        long hidden = config.HiddenSize, inner = config.IntermediateSize, head = config.HeadSize, query = config.Heads * head, key = config.KeyValueHeads * head;
        yield return (Embedding, [config.VocabularySize, hidden]);
        for (int i = 0; i < config.Layers; i++)
        {
            string layer = Layer(i), attention = layer + "self_attn.", feed = layer + "mlp.";
            yield return (layer + "input_layernorm.weight", [hidden]);
            yield return (layer + "post_attention_layernorm.weight", [hidden]);
            foreach ((string name, long rows, long columns, bool bias) in new[]
            {
                (attention + "q_proj", query, hidden, config.AttentionBias), (attention + "k_proj", key, hidden, config.AttentionBias), (attention + "v_proj", key, hidden, config.AttentionBias),
                (attention + "o_proj", hidden, query, config.OutputBias),
                (feed + "gate_proj", inner, hidden, config.FeedForwardBias), (feed + "up_proj", inner, hidden, config.FeedForwardBias), (feed + "down_proj", hidden, inner, config.FeedForwardBias),
            })
            {
                yield return (name + ".weight", [rows, columns]);
                if (bias) yield return (name + ".bias", [rows]);
            }
            if (!config.QueryKeyNorms) continue;
            yield return (attention + "q_norm.weight", [head]);
            yield return (attention + "k_norm.weight", [head]);
        }
        yield return (Norm, [hidden]);
        if (!config.TiedHead) yield return (Head, [config.VocabularySize, hidden]);
    }

    /// <summary>What comes before the names of a layer.</summary>
    public static string Layer(int index) => FormattableString.Invariant($"model.layers.{index}.");

    /// <summary>A fresh weight's deviation: GPT-2's rule, as the embedded engine has it; null for a norm, which is 1.</summary>
    public static double? Deviation(string name, long[] shape, int layers) =>
        shape.Length == 1 ? name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : null
        : name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal) ? 0.02 / Math.Sqrt(2.0 * layers) : 0.02;
}
