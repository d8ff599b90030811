namespace Hicra.Training.Policies;

/// <summary>A policy that learns matrices beside a model (LoRA). Its <see cref="IPolicy.Weights"/> are those matrices alone.</summary>
public interface IAdaptedPolicy : IPolicy
{
    /// <summary>
    /// The model without what was learnt, as the reference policy of a KL penalty: it shares the model's weights, so it costs no
    /// memory, may be used between this policy's own calls but not during them, and ends with it.
    /// </summary>
    IPolicy WithoutAdapter();

    /// <summary>Writes the model with what was learnt added to its own matrices: a folder that needs no LoRA to be read.</summary>
    void SaveMerged(string directory);
}
