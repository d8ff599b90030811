using System.Text;

namespace Hicra.Interactive.DotNet;

/// <summary>Text of a cell as events of the host, one a call: the host sends a message for each. Thread-safe.</summary>
internal sealed class EventWriter : TextWriter
{
    private readonly Action<string> _publish;

    public EventWriter(Action<string> publish)
    {
        _publish = publish;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) _publish(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");
}
