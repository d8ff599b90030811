using System.Text.RegularExpressions;

namespace Hicra.Kernel.Session;

/// <summary>What a directive line says: <c>#r</c>, <c>#i</c>, <c>#load</c>, as people write them.</summary>
internal static partial class DirectiveText
{
    /// <summary>The text between the quotes; a comment or a semicolon may follow.</summary>
    /// <param name="line">The line.</param>
    /// <param name="directive">The word that it begins with.</param>
    /// <exception cref="HicraException">There are no such quotes; the message has the line as it should be.</exception>
    public static string Quoted(string line, string directive)
    {
        string rest = line[directive.Length..].Trim();
        if (WellFormed().Match(rest) is { Success: true } match && match.Groups["text"].Value.Trim() is { Length: > 0 } text) return text;
        string bare = Comment().Replace(rest, "").Trim().TrimEnd(';').Trim().Trim('"', '\'', '`', '\u201c', '\u201d', '\u201e', '\u2018', '\u2019').Trim();
        throw new HicraException(bare.Length == 0 || bare.Contains('"', StringComparison.Ordinal)
            ? $"{line}: one text stands between double quotes, as in {directive} \"{Example(directive)}\""
            : $"{line}: the text stands between double quotes; write {directive} \"{bare}\"");
    }

    /// <summary>What a line of a file-based program (<c>#:package Name@1.2.3</c>) is in a cell: the text of a <c>#r</c>.</summary>
    /// <exception cref="HicraException">It is none that a cell can follow.</exception>
    public static string OfProgram(string line)
    {
        if (PackageOfProgram().Match(line) is { Success: true } package) return package.Groups["version"] is { Success: true, Value: var version } ? $"nuget: {package.Groups["id"].Value}, {version}" : $"nuget: {package.Groups["id"].Value}";
        throw new HicraException($"{line}: this is for programs that dotnet runs from a file; a cell takes packages (#:package Name@1.2.3, or #r \"nuget: Name, 1.2.3\"): leave the line out");
    }

    private static string Example(string directive) => directive switch { "#i" => "nuget: https://host/index.json", "#load" => "folder/file.csx", _ => "nuget: Name, 1.2.3" };

    [GeneratedRegex(@"^""(?<text>[^""]*)""\s*;?\s*(//.*|/\*.*\*/)?$")]
    private static partial Regex WellFormed();

    [GeneratedRegex(@"\s(//.*|/\*.*\*/\s*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^#:package\s+(?<id>[\w.-]+)(@(?<version>\S+))?$")]
    private static partial Regex PackageOfProgram();
}
