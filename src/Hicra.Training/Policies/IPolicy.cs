using Hicra.Tensors;

namespace Hicra.Training.Policies;

/// <summary>
/// An engine: samples groups with log-probs and entropies, scores packed batches, takes the gradient of a loss with
/// respect to those two numbers per token, and steps. Everything else (credit, objective, metrics) is engine-free.
/// </summary>
public interface IPolicy : IDisposable
{
    /// <summary>The size of the vocabulary.</summary>
    int VocabularySize { get; }

    /// <summary>The number of trained parameters (a tied head counts once).</summary>
    long ParameterCount { get; }

    /// <summary>The longest sequence (prompt and response) in tokens.</summary>
    int MaxPositions { get; }

    /// <summary>
    /// Samples <c>request.Prompts.Count * request.GroupSize</c> responses. The result depends on the weights and the
    /// request alone, not on threads or on how rows are batched.
    /// </summary>
    SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default);

    /// <summary>Writes log-prob and entropy (nats, at temperature 1) of each response token.</summary>
    /// <param name="batch">Whole sequences, packed.</param>
    /// <param name="logProbs">[response tokens], overwritten.</param>
    /// <param name="entropies">[response tokens], overwritten.</param>
    void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies);

    /// <summary>
    /// Forward and backward: calls <paramref name="gradient"/> once for each sequence (from any thread, in any order) with
    /// the sequence's log-probs and entropies, and adds the loss gradient with respect to the weights to the accumulator.
    /// </summary>
    void Accumulate(PackedBatch batch, TokenGradient gradient);

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

/// <summary>Fills the loss gradient of one sequence's response tokens.</summary>
/// <param name="sequence">Index of the sequence in the packed batch.</param>
/// <param name="logProbs">[response tokens of the sequence] log-probs under the current weights, nats.</param>
/// <param name="entropies">[response tokens of the sequence] entropies, nats.</param>
/// <param name="dLogProbs">dLoss/dLogProb per token; zero on entry.</param>
/// <param name="dEntropies">dLoss/dEntropy per token; zero on entry.</param>
public delegate void TokenGradient(
    int sequence, ReadOnlySpan<float> logProbs, ReadOnlySpan<float> entropies, Span<float> dLogProbs, Span<float> dEntropies);

/// <summary>Whole sequences, concatenated without padding.</summary>
/// <param name="Tokens">[tokens] prompt and response ids, sequence after sequence.</param>
/// <param name="Offsets">[sequences + 1] where each sequence begins.</param>
/// <param name="PromptLengths">[sequences] tokens at the start of each sequence that are given, at least 1.</param>
public sealed record PackedBatch(int[] Tokens, int[] Offsets, int[] PromptLengths)
{
    /// <summary>The number of sequences.</summary>
    public int Count => PromptLengths.Length;

    /// <summary>[sequences + 1] where each sequence's response begins among all response tokens.</summary>
    public int[] ResponseOffsets { get; } = Responses(Offsets, PromptLengths);

    /// <summary>Puts each sampled response behind its prompt.</summary>
    /// <param name="prompts">The prompts that were sampled from.</param>
    /// <param name="responses">Their responses; as many for each prompt.</param>
    public static PackedBatch Of(IReadOnlyList<int[]> prompts, SampledResponses responses)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        if (prompts.Count == 0 || responses.Count % prompts.Count != 0) throw new ArgumentException($"{responses.Count} responses do not belong to {prompts.Count} prompts in equal numbers.", nameof(responses));
        int group = responses.Count / prompts.Count;
        var tokens = new List<int>(responses.Tokens.Length);
        var offsets = new int[responses.Count + 1];
        for (int i = 0; i < responses.Count; i++)
        {
            tokens.AddRange(prompts[i / group]);
            tokens.AddRange(responses.Response(i));
            offsets[i + 1] = tokens.Count;
        }
        return new PackedBatch([.. tokens], offsets, [.. Enumerable.Range(0, responses.Count).Select(i => prompts[i / group].Length)]);
    }

    private static int[] Responses(int[] offsets, int[] prompts)
    {
        if (offsets.Length != prompts.Length + 1) throw new ArgumentException("Offsets must have one entry more than PromptLengths.", nameof(offsets));
        var starts = new int[offsets.Length];
        for (int i = 0; i < prompts.Length; i++)
        {
            int response = offsets[i + 1] - offsets[i] - prompts[i];
            if (prompts[i] < 1 || response < 0) throw new ArgumentException($"Sequence {i} needs at least one prompt token and no more prompt than tokens.", nameof(prompts));
            starts[i + 1] = starts[i] + response;
        }
        return starts;
    }
}

/// <summary>What to sample.</summary>
public sealed record SampleRequest
{
    /// <summary>Prompts as token ids, each of at least one token.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>Responses per prompt.</summary>
    public required int GroupSize { get; init; }

    /// <summary>The longest response in tokens; a response that reaches it without the end token is cut off.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>The token that ends a response (it belongs to the response).</summary>
    public required int EndToken { get; init; }

    /// <summary>
    /// The random stream. The token at position <c>t</c> of response <c>i</c> (prompt-major) is drawn with
    /// <c>Random.Derive(i).Uniform(t)</c> by inverse CDF, so equal streams are common random numbers between policies.
    /// </summary>
    public required CounterRandom Random { get; init; }

    /// <summary>Sampling temperature; 0 takes the most probable token. Log-probs and entropies are those of the tempered distribution (of temperature 1 where it is 0).</summary>
    public double Temperature { get; init; } = 1;
}

/// <summary>Sampled responses, packed; response <c>i</c> belongs to prompt <c>i / GroupSize</c>.</summary>
/// <param name="Tokens">[tokens] response ids, the end token included where it came.</param>
/// <param name="Offsets">[responses + 1] where each response begins.</param>
/// <param name="LogProbs">[tokens] log-prob of each token under the sampling distribution, nats.</param>
/// <param name="Entropies">[tokens] entropy of the sampling distribution at each token, nats.</param>
public sealed record SampledResponses(int[] Tokens, int[] Offsets, float[] LogProbs, float[] Entropies)
{
    /// <summary>The number of responses.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>The ids of one response.</summary>
    public ReadOnlySpan<int> Response(int index) => Tokens.AsSpan(Offsets[index]..Offsets[index + 1]);
}

/// <summary>AdamW (Loshchilov and Hutter 2019) as PyTorch defines it, with a bound on the gradient's norm.</summary>
public sealed record AdamWOptions
{
    /// <summary>Learning rate.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, on every parameter as in the reference program.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The gradient is scaled to at most this L2 norm; infinity turns that off.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;
}
