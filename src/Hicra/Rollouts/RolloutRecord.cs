using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Hicra.Rollouts;

/// <summary>One JSON value of a trace file, as bytes that hold until the next one is asked for.</summary>
/// <param name="Json">UTF-8, not yet parsed; empty for a blank line.</param>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Fault">Why there is no value to parse, as a clause; null if there is.</param>
/// <param name="Torn">Whether the file ends behind it without a line break.</param>
internal readonly record struct RolloutRecord(ReadOnlyMemory<byte> Json, long Line, string? Fault, bool Torn)
{
    /// <summary>Throws where the bytes are no text: JSON readers look into strings only when these are asked for.</summary>
    /// <exception cref="FormatException">The bytes are not UTF-8.</exception>
    public void CheckText()
    {
        if (Utf8.IsValid(Json.Span)) return;
        throw new FormatException($"not valid UTF-8 at byte {FirstInvalid(Json.Span) + 1}; was the file written in another encoding?");
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out int used) != OperationStatus.Done) return at;
            at += used;
        }
        return bytes.Length;
    }
}
