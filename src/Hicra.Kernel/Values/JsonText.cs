using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hicra.Kernel.Values;

/// <summary>JSON as indented text, of which no more is written than is shown.</summary>
internal static class JsonText
{
    // Far beyond what anybody reads, and far from the end of the stack.
    private const int Deepest = 200;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n", MaxDepth = Deepest };

    /// <summary>The text that <paramref name="write"/> writes, up to about so many characters; where it is cut, a line says so.</summary>
    public static string Indented(Action<Utf8JsonWriter> write, int most)
    {
        var buffer = new BoundedBuffer(most);
        var writer = new Utf8JsonWriter(buffer, Options);
        try
        {
            write(writer);
            writer.Flush();
            return Encoding.UTF8.GetString(buffer.Written);
        }
        catch (Exception error) when (error is CutException || (error is InvalidOperationException && writer.CurrentDepth >= Deepest - 1))
        {
            if (error is not CutException) writer.Flush();
            string text = Encoding.UTF8.GetString(buffer.Written);
            return text[..Math.Max(0, text.LastIndexOf('\n'))] + "\n… and more";
        }
    }

    private sealed class CutException : Exception;

    private sealed class BoundedBuffer(int most) : IBufferWriter<byte>
    {
        private readonly ArrayBufferWriter<byte> _all = new();

        public ReadOnlySpan<byte> Written => _all.WrittenSpan[..Math.Min(_all.WrittenCount, most)];

        public void Advance(int count) => _all.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_all.WrittenCount >= most) throw new CutException();
            return _all.GetMemory(sizeHint);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
