using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>A table for terminals: columns padded, numbers to the right, a rule under the head.</summary>
internal static class PlainTable
{
    public static string Render(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int firstNumber = 1, IReadOnlyCollection<int>? leftColumns = null)
    {
        IReadOnlyList<string>[] body = [.. rows];
        int[] widths = [.. head.Select((h, i) => Math.Max(h.Length, body.Select(r => i < r.Count ? r[i].Length : 0).DefaultIfEmpty(0).Max()))];
        var text = new StringBuilder();
        Line(head);
        text.Append(string.Join("  ", widths.Select(w => new string('-', w)))).Append('\n');
        foreach (IReadOnlyList<string> row in body) Line(row);
        return text.ToString().TrimEnd('\n');

        void Line(IReadOnlyList<string> cells)
        {
            IEnumerable<string> padded = cells.Select(Clean).Select((c, i) => i >= firstNumber && leftColumns?.Contains(i) != true ? c.PadLeft(widths[i]) : c.PadRight(widths[i]));
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }
    }

    /// <summary>Text in lines of at most <paramref name="width"/> characters, broken at spaces.</summary>
    public static string Wrap(string text, int width = 96)
    {
        var wrapped = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                wrapped.Append('\n');
                column = 0;
            }
            if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }
            wrapped.Append(word);
            column += word.Length;
        }
        return wrapped.ToString();
    }

    /// <summary>Text of at most <paramref name="most"/> characters, cut with an ellipsis.</summary>
    public static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";

    /// <summary>One line of text that cannot steer a terminal.</summary>
    public static string Clean(string? text) => TerminalText.Clean(text, keepLines: false);
}
