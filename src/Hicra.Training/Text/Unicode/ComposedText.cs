using System.Text;

namespace Hicra.Training.Text.Unicode;

/// <summary>
/// A text in Unicode's normal form C, and where its bytes come from. Our own, because .NET leaves text as it is in a process
/// with invariant globalization, and a model must read the same tokens in every process.
/// </summary>
internal sealed class ComposedText
{
    // Below it every character is composed and a starter.
    private const char FirstMark = '\u0300';

    // Runs that composition changed, in order: where they begin and end, in UTF-8 bytes of the composed and of the given text.
    private readonly List<(int Begin, int End, int GivenBegin, int GivenEnd)> _changes = [];

    private ComposedText(string given) => Text = given;

    /// <summary>The composed text.</summary>
    public string Text { get; private set; }

    /// <summary>Composes a text; unpaired surrogates stay as they are.</summary>
    public static ComposedText Of(string text)
    {
        var composed = new ComposedText(text);
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(FirstMark - 1)) >= 0) composed.Compose();
        return composed;
    }

    /// <summary>Where a byte of the composed text lies in the given text; within a changed run, the run's end.</summary>
    public int Given(int composedByte)
    {
        int low = 0, high = _changes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_changes[middle].Begin < composedByte) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return composedByte;
        (_, int end, _, int givenEnd) = _changes[low - 1];
        return composedByte < end ? givenEnd : givenEnd + composedByte - end;
    }

    private void Compose()
    {
        CanonicalTables tables = CanonicalTables.Instance;
        StringBuilder? changed = null;
        int copied = 0, bytes = 0, givenBytes = 0;
        List<int> codes = [];
        for (int begin = 0, end; begin < Text.Length; begin = end)
        {
            int first = CodeAt(begin, out int length);
            end = begin + length;
            bool alone = true;
            while (end < Text.Length && CodeAt(end, out length) is var next && !tables.Begins(next)) (end, alone) = (end + length, false);
            int size = Encoding.UTF8.GetByteCount(Text.AsSpan(begin..end));
            if (!alone || !tables.IsComposed(first))
            {
                string run = ComposeRun(tables, Text.AsSpan(begin..end), codes);
                if (!Text.AsSpan(begin..end).SequenceEqual(run))
                {
                    changed = (changed ?? new StringBuilder()).Append(Text, copied, begin - copied).Append(run);
                    copied = end;
                    int composedSize = Encoding.UTF8.GetByteCount(run);
                    _changes.Add((bytes, bytes + composedSize, givenBytes, givenBytes + size));
                    bytes += composedSize - size;
                }
            }
            bytes += size;
            givenBytes += size;
        }
        if (changed is not null) Text = changed.Append(Text, copied, Text.Length - copied).ToString();
    }

    private static string ComposeRun(CanonicalTables tables, ReadOnlySpan<char> run, List<int> codes)
    {
        codes.Clear();
        for (int i = 0, length; i < run.Length; i += length) tables.Decompose(CodeAt(run, i, out length), codes);
        // Marks in the order of their classes, equal ones as they stood.
        for (int begin = 0, end; begin < codes.Count; begin = end + 1)
        {
            for (end = begin; end < codes.Count && tables.Class(codes[end]) != 0;) end++;
            if (end - begin < 2) continue;
            int[] marks = [.. codes[begin..end].OrderBy(code => tables.Class(code))];
            for (int i = 0; i < marks.Length; i++) codes[begin + i] = marks[i];
        }
        int kept = 0, starter = -1, lastClass = 0;
        foreach (int code in codes.ToArray())
        {
            int markClass = tables.Class(code);
            // A mark is blocked by one of its own class, or by another starter, between it and its starter.
            bool adjacent = starter == kept - 1;
            if (starter >= 0 && (adjacent || lastClass != 0 && lastClass < markClass) && tables.Compose(codes[starter], code) is int whole)
            {
                codes[starter] = whole;
                continue;
            }
            if (markClass == 0) starter = kept;
            lastClass = markClass;
            codes[kept++] = code;
        }
        var text = new StringBuilder();
        // An unpaired surrogate is no rune.
        foreach (int code in codes[..kept])
            if (Rune.IsValid(code)) text.Append(new Rune(code).ToString());
            else text.Append((char)code);
        return text.ToString();
    }

    private int CodeAt(int index, out int length) => CodeAt(Text, index, out length);

    private static int CodeAt(ReadOnlySpan<char> text, int index, out int length)
    {
        bool pair = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
        length = pair ? 2 : 1;
        return pair ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
    }
}
