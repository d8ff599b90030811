using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hicra.Interactive.Commands;

/// <summary>One JSON value as text for machines.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true }, Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What <paramref name="write"/> writes, over several lines.</summary>
    public static string Of(Action<Utf8JsonWriter> write) => Of(write, Indented);

    /// <summary>What <paramref name="write"/> writes, on one line, for files of a value a line: letters and signs stand as they are.</summary>
    public static string Line(Action<Utf8JsonWriter> write) => Of(write, Compact);

    private static string Of(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
