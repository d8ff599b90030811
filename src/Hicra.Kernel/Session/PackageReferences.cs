namespace Hicra.Kernel.Session;

/// <summary><c>#r "path"</c>, <c>#r "nuget: Id, Version"</c> and <c>#i "nuget: source"</c>.</summary>
/// <remarks>A failed restore leaves the session as it was.</remarks>
internal sealed class PackageReferences(SubmissionChain chain)
{
    private const string Scheme = "nuget:";

    private readonly Dictionary<string, string> _present = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _sources = [];

    /// <summary>Makes an assembly or a package known to the cells that follow.</summary>
    /// <returns>A line for the reader where they left something open; else null.</returns>
    /// <exception cref="HicraException">It is not there, or the text is none of the forms.</exception>
    public async Task<string?> AddAsync(string reference, string workingDirectory, CancellationToken cancellation)
    {
        if (!reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            AddFile(reference, workingDirectory);
            return null;
        }
        PackageWish wish = PackageWish.Parse(reference[Scheme.Length..].Trim());
        if (_present.TryGetValue(wish.Id, out string? present))
        {
            if (!wish.IsExact || present == wish.Version) return null;
            throw new HicraException($"#r \"{reference}\": version {present} is loaded, and a session cannot change it; restart the kernel to use {wish.Version}");
        }
        if (OfTheKernel(wish.Id) is { } own)
            return $"{wish.Id} {own} is a part of this kernel{(wish.IsExact && own != wish.Version ? $", and is used in the place of {wish.Version}" : "")}; nothing to load";
        PackageFiles files = await PackageRestore.RestoreAsync(wish, _sources, workingDirectory, cancellation).ConfigureAwait(false);
        foreach (string path in files.Runtime) chain.Support(path, isNative: false);
        foreach (string path in files.Native) chain.Support(path, isNative: true);
        foreach (string path in files.Compile) chain.Reference(path);
        _present[wish.Id] = files.Version;
        return wish.IsExact ? null : $"took {wish.Id} {files.Version}; write #r \"nuget: {wish.Id}, {files.Version}\", so that the notebook gives the same everywhere";
    }

    /// <summary>Adds a source of packages, for the references that follow.</summary>
    /// <exception cref="HicraException">It is none.</exception>
    public void AddSource(string text, string workingDirectory)
    {
        string source = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : throw new HicraException($"#i \"{text}\": the form is #i \"nuget: SOURCE\", with the address or the folder of a source of packages");
        if (!(Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"))
        {
            string folder = Path.GetFullPath(source, workingDirectory);
            if (!Directory.Exists(folder)) throw new HicraException($"#i \"{text}\": there is no such folder, and it is no address; give one like https://api.nuget.org/v3/index.json");
            source = folder;
        }
        if (!_sources.Contains(source)) _sources.Add(source);
    }

    // The kit's own packages are here already: a second copy of their types would be no use to anybody.
    private static string? OfTheKernel(string id) =>
        id.StartsWith(nameof(Hicra), StringComparison.OrdinalIgnoreCase) && SessionReferences.IsReferenced(id) ? KernelDescription.Version : null;

    private void AddFile(string path, string workingDirectory)
    {
        string full = Path.GetFullPath(path, workingDirectory);
        if (!File.Exists(full))
        {
            // "System.Text.Json" and the like: it is there already, though cells may not see it yet.
            foreach (string name in (string[])[path, Path.GetFileNameWithoutExtension(path)])
            {
                if (SessionReferences.OwnPath(name) is not { } own) continue;
                chain.Reference(own);
                return;
            }
            throw new HicraException($"#r \"{path}\": there is no such file; relative paths start at {workingDirectory}");
        }
        try { System.Reflection.AssemblyName.GetAssemblyName(full); }
        catch (BadImageFormatException) { throw new HicraException($"#r \"{path}\": this is no .NET assembly"); }
        foreach (string beside in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, "*.dll")) chain.Support(beside, isNative: false);
        chain.Reference(full);
    }
}
