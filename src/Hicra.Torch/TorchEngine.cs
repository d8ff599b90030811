using Hicra.Torch.Loading;
using Hicra.Training.Policies;

namespace Hicra.Torch;

/// <summary>The engine on PyTorch's library: Llama, Mistral, Qwen 2 and Qwen 3 in float32 or bfloat16, on the CPU or on a CUDA device.</summary>
public sealed class TorchEngine : IEngine
{
    /// <summary>Its name.</summary>
    public const string EngineName = "torch";

    /// <summary>The kit's own engines and this one: absent, with its remedy, where PyTorch's library is not on this machine. Looks at files alone.</summary>
    public static EngineCatalog Catalog
    {
        get
        {
            try
            {
                return TorchSearch.Find() is null ? EngineCatalog.BuiltIn.WithAbsent(EngineName, TorchSearch.Remedy) : EngineCatalog.BuiltIn.With(new TorchEngine());
            }
            catch (HicraException error)
            {
                return EngineCatalog.BuiltIn.WithAbsent(EngineName, error.Message);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public string Description => "PyTorch's library: checkpoints of Llama and Qwen, on the CPU or a CUDA device";

    /// <summary>The devices that <c>--device</c> may name; loads the library.</summary>
    /// <exception cref="HicraException">The library is not here, or does not start.</exception>
    public static IReadOnlyList<string> Devices()
    {
        TorchLibrary.Load();
        return TorchDevice.Names();
    }

    /// <inheritdoc/>
    public IPolicy LoadPolicy(string directory, EngineOptions? options = null)
    {
        TorchLibrary.Load();
        return TorchPolicy.LoadPretrained(directory, options ?? new EngineOptions());
    }

    /// <inheritdoc/>
    public IPolicy CreatePolicy(ModelConfig shape, CounterRandom weights, EngineOptions? options = null)
    {
        TorchLibrary.Load();
        return TorchPolicy.Create(shape, weights, options ?? new EngineOptions());
    }
}
