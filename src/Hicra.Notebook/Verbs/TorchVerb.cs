using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Torch;
using Hicra.Torch.Loading;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra torch</c>: PyTorch's library for the torch engine.</summary>
internal static class TorchVerb
{
    public static Command Create(Terminal terminal) => new("torch", "PyTorch's library, for --engine torch: install, info.") { Install(terminal), Info(terminal) };

    private static Command Install(Terminal terminal)
    {
        var backend = new Option<string?>("--backend") { Description = "cpu; a CUDA build comes with your own PyTorch [cpu]", HelpName = "name" };
        var command = new Command("install", "Fetches PyTorch's library for the CPU into NuGet's package cache (130 MB), by the .NET SDK.") { backend };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(backend) ?? "cpu";
            if (name == "cuda") throw new HicraException($"--backend cuda: its packages are too many to fetch here; install PyTorch {TorchSearch.Version} for CUDA with Python, and name its torch/lib folder in {TorchSearch.FolderVariable}");
            if (name != "cpu") throw NameSuggestion.Unknown("backend", name, ["cpu", "cuda"]);
            TorchLocation location = await TorchInstall.CpuAsync(terminal.Error, cancellation).ConfigureAwait(false);
            terminal.Output.WriteLine($"PyTorch's library is in {location.Folder}; train with --engine torch");
            return Failure.Ok;
        });
        return command;
    }

    private static Command Info(Terminal terminal)
    {
        var command = new Command("info", "Says which PyTorch is used, from where, and what it can compute on; exits with 2 where there is none.");
        command.SetAction(_ =>
        {
            TorchLibraryInfo info = TorchLibrary.Load();
            terminal.Output.WriteLine($"PyTorch   {info.Version}{(info.Fits ? "" : $" (not the {TorchSearch.Version} that the engine was built for)")}");
            terminal.Output.WriteLine($"from      {info.Location.Source}: {info.Location.Folder}");
            terminal.Output.WriteLine($"shim      {info.Shim}{(info.Weakened ? " (a copy for this system's older C++ library)" : "")}");
            terminal.Output.WriteLine($"devices   {string.Join(", ", TorchEngine.Devices())}");
            return Failure.Ok;
        });
        return command;
    }
}
