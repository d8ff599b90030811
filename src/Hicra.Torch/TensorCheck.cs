using Hicra.Tensors;
using Hicra.Torch.Models;

namespace Hicra.Torch;

/// <summary>Whether a checkpoint has what is to be loaded.</summary>
internal static class TensorCheck
{
    /// <summary>Checks that a source has every tensor in the right shape.</summary>
    /// <param name="parameters">The tensors.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="prefix">What stands before each name there.</param>
    /// <exception cref="HicraException">A tensor is missing or of another shape.</exception>
    public static void Fit(IReadOnlyList<Parameter> parameters, TensorSource source, string prefix = "")
    {
        foreach (Parameter parameter in parameters)
        {
            TensorInfo tensor = source.Find(prefix + parameter.Name) ?? throw new HicraException($"the checkpoint has no tensor {prefix + parameter.Name}; its config.json describes another model");
            if (!tensor.Shape.SequenceEqual(parameter.Shape)) throw new HicraException($"tensor {tensor.Name} has shape [{string.Join(", ", tensor.Shape)}] where config.json asks for [{string.Join(", ", parameter.Shape)}]");
        }
    }

    /// <summary>Checks that a source has a model's tensors and no other.</summary>
    /// <exception cref="HicraException">A tensor is missing, too many, or of another shape.</exception>
    public static void Model(IReadOnlyList<Parameter> weights, TensorSource source)
    {
        Fit(weights, source);
        HashSet<string> known = [.. weights.Select(x => x.Name)];
        // A tied head may be written all the same; frequencies were, by old versions.
        TensorInfo? surplus = source.Tensors.FirstOrDefault(x => !known.Contains(x.Name) && x.Name != ModelTensors.Head && !x.Name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal));
        if (surplus is not null) throw new HicraException($"the checkpoint has a tensor {surplus.Name} that the model in config.json does not use; use the config.json that belongs to it");
    }
}
