using System.Text.Json;

namespace Hicra.Reproduction.Evidence;

/// <summary>Reads what a store keeps as JSON.</summary>
internal static class EvidenceJson
{
    /// <summary>What <paramref name="read"/> makes of a text; null where it is not what was written, so that it is made again.</summary>
    public static T? Parse<T>(string text, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
