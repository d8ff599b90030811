using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hicra.Kernel.Session;

/// <summary>The files of a package and of all that it needs.</summary>
/// <param name="Version">The version that was taken.</param>
/// <param name="Compile">What cells are compiled against.</param>
/// <param name="Runtime">What is loaded.</param>
/// <param name="Native">Native libraries for this machine.</param>
internal sealed record PackageFiles(string Version, IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native)
{
    /// <summary>Whether all of them are still there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AreThere => Version is not null && Compile.Concat(Runtime).Concat(Native).All(File.Exists);
}

/// <summary>Restores packages by the .NET SDK.</summary>
/// <remarks>
/// <c>dotnet restore</c> of a generated project, so the user's own sources and credentials apply; the list of files is kept by id and
/// exact version: the next session needs neither SDK nor network.
/// </remarks>
internal static partial class PackageRestore
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The files of a package.</summary>
    /// <param name="wish">Which one.</param>
    /// <param name="sources">Where to look besides the user's own sources.</param>
    /// <param name="workingDirectory">Where the search for the user's configuration begins.</param>
    /// <param name="cancellation">Stops the restore.</param>
    /// <exception cref="HicraException">It cannot be had; the message says why.</exception>
    public static async Task<PackageFiles> RestoreAsync(PackageWish wish, IReadOnlyList<string> sources, string workingDirectory, CancellationToken cancellation)
    {
        // The sources of the working directory decide which file a version is: they are part of the key.
        string? configuration = NearestConfiguration(workingDirectory);
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{wish.Id}|{wish.Range}|{RuntimeInformation.RuntimeIdentifier}|{Environment.Version.Major}|{configuration}|{string.Join('|', sources)}")))[..12];
        string folder = Path.Combine(CacheRoot(), $"{wish.Id}-{(wish.IsExact ? wish.Version : "any")}-{key}".ToLowerInvariant()), list = Path.Combine(folder, "files.json");
        if (wish.IsExact && File.Exists(list) && JsonSerializer.Deserialize<PackageFiles>(await File.ReadAllTextAsync(list, cancellation).ConfigureAwait(false)) is { AreThere: true } known) return known;

        Directory.CreateDirectory(folder);
        string project = Path.Combine(folder, "restore.csproj");
        await File.WriteAllTextAsync(project, Project(wish, sources), cancellation).ConfigureAwait(false);
        (int code, string text) = await RunAsync(folder, configuration is null ? ["restore", project] : ["restore", project, "--configfile", configuration], cancellation).ConfigureAwait(false);
        if (code != 0) throw new HicraException($"#r \"nuget: {wish}\": {Reason(wish, text)}");
        PackageFiles files = Read(Path.Combine(folder, "obj", "project.assets.json"), wish.Id);
        string partial = $"{list}.{Environment.ProcessId}";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(files), cancellation).ConfigureAwait(false);
        File.Move(partial, list, overwrite: true);
        return files;
    }

    private static string Project(PackageWish wish, IReadOnlyList<string> sources) => new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.0"), new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier), new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"), new XElement("OutputType", "Library"), new XElement("NuGetAudit", "false"), new XElement("ManagePackageVersionsCentrally", "false"), new XElement("RestorePackagesWithLockFile", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", wish.Id), new XAttribute("Version", wish.Range)))).ToString();

    private static async Task<(int, string)> RunAsync(string folder, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1")]) start.Environment[name] = value;
        Process process;
        try { process = Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception) { throw new HicraException("#r \"nuget: ...\" needs the .NET SDK the first time a package is used: install it, or reference the assembly by its path"); }
        using (process)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            limit.CancelAfter(Limit);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try { await process.WaitForExitAsync(limit.Token).ConfigureAwait(false); }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                throw new HicraException(FormattableString.Invariant($"the restore took longer than {Limit.TotalMinutes} minutes; check the network and the package sources"));
            }
            return (process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
        }
    }

    /// <summary>Why a restore failed, from what it wrote: it repeats its errors with the project's path, and the first message is the reason.</summary>
    public static string Reason(PackageWish wish, string text) => RestoreError().Match(text) is { Success: true } match
        ? $"{match.Groups[1].Value}: {match.Groups[2].Value.Trim()}{(match.Groups[1].Value == "NU1103" ? $"; for its previews write #r \"nuget: {wish.Id}, *-*\"" : "")}"
        : $"the restore failed: {text.ReplaceLineEndings(" ").Trim()}";

    private static PackageFiles Read(string assets, string id)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(assets));
        JsonElement root = document.RootElement;
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        // The target with a runtime identifier has the native files.
        JsonElement target = root.GetProperty("targets").EnumerateObject().OrderBy(t => t.Name.Length).Last().Value;
        List<string> compile = [], runtime = [], native = [];
        string version = "";
        foreach (JsonProperty library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            if (library.Name.Split('/') is [var name, var taken] && name.Equals(id, StringComparison.OrdinalIgnoreCase)) version = taken;
            string path = root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            string? folder = folders.Select(f => Path.Combine(f, path)).FirstOrDefault(Directory.Exists);
            if (folder is null) continue;
            Add("compile", compile);
            Add("runtime", runtime);
            Add("native", native);

            void Add(string kind, List<string> files)
            {
                if (!library.Value.TryGetProperty(kind, out JsonElement entries)) return;
                foreach (JsonProperty file in entries.EnumerateObject())
                    if (!file.Name.EndsWith("/_._", StringComparison.Ordinal)) files.Add(Path.Combine(folder, file.Name.Replace('/', Path.DirectorySeparatorChar)));
            }
        }
        return new(version, compile, runtime, native);
    }

    private static string? NearestConfiguration(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string[] found = [.. at.EnumerateFiles().Where(f => f.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase)).Select(f => f.FullName)];
            if (found.Length > 0) return found[0];
        }
        return null;
    }

    private static string CacheRoot()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache)) cache = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "hicra", "packages");
    }

    [GeneratedRegex(@"error (NU\d+|[A-Z]+\d+): (.+?)( \[[^\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex RestoreError();
}
