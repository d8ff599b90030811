using System.Text.RegularExpressions;

namespace Hicra.Kernel.Session;

/// <summary>Which package a line asks for.</summary>
/// <param name="Id">The package.</param>
/// <param name="Version">The version, or the bounds of it; empty for the newest.</param>
/// <param name="IsExact">Whether that is one version, which every machine takes.</param>
internal sealed partial record PackageWish(string Id, string Version, bool IsExact)
{
    /// <summary>As NuGet wants it.</summary>
    public string Range => IsExact ? $"[{Version}]" : Version.Length == 0 ? "*" : Version;

    /// <summary>Reads what stands behind <c>nuget:</c>: <c>Id</c>, <c>Id, 1.2.3</c>, <c>Id, [1.2.3]</c>, <c>Id, 1.*</c>, <c>Id, [1.0, 2.0)</c>.</summary>
    /// <exception cref="HicraException">It is none of these.</exception>
    public static PackageWish Parse(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        string id = (comma < 0 ? text : text[..comma]).Trim(), version = comma < 0 ? "" : text[(comma + 1)..].Trim();
        if (!PackageId().IsMatch(id)) throw new HicraException($"#r \"nuget: {text}\": the form is #r \"nuget: Id, Version\"");
        if (Exact().Match(version) is { Success: true } exact) return new(id, exact.Groups["version"].Value, true);
        if (version.Length == 0 || Open().IsMatch(version)) return new(id, version, false);
        throw new HicraException($"#r \"nuget: {text}\": '{version}' is no version; the form is #r \"nuget: {id}, 1.2.3\"");
    }

    /// <inheritdoc/>
    public override string ToString() => Version.Length == 0 ? Id : $"{Id}, {Version}";

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$")]
    private static partial Regex PackageId();

    [GeneratedRegex(@"^(?<open>\[\s*)?(?<version>\d+(\.\d+){0,3}(-[0-9A-Za-z.-]+)?)(?(open)\s*\])$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"^(\*(-\*)?|\d+(\.\d+)*(\.\*|-[0-9A-Za-z.]*\*)(-\*)?|[\[(][0-9A-Za-z.*+-]*\s*,\s*[0-9A-Za-z.*+-]*[\])])$")]
    private static partial Regex Open();
}
