namespace Hicra.Training.Policies;

/// <summary>
/// What only answers: all that evaluation, validation and mining ask of a model, whether its weights lie here or behind a
/// server. <see cref="IPolicy"/> is one that learns as well.
/// </summary>
public interface ISampler : IDisposable
{
    /// <summary>The size of the vocabulary.</summary>
    int VocabularySize { get; }

    /// <summary>The longest sequence (prompt and response) in tokens.</summary>
    int MaxPositions { get; }

    /// <summary>
    /// Samples <c>request.Prompts.Count * request.GroupSize</c> responses. The result depends on the weights and the
    /// request alone, not on threads or on how rows are batched.
    /// </summary>
    /// <param name="request">What to sample.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="HicraException">The request does not fit the model.</exception>
    SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default);
}
