using Hicra.Tensors;

namespace Hicra.Training.Policies;

/// <summary>
/// A policy that learns: samples groups with log-probs and entropies, scores packed batches, takes the gradient of a loss
/// with respect to those two numbers per token, and steps. Everything else (credit, objective, metrics) is engine-free.
/// </summary>
public interface IPolicy : ISampler
{
    /// <summary>The number of trained parameters (a tied head counts once).</summary>
    long ParameterCount { get; }

    /// <summary>Writes log-prob and entropy (nats) of each response token, as <see cref="ISampler.Sample"/> gives them at the same temperature.</summary>
    /// <param name="batch">Whole sequences, packed.</param>
    /// <param name="logProbs">[response tokens], overwritten.</param>
    /// <param name="entropies">[response tokens], overwritten.</param>
    /// <param name="temperature">Logits are divided by it; at least <see cref="SampleRequest.LowestTemperature"/>.</param>
    void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1);

    /// <summary>
    /// Forward and backward: calls <paramref name="gradient"/> once for each sequence (from any thread, in any order) with
    /// the sequence's log-probs and entropies, and adds the loss gradient with respect to the weights to the accumulator.
    /// </summary>
    /// <param name="batch">Whole sequences, packed.</param>
    /// <param name="gradient">The loss gradient with respect to those log-probs and entropies.</param>
    /// <param name="temperature">Logits are divided by it, as in <see cref="Score"/>; the gradient is that of the tempered distribution.</param>
    void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1);

    /// <summary>
    /// One AdamW step with the accumulated gradient, which it clips to <c>options.MaxGradientNorm</c> and then clears.
    /// </summary>
    /// <returns>The gradient's L2 norm before clipping.</returns>
    double Update(AdamWOptions options);

    /// <summary>Clears the accumulated gradient.</summary>
    void ClearGradient();

    /// <summary>The accumulated gradient, under the checkpoint's tensor names (Hugging Face names for Llama-shaped models).</summary>
    IReadOnlyList<NamedTensor> Gradient();

    /// <summary>
    /// The weights, under the checkpoint's tensor names: a view, from which each tensor is read when it is asked for. It holds
    /// until the next update or load; <see cref="TensorList.Copy"/> keeps the weights longer.
    /// </summary>
    TensorSource Weights();

    /// <summary>The optimiser's state (first and second moments under <c>m.</c> and <c>v.</c> + tensor name, and <c>step</c>): a view, as the weights are.</summary>
    TensorSource OptimizerState();

    /// <summary>Replaces weights and, where given, the optimiser's state (absent: moments and step count are zero).</summary>
    /// <remarks>Tensors are read one at a time, in pieces, straight to where they stay; names and shapes are checked before.</remarks>
    /// <exception cref="HicraException">A tensor is missing or of another shape; nothing is replaced then. Or a file was cut off while it was read.</exception>
    void Load(TensorSource weights, TensorSource? optimizerState = null);

    /// <summary>A frozen copy of the current weights, for example as the reference policy of a KL penalty.</summary>
    IPolicy Clone();

    /// <summary>Writes a checkpoint folder that other programs can read: <c>config.json</c> and <c>model.safetensors</c>, or shards and their index.</summary>
    void SavePretrained(string directory);
}
