namespace Hicra.Reproduction.Items;

/// <summary>Something of the paper, or of ours, in words: a heading and paragraphs.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Lines">The paragraphs.</param>
public sealed record TextBlock(string Title, IReadOnlyList<string> Lines);

/// <summary>A table of words and numbers.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Rows">[rows][columns] the first row holds the headings.</param>
public sealed record GridTable(string Title, IReadOnlyList<string[]> Rows)
{
    /// <summary>How many columns, from the left, hold words.</summary>
    public int LeftColumns { get; init; } = 1;

    /// <summary>How to read it; null for nothing.</summary>
    public string? Note { get; init; }
}
