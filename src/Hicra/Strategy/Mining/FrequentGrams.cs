namespace Hicra.Strategy.Mining;

/// <summary>The frequent grams of one length. A gram is two grams that are one word shorter and overlap.</summary>
/// <param name="Left">[grams] the gram without its last word, at the level below; for words their number in the vocabulary.</param>
/// <param name="Right">[grams] the gram without its first word, at the level below.</param>
/// <param name="Df">[grams] documents that contain it.</param>
/// <param name="Groups">[grams] problems with such a document.</param>
/// <param name="Occurrences">[grams] occurrences.</param>
internal sealed record GramLevel(int[] Left, int[] Right, int[] Df, int[] Groups, long[] Occurrences)
{
    public int Count => Left.Length;
}

/// <summary>All grams that occur in enough documents, by length, with their counts.</summary>
/// <param name="corpus">The corpus.</param>
/// <param name="levels">[words - 1] the grams of 1, 2, … words.</param>
/// <param name="documents">Documents that were counted.</param>
internal sealed class FrequentGrams(MiningCorpus corpus, IReadOnlyList<GramLevel> levels, int documents)
{
    public IReadOnlyList<GramLevel> Levels => levels;

    public int Documents => documents;

    public GramLevel Of(int words) => levels[words - 1];

    /// <summary>The vocabulary numbers of a gram's words.</summary>
    public int[] Words(int length, int gram)
    {
        int[] words = new int[length];
        for (int at = length - 1; at >= 0; at--)
        {
            words[at] = Last(at + 1, gram);
            gram = Of(at + 1).Left[gram];
        }
        return words;
    }

    public string Text(int length, int gram) => GramText.Joined(Words(length, gram).Select(word => corpus.Vocabulary[word]));

    private int Last(int length, int gram)
    {
        for (; length > 1; length--) gram = Of(length).Right[gram];
        return Of(1).Left[gram];
    }
}
