namespace Hicra.Kernel.Values;

/// <summary>How much of a value is read. What is left out is always said.</summary>
internal static class ValueLimits
{
    /// <summary>Items of a list, pairs of a dictionary, rows of a table.</summary>
    public const int Items = 20;

    /// <summary>Members of an object, columns of a table.</summary>
    public const int Members = 20;

    /// <summary>How many objects deep; below stand only names.</summary>
    public const int Depth = 4;

    /// <summary>Objects, lists and dictionaries in all: a wide and deep graph ends here.</summary>
    public const int Nodes = 300;

    /// <summary>Characters of a text that stands alone.</summary>
    public const int Text = 100_000;

    /// <summary>Characters of a text within something.</summary>
    public const int InnerText = 1000;

    /// <summary>Items of a list so deep.</summary>
    public static int ItemsAt(int depth) => depth switch { 0 => Items, 1 => 10, _ => 5 };

    /// <summary>Members of an object so deep. Rows stand one below their table.</summary>
    public static int MembersAt(int depth) => depth < 2 ? Members : 8;

    /// <summary>A text of at most so many characters, which says how many more there are; no character is cut in two.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        int length = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return FormattableString.Invariant($"{text[..length]}… and {text.Length - length:N0} more characters");
    }
}
