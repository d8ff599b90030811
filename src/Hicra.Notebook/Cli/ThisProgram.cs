using Hicra.Kernel.Jupyter;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Cli;

/// <summary>This program as others start it.</summary>
internal static class ThisProgram
{
    /// <summary>How this program starts itself as a worker.</summary>
    public static WorkerCommand Worker
    {
        get
        {
            IReadOnlyList<string> command = KernelSpec.ThisCommand();
            return new WorkerCommand(command[0], [.. command.Skip(1)]);
        }
    }
}
