namespace Hicra.Interactive.Hosting;

/// <summary>Turns values into MIME bundles; hosts ask it for the result of a cell and for <c>display</c>.</summary>
public interface IMimeFormatter
{
    /// <summary>The bundle of a value; null where the formatter does not know the type.</summary>
    MimeBundle? Format(object value);
}
