using Hicra.Torch.Loading;
using Hicra.Training.Policies;

// One process has one PyTorch, with one number of threads; and tests set its environment variables.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Hicra.Torch.Tests;

/// <summary>What needs PyTorch's library.</summary>
internal static class TorchRequired
{
    /// <summary>One thread: the machine is shared.</summary>
    public static EngineOptions OneThread { get; } = new() { Threads = 1 };

    /// <summary>The engine; skips the test where PyTorch's library is not installed.</summary>
    public static IEngine Engine()
    {
        Assert.SkipWhen(TorchSearch.Find() is null, "needs PyTorch's library (hicra torch install)");
        return TorchEngine.Catalog.Find(TorchEngine.EngineName);
    }
}
