using System.Runtime.InteropServices;

namespace Hicra.Notebook.Cli;

/// <summary>
/// Which cultures the process has. Where readers' cells run, those of the machine, as in any C# program; everywhere else only the
/// invariant one, which saves loading ICU at each start. .NET asks once, before the first text is compared or formatted.
/// </summary>
internal static class MachineCultures
{
    // What .NET itself looks for on Linux: by the name without a version, then by version, the newest first.
    private static readonly string[] Libraries = ["libicuuc.so", "libicui18n.so"];
    private const int Oldest = 50, Newest = 150;

    private const string Switch = "System.Globalization.Invariant";

    /// <summary>Chooses, as the first thing that the program does.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>A line for the reader where the machine lacks what cells need; else null.</returns>
    public static string? Choose(string[] args) =>
        Choose(args, OperatingSystem.IsLinux(), Environment.GetEnvironmentVariable, name => NativeLibrary.TryLoad(name, out _), () => AppContext.SetSwitch(Switch, true));

    /// <summary>Chooses, on a machine that is given.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="needsIcu">Whether .NET takes cultures from ICU's libraries, and ends the process where there are none.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="load">Loads a library by its name; false where there is none.</param>
    /// <param name="goInvariant">Leaves the process with the invariant culture.</param>
    public static string? Choose(string[] args, bool needsIcu, Func<string, string?> environment, Func<string, bool> load, Action goInvariant)
    {
        if (!RunsCells(args))
        {
            goInvariant();
            return null;
        }
        // Who says where ICU is, or that none is wanted, is taken at their word.
        if (!needsIcu || environment("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is not null || environment("DOTNET_SYSTEM_GLOBALIZATION_APPLOCALICU") is not null || HasIcu(load)) return null;
        goInvariant();
        return "hicra: ICU is not on this machine, so cells have the invariant culture only; install libicu (Debian: apt-get install libicu-dev) for the others";
    }

    private static bool RunsCells(string[] args) => args is ["run", ..] or ["kernel", "start", ..];

    private static bool HasIcu(Func<string, bool> load)
    {
        if (Libraries.All(load)) return true;
        for (int version = Newest; version >= Oldest; version--)
        {
            // To name a culture here would be to ask for one.
            if (Libraries.All(name => load($"{name}.{version}"))) return true;
        }
        return false;
    }
}
