using System.Diagnostics.CodeAnalysis;

namespace Hicra.Formatting;

/// <summary>
/// Says that a type is shown richly in notebooks where Hicra.Interactive is loaded. .NET Interactive looks for an attribute of
/// this name and these properties, whatever assembly it is in, so neither this library nor the notebook kit refers to it, and
/// this library does not refer to the kit: the class that formats is found by name.
/// </summary>
/// <remarks>This file is compiled into Hicra and Hicra.Training.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters</c>; one that has none where the kit is not loaded.</summary>
    public Type FormatterSourceType { get; } =
        Type.GetType("Hicra.Interactive.Formatting.TypeFormatterSource, Hicra.Interactive", throwOnError: false) ?? typeof(NoFormatters);

    /// <summary>The representations that are shown, all of them.</summary>
    public string[] PreferredMimeTypes { get; } = ["text/html", "text/plain"];

    /// <summary>Leaves a value to the host's own formatters.</summary>
    internal sealed class NoFormatters
    {
        /// <summary>No formatters.</summary>
        [SuppressMessage("Performance", "CA1822", Justification = "The host calls it on an instance, by reflection.")]
        public IEnumerable<object> CreateTypeFormatters() => [];
    }
}
