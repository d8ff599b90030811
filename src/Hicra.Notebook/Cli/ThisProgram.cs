using Hicra.Kernel.Jupyter;
using Hicra.Torch;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Cli;

/// <summary>This program as others start it.</summary>
internal static class ThisProgram
{
    /// <summary>The engines that this program has, as the machine is now: PyTorch's library may have come since it started.</summary>
    public static EngineCatalog Engines => TorchEngine.Catalog;

    /// <summary>How this program starts itself as a worker.</summary>
    public static WorkerCommand Worker
    {
        get
        {
            IReadOnlyList<string> command = KernelSpec.ThisCommand();
            return new WorkerCommand(command[0], [.. command.Skip(1)]) { Engines = Engines };
        }
    }
}
