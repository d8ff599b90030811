using System.CommandLine;

namespace Hicra.Interactive.Commands;

/// <summary>Conventions of all commands.</summary>
internal static class CommonOptions
{
    /// <summary>The option that leaves a variable.</summary>
    public const string NameOption = "--name";

    public static Option<string?> Name(string what) => Options.Text(NameOption, "variable", $"leave {what} in a variable");

    public static Option<bool> DryRun() => new("--dry-run") { Description = "say what would be done, and do nothing" };
}
