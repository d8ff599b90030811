namespace Hicra.Training.Policies;

/// <summary>
/// What computes policies. Runs record an engine's <see cref="Name"/> and find it again in an <see cref="EngineCatalog"/>, so
/// whoever trains, evaluates or pretrains names an engine and constructs none.
/// </summary>
public interface IEngine
{
    /// <summary>The name by which commands choose it and <c>config.json</c> records it, for example <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>One line for help.</summary>
    string Description { get; }

    /// <summary>Loads a policy to train.</summary>
    /// <param name="directory">A folder with <c>config.json</c> and <c>model.safetensors</c>.</param>
    /// <param name="options">What to use of the machine; null for the engine's choice.</param>
    /// <exception cref="HicraException">The model cannot be read or computed, or an option is refused.</exception>
    IPolicy LoadPolicy(string directory, EngineOptions? options = null);

    /// <summary>Loads what only answers; an engine may spare what learning alone needs.</summary>
    /// <param name="directory">A folder with <c>config.json</c> and <c>model.safetensors</c>.</param>
    /// <param name="options">What to use of the machine; null for the engine's choice.</param>
    /// <exception cref="HicraException">The model cannot be read or computed, or an option is refused.</exception>
    ISampler LoadSampler(string directory, EngineOptions? options = null) => LoadPolicy(directory, options);

    /// <summary>Makes a policy with fresh weights, for pretraining.</summary>
    /// <param name="shape">The model's shape.</param>
    /// <param name="weights">Decides the weights.</param>
    /// <param name="options">What to use of the machine; null for the engine's choice.</param>
    /// <exception cref="HicraException">The shape cannot be computed, or an option is refused.</exception>
    IPolicy CreatePolicy(ModelConfig shape, CounterRandom weights, EngineOptions? options = null);
}
