namespace Hicra.Training.Text;

/// <summary>Between text and token ids: what a model reads and writes, and what a world's problems and verifiers are written in.</summary>
public interface ITokenizer
{
    /// <summary>Token ids are below it; a policy that reads and writes this tokenizer's ids has as many.</summary>
    int VocabularySize { get; }

    /// <summary>The tokens that end a response; the first is the one that writers of texts put there. At least one.</summary>
    IReadOnlyList<int> EndTokens { get; }

    /// <summary>The ids of a text; the empty text has none.</summary>
    /// <exception cref="HicraException">The vocabulary cannot say the text.</exception>
    int[] Encode(string text);

    /// <summary>The text of any ids, end tokens included; ids outside the vocabulary become <c>&lt;id&gt;</c>.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>[tokens] the text of each token; joined they are what <see cref="Decode"/> gives. A token that completes no character has the empty text.</summary>
    string[] Pieces(ReadOnlySpan<int> ids);

    /// <summary>Texts that end a response as end tokens do, as soon as they are said; none unless somebody asked for some.</summary>
    IReadOnlyList<string> StopTexts => [];

    /// <summary>Whether the last token of a response completes one of <see cref="StopTexts"/>.</summary>
    bool Stops(ReadOnlySpan<int> response) => false;

    /// <summary>Whether a response came to its end, by an end token or a text; otherwise it was cut off.</summary>
    bool Ends(ReadOnlySpan<int> response) => !response.IsEmpty && (EndTokens.Contains(response[^1]) || Stops(response));
}
