using System.Diagnostics.CodeAnalysis;
using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Formatting;

/// <summary>
/// Tells .NET Interactive which class formats a type. It looks for an attribute of this name on a value's type, whatever
/// assembly the attribute is in, and calls what it finds by reflection; so the kit needs no reference to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The representations that are shown, all of them.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html", "text/plain"];
}

/// <summary>The kit's formatters as .NET Interactive asks for them.</summary>
public sealed class TypeFormatterSource
{
    /// <summary>One formatter per type and representation.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The host calls it on an instance, by reflection.")]
    public IEnumerable<TypeFormatter> CreateTypeFormatters()
    {
        foreach (Type type in HicraFormatter.Types)
        {
            yield return new TypeFormatter(type, "text/html");
            yield return new TypeFormatter(type, "text/plain");
            if (type == typeof(Figures.Figure)) yield return new TypeFormatter(type, Figures.PlotlyRenderer.MimeType);
        }
    }
}

/// <summary>One representation of one type, in the form in which .NET Interactive calls formatters by reflection.</summary>
/// <param name="type">The type.</param>
/// <param name="mimeType">The representation.</param>
public sealed class TypeFormatter(Type type, string mimeType)
{
    private static readonly HicraFormatter Formatter = new();

    /// <summary>The type; types derived from it are formatted too.</summary>
    public Type Type { get; } = type;

    /// <summary>The representation.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the representation of a value.</summary>
    /// <returns>Whether the value was written; false leaves it to other formatters.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (instance is null || Formatter.Format(instance) is not MimeBundle bundle || !bundle.Data.TryGetValue(MimeType, out System.Text.Json.Nodes.JsonNode? node)) return false;
        writer.Write(bundle.Text(MimeType) ?? node.ToJsonString());
        return true;
    }
}
