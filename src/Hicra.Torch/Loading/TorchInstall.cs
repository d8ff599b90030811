using System.Diagnostics;

namespace Hicra.Torch.Loading;

/// <summary>Brings PyTorch's library into NuGet's package cache, by the .NET SDK's own client.</summary>
public static class TorchInstall
{
    /// <summary>Fetches the package for this platform, if it is not there.</summary>
    /// <param name="progress">Takes lines for a person.</param>
    /// <param name="cancellation">Stops the client.</param>
    /// <exception cref="HicraException">There is no package for the platform, no SDK, or the client failed; the message says what.</exception>
    public static async Task<TorchLocation> CpuAsync(TextWriter progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        string package = $"{TorchSearch.Package}-{TorchSearch.Platform}";
        if (TorchSearch.Platform is not ("linux-x64" or "win-x64" or "osx-arm64")) throw new HicraException($"there is no package {package}: use the embedded engine, or a Python installation of PyTorch {TorchSearch.Version} ({TorchSearch.FolderVariable})");
        string place = Path.Combine(TorchSearch.PackageCache, package, TorchSearch.PackageVersion, "runtimes", TorchSearch.Platform, "native");
        if (File.Exists(Path.Combine(place, TorchSearch.MainFile))) return new TorchLocation(place, "NuGet's package cache", TorchSearch.PackageVersion);
        string folder = Directory.CreateTempSubdirectory("hicra-torch-").FullName;
        try
        {
            await progress.WriteLineAsync($"fetching {package} {TorchSearch.PackageVersion} into {TorchSearch.PackageCache} (about 130 MB, 600 MB unpacked)").ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(folder, "torch.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><PackageDownload Include="{package}" Version="[{TorchSearch.PackageVersion}]" /></ItemGroup>
                </Project>
                """, cancellation).ConfigureAwait(false);
            (int code, string output) = await RestoreAsync(folder, cancellation).ConfigureAwait(false);
            if (code != 0)
            {
                string line = output.Split('\n').FirstOrDefault(x => x.Contains("error", StringComparison.Ordinal))?.Trim() ?? $"exit code {code}";
                throw new HicraException($"{package} {TorchSearch.PackageVersion} could not be fetched: {line}; look at the network and at NuGet's sources (dotnet nuget list source)");
            }
            return File.Exists(Path.Combine(place, TorchSearch.MainFile)) ? new TorchLocation(place, "NuGet's package cache", TorchSearch.PackageVersion)
                : throw new HicraException($"{package} was fetched and {place} has no {TorchSearch.MainFile}; remove {Path.Combine(TorchSearch.PackageCache, package)} and try again");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RestoreAsync(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "--verbosity", "quiet"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        Process client;
        try
        {
            client = Process.Start(start) ?? throw new HicraException("the .NET SDK's `dotnet` did not start; install the SDK, or name a PyTorch in HICRA_TORCH");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new HicraException($"the .NET SDK's `dotnet` is not on the PATH; install the SDK, or name the lib folder of PyTorch {TorchSearch.Version} in {TorchSearch.FolderVariable}", error);
        }
        using (client)
        {
            try
            {
                Task<string> output = client.StandardOutput.ReadToEndAsync(cancellation), errors = client.StandardError.ReadToEndAsync(cancellation);
                await client.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return (client.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                client.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
