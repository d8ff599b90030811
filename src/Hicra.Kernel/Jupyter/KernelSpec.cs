using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
    public const string DefaultName = "hicra";

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
        ["argv"] = new JsonArray([.. command.Concat(["kernel", "start", "{connection_file}"]).Select(a => (JsonNode?)a)]),
        ["display_name"] = displayName,
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        // A quick start counts for more than the last percent of a long loop, which the runtime reaches later anyway.
        ["env"] = new JsonObject { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_QuickJitForLoops"] = "1" },
        ["metadata"] = new JsonObject { ["debugger"] = false },
    };

    /// <summary>Writes the kernelspec; returns its folder.</summary>
    public static string Install(string kernels, string name, IReadOnlyList<string> command)
    {
        string folder = Folder(kernels, name);
        Directory.CreateDirectory(folder);
        string content = Content(command, name == DefaultName ? "C# (Hicra)" : $"C# (Hicra, {name})").ToJsonString(new() { WriteIndented = true }) + "\n";
        WholeFile.Write(Path.Combine(folder, "kernel.json"), System.Text.Encoding.UTF8.GetBytes(content));
        return folder;
    }

    /// <summary>Removes the kernelspec; returns its folder.</summary>
    /// <exception cref="HicraException">There is none.</exception>
    public static string Uninstall(string kernels, string name)
    {
        string folder = Folder(kernels, name), file = Path.Combine(folder, "kernel.json");
        if (!File.Exists(file)) throw new HicraException($"{folder}: no kernel is installed there; give the --prefix and --name of the installation");
        File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        return folder;
    }

    /// <summary>How this program was started, as a kernelspec must start it.</summary>
    public static IReadOnlyList<string> ThisCommand()
    {
        string program = Environment.ProcessPath ?? "dotnet", assembly = Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll");
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [program, assembly] : [program];
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

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Allowed();
}
