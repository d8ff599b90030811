using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Jupyter;

/// <summary>An operating system's conventions for where programs keep their data.</summary>
internal enum Platform
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>The kernelspec: where it lies and what it says.</summary>
internal static partial class KernelSpec
{
    public const string DefaultName = KernelDescription.Name;

    private const string File = "kernel.json";

    // Where clients look for a picture of the kernel, under the names that Jupyter gives them.
    private static readonly string[] Logos = ["logo-svg.svg", "logo-64x64.png", "logo-32x32.png"];

    private static readonly string[] Arguments = ["kernel", "start", "{connection_file}"];

    public static Platform Here => OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.MacOS : Platform.Linux;

    /// <summary>The user's kernels folder, where Jupyter and VS Code look: Jupyter's own rule (jupyter_core, <c>jupyter_data_dir</c>).</summary>
    /// <param name="platform">The operating system.</param>
    /// <param name="home">The user's home folder.</param>
    /// <param name="variable">Environment variables by name.</param>
    public static string UserFolder(Platform platform, string home, Func<string, string?> variable)
    {
        string separator = platform == Platform.Windows ? "\\" : "/";
        bool isNewRule = Set("JUPYTER_PLATFORM_DIRS") is { } choice && choice.ToLowerInvariant() is not ("no" or "n" or "false" or "off" or "0" or "0.0");
        string data = Set("JUPYTER_DATA_DIR") ?? platform switch
        {
            Platform.MacOS when isNewRule => Join(home, "Library", "Application Support", "Jupyter"),
            Platform.MacOS => Join(home, "Library", "Jupyter"),
            Platform.Windows when isNewRule => Join(Set("LOCALAPPDATA") ?? Join(home, "AppData", "Local"), "Jupyter"),
            Platform.Windows => Join(Set("APPDATA") ?? Join(home, "AppData", "Roaming"), "jupyter"),
            _ => Join(Set("XDG_DATA_HOME") ?? Join(home, ".local", "share"), "jupyter"),
        };
        return Join(data, "kernels");

        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        string Join(params string[] parts) => string.Join(separator, parts.Select((p, i) => i == 0 ? p.TrimEnd('/', '\\') : p));
    }

    /// <summary>The kernels folder below a prefix, as <c>jupyter kernelspec install --prefix</c> has it.</summary>
    public static string PrefixFolder(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>The content of <c>kernel.json</c>.</summary>
    /// <param name="command">The command line that starts <c>hicra</c>, without arguments.</param>
    /// <param name="displayName">What clients show.</param>
    public static JsonObject Content(IReadOnlyList<string> command, string displayName) => new()
    {
        ["argv"] = new JsonArray([.. command.Concat(Arguments).Select(a => (JsonNode?)a)]),
        ["display_name"] = displayName,
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        // A quick start counts for more than the last percent of a long loop, which the runtime reaches later anyway.
        ["env"] = new JsonObject { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_QuickJitForLoops"] = "1" },
        ["metadata"] = new JsonObject { ["debugger"] = false },
    };

    /// <summary>What clients show of a kernel of this name.</summary>
    public static string DisplayNameOf(string name) => name == DefaultName ? KernelDescription.DisplayName : $"{KernelDescription.DisplayName[..^1]}, {name})";

    /// <summary>Writes the kernelspec with its pictures; returns its folder.</summary>
    /// <exception cref="HicraException">The name is none, or a kernel of somebody else's has it.</exception>
    public static string Install(string kernels, string name, IReadOnlyList<string> command)
    {
        string folder = Folder(kernels, name), file = Path.Combine(folder, File);
        if (Foreign(file) is { } other) throw new HicraException($"{folder}: there is another kernel of that name ({other}); remove it first (jupyter kernelspec uninstall {name}), or give another --name");
        foreach (string logo in Logos) WholeFile.Write(Path.Combine(folder, logo), Logo(logo));
        string content = Content(command, DisplayNameOf(name)).ToJsonString(new() { WriteIndented = true }) + "\n";
        WholeFile.Write(file, Encoding.UTF8.GetBytes(content));
        return folder;
    }

    /// <summary>Removes the kernelspec; returns its folder.</summary>
    /// <exception cref="HicraException">There is none, or it is somebody else's.</exception>
    public static string Uninstall(string kernels, string name)
    {
        string folder = Folder(kernels, name), file = Path.Combine(folder, File);
        if (!System.IO.File.Exists(file)) throw new HicraException($"{folder}: no kernel is installed there; give the --prefix and --name of the installation");
        if (Foreign(file) is { } other) throw new HicraException($"{folder}: this is another kernel ({other}); remove it with jupyter kernelspec uninstall {name}");
        foreach (string written in Logos.Append(File)) System.IO.File.Delete(Path.Combine(folder, written));
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        return folder;
    }

    // What a kernelspec that is not ours calls itself; null for ours, and where there is none.
    private static string? Foreign(string file)
    {
        if (!System.IO.File.Exists(file)) return null;
        try
        {
            JsonNode? spec = JsonNode.Parse(System.IO.File.ReadAllText(file));
            string?[] words = [.. (spec?["argv"] as JsonArray ?? []).Select(a => (string?)a)];
            return words.Length > Arguments.Length && words[^Arguments.Length..].SequenceEqual(Arguments) ? null : (string?)spec?["display_name"] ?? "without a name";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException) { return "with a broken kernel.json"; }
    }

    private static byte[] Logo(string name)
    {
        using Stream stream = typeof(KernelSpec).Assembly.GetManifestResourceStream($"Hicra.Kernel.Jupyter.{name}") ?? throw new InvalidOperationException($"{name} is missing");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The process that Jupyter names to a kernel as its own; null where it names none.</summary>
    /// <param name="platform">The operating system. On Windows the value is the handle of a process, not its id.</param>
    /// <param name="value">What stands in <c>JPY_PARENT_PID</c>.</param>
    public static int? ParentProcess(Platform platform, string? value) => platform != Platform.Windows && int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out int id) && id > 1 ? id : null;

    private static string Folder(string kernels, string name)
    {
        if (!Allowed().IsMatch(name)) throw new HicraException($"--name is '{name}'; a kernel's name has letters, digits, '.', '_' and '-', as {DefaultName}");
        return Path.Combine(kernels, name.ToLowerInvariant());
    }

    // Jupyter's own rule, and .NET Interactive's kernels begin with a dot.
    [GeneratedRegex(@"^\.?[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Allowed();
}
