using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Hicra.Kernel.Session;

/// <summary>The XML documentation of symbols: that beside an assembly, and the framework's from the SDK's reference pack.</summary>
internal sealed partial class Documentation
{
    // The files that describe what the core library implements, the usual one first.
    private static readonly string[] CoreFiles = ["System.Runtime", "System.Collections", "System.Linq", "System.Threading", "System.Memory", "System.Runtime.Extensions", "System.Text.Encoding.Extensions"];

    private readonly Dictionary<string, Dictionary<string, XElement>> _files = [];
    private readonly Lazy<string?> _pack = new(FindPack);

    /// <summary>The parts of a symbol's documentation with their headings; none where there is none.</summary>
    public IReadOnlyList<(string Head, string Text)> Of(ISymbol symbol)
    {
        ISymbol original = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced.OriginalDefinition : symbol.OriginalDefinition;
        if ((OfSource(original) ?? OfFile(original)) is not { } member) return [];
        var parts = new List<(string, string)>();
        // Comments of a cell may be plain text.
        if (!member.HasElements && Text(member) is { Length: > 0 } plain) parts.Add(("", plain));
        Add("", member.Element("summary"));
        foreach (XElement parameter in member.Elements("param")) Add(parameter.Attribute("name")?.Value ?? "", parameter);
        Add("Returns", member.Element("returns"));
        foreach (XElement exception in member.Elements("exception")) Add($"Throws {Name(exception.Attribute("cref")?.Value)}", exception);
        return parts;

        void Add(string head, XElement? element)
        {
            if (element is not null && Text(element) is { Length: > 0 } text) parts.Add((head, text));
        }
    }

    // What the reader wrote above it, in a cell. An extension method is written in a class and stands beside it (ExtensionMethods).
    private static XElement? OfSource(ISymbol symbol)
    {
        string xml = symbol.GetDocumentationCommentXml() ?? "";
        if (xml.Length == 0 && symbol is IMethodSymbol { IsExtensionMethod: true, ContainingType.IsScriptClass: true } beside)
            xml = beside.ContainingType.GetTypeMembers().SelectMany(t => t.GetMembers(beside.Name)).Select(m => m.GetDocumentationCommentXml() ?? "").FirstOrDefault(x => x.Length > 0) ?? "";
        try { return xml.Length == 0 ? null : XElement.Parse(xml.StartsWith("<member", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>"); }
        catch (System.Xml.XmlException) { return null; }
    }

    private XElement? OfFile(ISymbol symbol) => symbol.GetDocumentationCommentId() is { } id && symbol.ContainingAssembly is { } assembly ? Find(assembly, id) : null;

    private XElement? Find(IAssemblySymbol assembly, string id)
    {
        foreach (string file in Files(assembly))
            if (Read(file).TryGetValue(id, out XElement? member)) return member;
        return null;
    }

    private IEnumerable<string> Files(IAssemblySymbol assembly)
    {
        if (assembly.GetMetadata() is not null && LocationOf(assembly) is { } location) yield return Path.ChangeExtension(location, ".xml");
        if (_pack.Value is not { } pack) yield break;
        yield return Path.Combine(pack, $"{assembly.Name}.xml");
        // Types live elsewhere in the implementation than where they are documented.
        if (!assembly.Name.StartsWith("System.", StringComparison.Ordinal)) yield break;
        foreach (string core in CoreFiles) yield return Path.Combine(pack, $"{core}.xml");
    }

    private static string? LocationOf(IAssemblySymbol assembly) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => !a.IsDynamic && a.GetName().Name == assembly.Name) is { Location.Length: > 0 } loaded ? loaded.Location : Beside(assembly.Name);

    private static string? Beside(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.dll") is var path && File.Exists(path) ? path : null;

    private Dictionary<string, XElement> Read(string file)
    {
        lock (_files)
        {
            if (_files.TryGetValue(file, out Dictionary<string, XElement>? members)) return members;
            members = [];
            try
            {
                if (File.Exists(file))
                    foreach (XElement member in XDocument.Load(file).Descendants("member"))
                        if (member.Attribute("name")?.Value is { } name) members.TryAdd(name, member);
            }
            catch (Exception error) when (error is System.Xml.XmlException or IOException) { members = []; }
            return _files[file] = members;
        }
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            if (node is XText part) text.Append(part.Value);
            else if (node is XElement child)
                text.Append(child.Name.LocalName is "see" or "seealso" or "paramref" or "typeparamref" && child.IsEmpty ? Name(child.Attribute("cref")?.Value ?? child.Attribute("name")?.Value ?? child.Attribute("langword")?.Value ?? child.Attribute("href")?.Value) : $" {Text(child)} ");
        }
        return White().Replace(text.ToString(), " ").Trim().Replace(" .", ".", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal);
    }

    private static string Name(string? reference)
    {
        if (reference is null) return "";
        if (reference.Length < 2 || reference[1] != ':') return reference;
        string name = reference[2..];
        int parameters = name.IndexOf('(', StringComparison.Ordinal);
        string path = parameters < 0 ? name : name[..parameters];
        string[] parts = path.Split('.');
        return Arity().Replace(reference[0] == 'T' ? parts[^1] : string.Join('.', parts[Math.Max(0, parts.Length - 2)..]), "");
    }

    private static string? FindPack()
    {
        // .../shared/Microsoft.NETCore.App/10.0.x stands beside .../packs/Microsoft.NETCore.App.Ref/10.0.x where an SDK is installed.
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs)) return null;
        return Directory.EnumerateDirectories(packs).Order(StringComparer.Ordinal).SelectMany(d => Directory.Exists(Path.Combine(d, "ref")) ? Directory.EnumerateDirectories(Path.Combine(d, "ref")) : []).LastOrDefault(d => File.Exists(Path.Combine(d, "System.Runtime.xml")));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
