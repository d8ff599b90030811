using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hicra.Kernel.Session;

/// <summary><c>#r "path"</c> and <c>#r "nuget: Id, Version"</c>.</summary>
/// <remarks>
/// A package is restored by the .NET SDK (<c>dotnet restore</c> of a generated project, so the user's own sources and
/// credentials apply) and its list of files is kept by id and exact version: the next session needs neither SDK nor network.
/// A failed restore leaves the session as it was.
/// </remarks>
internal sealed partial class PackageReferences(SubmissionChain chain)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, string> _present = new(StringComparer.OrdinalIgnoreCase);

    public async Task AddAsync(string reference, string workingDirectory, CancellationToken cancellation)
    {
        if (!reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            AddFile(reference, workingDirectory);
            return;
        }
        string[] parts = reference["nuget:".Length..].Split(',', StringSplitOptions.TrimEntries);
        string id = parts[0], version = parts.Length > 1 ? parts[1] : "";
        if (parts.Length > 2 || !PackageId().IsMatch(id)) throw new HicraException($"#r \"{reference}\": the form is #r \"nuget: Id, Version\"");
        if (!PackageVersion().IsMatch(version)) throw new HicraException($"#r \"{reference}\": give an exact version, as in #r \"nuget: {id}, 1.2.3\", so that the notebook gives the same everywhere");
        if (_present.TryGetValue(id, out string? present))
        {
            if (present == version) return;
            throw new HicraException($"#r \"{reference}\": version {present} is loaded, and a session cannot change it; restart the kernel to use {version}");
        }
        Files files = await RestoreAsync(id, version, workingDirectory, cancellation).ConfigureAwait(false);
        foreach (string path in files.Runtime) chain.Support(path, isNative: false);
        foreach (string path in files.Native) chain.Support(path, isNative: true);
        foreach (string path in files.Compile) chain.Reference(path);
        _present[id] = version;
    }

    private void AddFile(string path, string workingDirectory)
    {
        string full = Path.GetFullPath(path, workingDirectory);
        if (!File.Exists(full))
        {
            // "System.Text.Json" and the like: the framework is there already.
            if (SessionReferences.IsPresent(path) || SessionReferences.IsPresent(Path.GetFileNameWithoutExtension(path))) return;
            throw new HicraException($"#r \"{path}\": there is no such file; relative paths start at {workingDirectory}");
        }
        try { System.Reflection.AssemblyName.GetAssemblyName(full); }
        catch (BadImageFormatException) { throw new HicraException($"#r \"{path}\": this is no .NET assembly"); }
        foreach (string beside in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, "*.dll")) chain.Support(beside, isNative: false);
        chain.Reference(full);
    }

    private static async Task<Files> RestoreAsync(string id, string version, string workingDirectory, CancellationToken cancellation)
    {
        // The sources of the working directory decide which file a version is: they are part of the key.
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}|{version}|{RuntimeInformation.RuntimeIdentifier}|{Environment.Version.Major}|{NearestConfiguration(workingDirectory)}")))[..12];
        string folder = Path.Combine(CacheRoot(), $"{id}-{version}-{key}".ToLowerInvariant()), list = Path.Combine(folder, "files.json");
        if (File.Exists(list) && JsonSerializer.Deserialize<Files>(await File.ReadAllTextAsync(list, cancellation).ConfigureAwait(false)) is { } known && known.AreThere) return known;

        Directory.CreateDirectory(folder);
        string project = Path.Combine(folder, "restore.csproj");
        await File.WriteAllTextAsync(project, Project(id, version), cancellation).ConfigureAwait(false);
        string? configuration = NearestConfiguration(workingDirectory);
        (int code, string text) = await RunAsync(folder, configuration is null ? ["restore", project] : ["restore", project, "--configfile", configuration], cancellation).ConfigureAwait(false);
        if (code != 0) throw new HicraException($"#r \"nuget: {id}, {version}\": {Reason(text)}");
        Files files = Read(Path.Combine(folder, "obj", "project.assets.json"));
        string partial = $"{list}.{Environment.ProcessId}";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(files), cancellation).ConfigureAwait(false);
        File.Move(partial, list, overwrite: true);
        return files;
    }

    private static string Project(string id, string version) => new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.0"), new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier), new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"), new XElement("OutputType", "Library"), new XElement("NuGetAudit", "false"), new XElement("ManagePackageVersionsCentrally", "false"), new XElement("RestorePackagesWithLockFile", "false")),
        new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", $"[{version}]")))).ToString();

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

    // The restore repeats its errors with the project's path; the first message is the reason.
    private static string Reason(string text) => RestoreError().Match(text) is { Success: true } match
        ? $"{match.Groups[1].Value}: {match.Groups[2].Value.Trim()}"
        : $"the restore failed: {text.ReplaceLineEndings(" ").Trim()}";

    private static Files Read(string assets)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(assets));
        JsonElement root = document.RootElement;
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        // The target with a runtime identifier has the native files.
        JsonElement target = root.GetProperty("targets").EnumerateObject().OrderBy(t => t.Name.Length).Last().Value;
        List<string> compile = [], runtime = [], native = [];
        foreach (JsonProperty library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
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
        return new(compile, runtime, native);
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

    private sealed record Files(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public bool AreThere => Compile.Concat(Runtime).Concat(Native).All(File.Exists);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$")]
    private static partial Regex PackageId();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"error (NU\d+|[A-Z]+\d+): (.+?)( \[[^\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex RestoreError();
}
