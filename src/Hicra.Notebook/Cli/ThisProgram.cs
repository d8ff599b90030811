using Hicra.Torch;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Cli;

/// <summary>This program as others start it.</summary>
internal static class ThisProgram
{
    /// <summary>The command line without arguments. Where .NET itself was started, with the program's own file, whatever that is called.</summary>
    public static IReadOnlyList<string> Command => CommandOf(Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, $"{typeof(ThisProgram).Assembly.GetName().Name}.dll"));

    /// <summary>The engines that this program has, as the machine is now: PyTorch's library may have come since it started.</summary>
    public static EngineCatalog Engines => TorchEngine.Catalog;

    /// <summary>How this program starts itself as a worker.</summary>
    public static WorkerCommand Worker => new(Command[0], [.. Command.Skip(1)]) { Engines = Engines };

    /// <summary>The command line of a program.</summary>
    /// <param name="process">The file that was started.</param>
    /// <param name="assembly">The program's own file.</param>
    public static IReadOnlyList<string> CommandOf(string process, string assembly) =>
        Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [process, assembly] : [process];
}
