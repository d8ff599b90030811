using System.Text;
using System.Text.Json;

namespace Hicra.Interactive.Commands;

/// <summary>One JSON value as text for machines.</summary>
internal static class JsonText
{
    /// <summary>What <paramref name="write"/> writes, over several lines.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true })) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
