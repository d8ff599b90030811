namespace Hicra.Training.Text;

/// <summary>A tokenizer of whole words: a text is words that single blanks part, and each word is one token.</summary>
public sealed class WordTokenizer : ITokenizer
{
    /// <summary>What <see cref="EncodeLenient"/> gives for a word outside the vocabulary.</summary>
    public const int Foreign = -1;

    private readonly string _name;
    private readonly Dictionary<string, int> _ids;

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="name">What error messages call the vocabulary, for example <c>puzzle</c>.</param>
    /// <param name="words">Token id to text; different words without blanks.</param>
    /// <param name="end">The words that end a response.</param>
    /// <exception cref="ArgumentException">A word is empty, has a blank or stands twice; or an end word is none of the words, or there is none.</exception>
    public WordTokenizer(string name, IReadOnlyList<string> words, params IReadOnlyList<string> end)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(end);
        if (words.FirstOrDefault(word => word.Length == 0 || word.Contains(' ', StringComparison.Ordinal)) is { } bad) throw new ArgumentException($"'{bad}' is no word.", nameof(words));
        (_name, Words) = (name, [.. words]);
        _ids = Words.Index().ToDictionary(word => word.Item, word => word.Index);
        EndTokens = [.. end.Select(word => _ids.TryGetValue(word, out int id) ? id : throw new ArgumentException($"The end word '{word}' is not among the words.", nameof(end)))];
        if (EndTokens.Count == 0) throw new ArgumentException("Give at least one word that ends a response.", nameof(end));
    }

    /// <summary>Token id to text.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <inheritdoc/>
    public int VocabularySize => Words.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>The ids of a text whose words are separated by single blanks; the empty text has none.</summary>
    /// <exception cref="HicraException">A word is not in the vocabulary.</exception>
    public int[] Encode(string text)
    {
        int[] ids = EncodeLenient(text);
        int at = Array.IndexOf(ids, Foreign);
        if (at < 0) return ids;
        throw new HicraException($"Word {at + 1} of the text, '{text.Split(' ')[at]}', is not in the {_name} vocabulary: use its {Words.Count} words, separated by single blanks.");
    }

    /// <summary>As <see cref="Encode"/>, but a word outside the vocabulary (an empty one between two blanks, too) becomes <see cref="Foreign"/>.</summary>
    public int[] EncodeLenient(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : Array.ConvertAll(text.Split(' '), word => _ids.GetValueOrDefault(word, Foreign));
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var words = new string[ids.Length];
        for (int i = 0; i < words.Length; i++) words[i] = Word(ids[i]);
        return string.Join(' ', words);
    }

    /// <inheritdoc/>
    public string[] Pieces(ReadOnlySpan<int> ids)
    {
        var pieces = new string[ids.Length];
        for (int i = 0; i < pieces.Length; i++) pieces[i] = i == 0 ? Word(ids[i]) : " " + Word(ids[i]);
        return pieces;
    }

    private string Word(int id) => (uint)id < (uint)Words.Count ? Words[id] : $"<{id}>";
}
