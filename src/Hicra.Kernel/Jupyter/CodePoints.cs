namespace Hicra.Kernel.Jupyter;

/// <summary>Jupyter counts positions in Unicode code points, .NET in UTF-16 units; an emoji before the cursor makes the difference.</summary>
internal static class CodePoints
{
    public static int ToUtf16(string text, int points)
    {
        int at = 0;
        for (; points > 0 && at < text.Length; points--) at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return at;
    }

    public static int FromUtf16(string text, int position)
    {
        int points = 0;
        for (int at = 0; at < position && at < text.Length; points++) at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return points;
    }
}
