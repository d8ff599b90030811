using Hicra.Tensors;

namespace Hicra.Training.Policies;

/// <summary>Conveniences for tensors in memory.</summary>
public static class PolicyTensors
{
    /// <summary>Replaces the weights by tensors in memory; the optimiser's moments and step count become zero.</summary>
    /// <exception cref="HicraException">A tensor is missing, there twice, or of another shape.</exception>
    public static void Load(this IPolicy policy, IReadOnlyList<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(policy);
        policy.Load(new TensorList(weights));
    }
}
