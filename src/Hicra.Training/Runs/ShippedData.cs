namespace Hicra.Training.Runs;

/// <summary>What ships with the kit: base model, demo runs, real solutions, the paper's numbers. They lie beside the kit's own assembly, whatever program it is loaded into.</summary>
public static class ShippedData
{
    /// <summary>The folder of the data. Inside another program, for example .NET Interactive, <see cref="AppContext.BaseDirectory"/> is that program's.</summary>
    public static string Directory { get; } = Find(typeof(ShippedData).Assembly.Location, AppContext.BaseDirectory);

    /// <summary>A file or folder of the data.</summary>
    /// <param name="parts">Its path below the folder.</param>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Directory, .. parts]);

    /// <summary>The folder beside an assembly; beside the program where the assembly has no file of its own, as in one bundled into a single file.</summary>
    internal static string Find(string assembly, string program) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(assembly) is { Length: > 0 } beside ? beside : program, "data");
}
