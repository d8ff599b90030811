using System.CommandLine;
using System.Runtime.InteropServices;
using Hicra.Interactive.Commands;
using Hicra.Kernel.Jupyter;
using Hicra.Kernel.Session;
using Hicra.Kernel.Zmtp;
using Hicra.Notebook.Cli;
using Hicra.Reproduction;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra kernel</c>: the Jupyter kernel, for notebooks in VS Code, JupyterLab, the classic Notebook and nbconvert.</summary>
internal static class KernelVerb
{
    public static Command Create(Terminal terminal) => new("kernel", "The Jupyter kernel: install, uninstall, start.") { Install(terminal), Uninstall(terminal), Start() };

    private static Command Install(Terminal terminal)
    {
        (Option<string?> prefix, Option<string?> name) = Where();
        var command = new Command("install", "Writes the kernelspec where Jupyter and VS Code look. Needs no Python.") { prefix, name };
        command.SetAction(parsed =>
        {
            string folder = KernelSpec.Install(Kernels(parsed.GetValue(prefix)), parsed.GetValue(name) ?? KernelSpec.DefaultName, ThisProgram.Command);
            terminal.Output.WriteLine($"installed the kernel in {folder}");
            return Failure.Ok;
        });
        return command;
    }

    private static Command Uninstall(Terminal terminal)
    {
        (Option<string?> prefix, Option<string?> name) = Where();
        var command = new Command("uninstall", "Removes the kernelspec.") { prefix, name };
        command.SetAction(parsed =>
        {
            terminal.Output.WriteLine($"removed the kernel from {KernelSpec.Uninstall(Kernels(parsed.GetValue(prefix)), parsed.GetValue(name) ?? KernelSpec.DefaultName)}");
            return Failure.Ok;
        });
        return command;
    }

    private static Command Start()
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "the file with ports and key, which Jupyter writes" };
        var command = new Command("start", "Starts the kernel; Jupyter calls this.") { file };
        command.SetAction(parsed => KernelHost.Run(ConnectionFile.Read(parsed.GetRequiredValue(file))));
        return command;
    }

    private static (Option<string?>, Option<string?>) Where() =>
        (new("--prefix") { Description = "writes below PREFIX/share/jupyter [the user's folder]", HelpName = "dir" }, new("--name") { Description = $"the kernel's name [{KernelSpec.DefaultName}]", HelpName = "name" });

    private static string Kernels(string? prefix) => prefix is not null
        ? KernelSpec.PrefixFolder(prefix)
        : KernelSpec.UserFolder(KernelSpec.Here, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable);
}

/// <summary>The process of a started kernel. Apart from the verb, so that other verbs do not load the compiler.</summary>
internal static class KernelHost
{
    public static int Run(ConnectionFile connection)
    {
        var formatter = new Interactive.HicraFormatter(ReproductionKit.Standard);
        using var session = new CSharpSession(ReproductionKit.Standard.CreateCommands(formatter), formatter, Directory.GetCurrentDirectory()) { Worker = ThisProgram.Worker, Engines = () => ThisProgram.Engines };
        using var transport = new ZmtpTransport(connection);
        var kernel = new JupyterKernel(transport, connection.Key, session);
        using var stop = new CancellationTokenSource();
        IgnoredSignal.Hear();
        // Some clients send the signal in spite of the kernelspec: it interrupts the cell, and never ends the kernel.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        _ = Task.Run(session.WarmUpAsync);
        _ = WatchParentAsync(stop);
        kernel.RunAsync(stop.Token).GetAwaiter().GetResult();
        // A cell's own threads may go on: the process does not wait for them.
        Environment.Exit(Failure.Ok);
        return Failure.Ok;
    }

    // Jupyter names its process; a kernel without its server would stay forever.
    private static async Task WatchParentAsync(CancellationTokenSource stop)
    {
        if (KernelSpec.ParentProcess(KernelSpec.Here, Environment.GetEnvironmentVariable("JPY_PARENT_PID")) is not int id) return;
        while (!stop.IsCancellationRequested)
        {
            try { System.Diagnostics.Process.GetProcessById(id).Dispose(); }
            catch (ArgumentException)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
