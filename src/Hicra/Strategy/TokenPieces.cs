using System.Text;

namespace Hicra.Strategy;

/// <summary>Turns the entries of tokenizer vocabularies into the texts that <see cref="PlanningMatcher"/> joins.</summary>
public static class TokenPieces
{
    private static readonly Dictionary<char, byte> ByteOf = ByteLevelAlphabet();
    private static readonly Dictionary<byte, char> CharacterOf = ByteOf.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Texts of a vocabulary of whole words, which blanks separate in the text: each gets a blank before it.</summary>
    public static string[] FromWords(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select(word => " " + word)];
    }

    /// <summary>The words of a text, each with the white space before it; joined they are the text. White space at its end belongs to the last word.</summary>
    public static string[] FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<string>();
        int start = 0, end = text.AsSpan().TrimEnd().Length;
        for (int i = 1; i < end; i++)
        {
            if (!char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(text[i - 1])) continue;
            pieces.Add(text[start..i]);
            start = i;
        }
        if (text.Length > 0) pieces.Add(text[start..]);
        return [.. pieces];
    }

    /// <summary>The text of a SentencePiece entry (Llama 2, T5): <c>▁</c> (U+2581) stands for a blank.</summary>
    public static string FromSentencePiece(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return piece.Replace('\u2581', ' ');
    }

    /// <summary>
    /// The texts of a sequence of byte-level BPE entries (GPT-2, Qwen, Llama 3), in which each character stands for a byte,
    /// for example <c>Ġ</c> for a blank and <c>âĢĻ</c> for a curly apostrophe.
    /// </summary>
    /// <param name="pieces">[tokens] a sequence, not a vocabulary: a character may be spread over several tokens.</param>
    /// <returns>[tokens] A character that is spread over several tokens belongs to the one that completes it.</returns>
    public static string[] FromByteLevel(IReadOnlyList<string> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        Decoder decoder = Encoding.UTF8.GetDecoder();
        var texts = new string[pieces.Count];
        var bytes = new List<byte>();
        for (int i = 0; i < texts.Length; i++)
        {
            bytes.Clear();
            foreach (Rune rune in pieces[i].EnumerateRunes())
            {
                if (rune.IsBmp && ByteOf.TryGetValue((char)rune.Value, out byte b)) bytes.Add(b);
                else bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString())); // added tokens hold plain text
            }
            var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Count)];
            int count = decoder.GetChars([.. bytes], characters, flush: i == texts.Length - 1);
            texts[i] = new string(characters, 0, count);
        }
        return texts;
    }

    /// <summary>The character that stands for a byte in byte-level BPE.</summary>
    internal static char ByteLevelCharacter(byte value) => CharacterOf[value];

    // OpenAI's bytes_to_unicode (GPT-2, encoder.py): printable bytes stand for themselves, the others count on from U+0100.
    private static Dictionary<char, byte> ByteLevelAlphabet()
    {
        var alphabet = new Dictionary<char, byte>();
        char next = '\u0100';
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            alphabet.Add(printable ? (char)b : next++, (byte)b);
        }
        return alphabet;
    }
}
