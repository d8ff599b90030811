using System.Text;

namespace Hicra.Interactive.Hosting;

/// <summary>Text of a cell handed to its host, whole as it was written: hosts send a message for each. Lines end with <c>\n</c>.</summary>
/// <remarks>As thread-safe as what it hands the text to.</remarks>
internal sealed class EventWriter : TextWriter
{
    private readonly Action<string> _write;

    public EventWriter(Action<string> write)
    {
        _write = write;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) _write(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");
}
