using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Hicra.Kernel.Session;

/// <summary>What a reader wrote above the types of a cell's library and their members, for inspection.</summary>
internal sealed class LibraryDocumentation : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = [];

    /// <param name="xml">The file that the compiler makes.</param>
    public LibraryDocumentation(Stream xml)
    {
        foreach (XElement member in XDocument.Load(xml).Descendants("member"))
            if (member.Attribute("name")?.Value is { } name) _members[name] = member.ToString();
    }

    /// <inheritdoc/>
    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) => _members.GetValueOrDefault(documentationMemberID);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
