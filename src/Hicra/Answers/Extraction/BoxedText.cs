namespace Hicra.Answers.Extraction;

/// <summary>A <c>\boxed{}</c> of a text.</summary>
/// <param name="Start">Where its backslash stands.</param>
/// <param name="End">Behind its closing brace.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Closed">Whether its braces balance.</param>
internal readonly record struct BoxedText(int Start, int End, string Content, bool Closed)
{
    private const int MaxKept = 64;
    private const int LongestUnclosed = 400;

    private static readonly string[] Names = ["\\boxed", "\\fbox"];

    /// <summary>The last boxes that stand in no other, in order; in one pass, whatever braces there are.</summary>
    public static List<BoxedText> Last(string text)
    {
        var starts = new Queue<(int Start, int Open)>();
        foreach (string name in Names)
            for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                int open = at + name.Length;
                while (open < text.Length && text[open] == ' ') open++;
                starts.Enqueue((at, open));
            }
        if (starts.Count == 0) return [];
        if (Array.TrueForAll(Names, name => text.Contains(name, StringComparison.Ordinal))) starts = new(starts.OrderBy(start => start.Start));
        var boxes = new List<BoxedText>();
        (int Start, int Open, int Depth)? outer = null;
        int depth = 0;
        for (int i = starts.Peek().Start; i < text.Length; i++)
        {
            while (starts.Count > 0 && starts.Peek().Open < i) starts.Dequeue();
            if (starts.Count > 0 && starts.Peek().Open == i)
            {
                (int start, int open) = starts.Dequeue();
                if (outer is null && text[i] == '{') outer = (start, open, depth);
                else if (outer is null && !char.IsAsciiLetter(text[i])) Keep(boxes, Bare(text, start, i));
            }
            char c = text[i];
            if (c is '{' or '}' && Escaped(text, i)) continue;
            if (c == '{') depth++;
            else if (c == '}')
            {
                depth--;
                if (outer is { } box && depth == box.Depth)
                {
                    Keep(boxes, new BoxedText(box.Start, i + 1, text[(box.Open + 1)..i], true));
                    outer = null;
                }
                else if (depth < 0) depth = 0;
            }
        }
        if (outer is { } last && text.Length - last.Open <= LongestUnclosed) boxes.Add(new BoxedText(last.Start, text.Length, text[(last.Open + 1)..], false));
        return boxes;
    }

    private static void Keep(List<BoxedText> boxes, BoxedText box)
    {
        if (boxes.Count == MaxKept) boxes.RemoveAt(0);
        boxes.Add(box);
    }

    // \boxed 5$
    private static BoxedText Bare(string text, int start, int at)
    {
        int end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('$' or '.' or ',') && (text[end] != '\\' || end == at)) end++;
        return new BoxedText(start, end, text[at..end], true);
    }

    // A brace that is written, \{, balances nothing; behind \\ it does.
    private static bool Escaped(string text, int at)
    {
        int slashes = 0;
        while (slashes < 8 && at - slashes > 0 && text[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1;
    }
}
