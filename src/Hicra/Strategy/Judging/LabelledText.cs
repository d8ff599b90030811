namespace Hicra.Strategy.Judging;

/// <summary>A text of which it is known, word by word, what plans.</summary>
public sealed record LabelledText
{
    /// <summary>Makes the text.</summary>
    /// <param name="words">[words] without blanks in them.</param>
    /// <param name="planning">[words] whether each belongs to a strategic gram.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public LabelledText(IReadOnlyList<string> words, bool[] planning)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(planning);
        if (words.Count != planning.Length) throw new ArgumentException("There must be one label per word.", nameof(planning));
        (Words, Planning, Text) = (words, planning, string.Join(' ', words));
    }

    /// <summary>[words]</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>[words] whether each belongs to a strategic gram.</summary>
    public bool[] Planning { get; }

    /// <summary>The words, separated by single blanks.</summary>
    public string Text { get; }
}
