using System.Globalization;
using System.Text;
using Hicra.Strategy;

namespace Hicra.Rollouts.Records;

/// <summary>
/// The texts of a record's tokens, as the response spells them: as they stand, or with the marks of a vocabulary (<c>Ġ</c> and its
/// bytes, <c>▁</c>, <c>##</c>) decoded. Tokens that do not spell their response are refused: planning tokens found in other
/// words than the model wrote would be wrong without anybody noticing.
/// </summary>
internal static class TokenSpelling
{
    /// <summary>[tokens] texts that, joined, are the response; words without blanks where single blanks part them in it.</summary>
    /// <param name="tokens">[tokens]</param>
    /// <param name="response">The response; null where the record has none.</param>
    /// <exception cref="FormatException">No reading of the tokens spells the response; the message says where they part.</exception>
    public static string[] Fit(string[] tokens, string? response)
    {
        if (response is null) return HasMarks(tokens) ? Decoded(tokens) : tokens;
        if (Spells(tokens, response)) return tokens;
        // Words that single blanks part in the response, as older rollouts of the kit hold them.
        if (string.Join(' ', tokens) == response || string.Join(' ', tokens) == response.Trim()) return tokens;
        foreach (Func<string[], string[]> reading in (Func<string[], string[]>[])[TokenPieces.FromByteLevel, FromSentencePiece, FromWordPiece])
            if (reading(tokens) is { } texts && Spells(texts, response)) return texts;
        string joined = string.Concat(Decoded(tokens));
        int same = 0;
        while (same < joined.Length && same < response.Length && joined[same] == response[same]) same++;
        throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the tokens do not spell the response (they part at character {same + 1}: '{Near(joined, same)}' for '{Near(response, same)}'); give the tokens of this response, or none"));
    }

    private static string[] Decoded(string[] tokens) =>
        tokens.Any(t => t.Contains('\u0120', StringComparison.Ordinal) || t.Contains('\u010A', StringComparison.Ordinal)) ? TokenPieces.FromByteLevel(tokens) : tokens.Any(t => t.Contains('\u2581', StringComparison.Ordinal)) ? FromSentencePiece(tokens) : tokens;

    private static bool HasMarks(string[] tokens) => tokens.Any(t => t.Contains('\u0120', StringComparison.Ordinal) || t.Contains('\u010A', StringComparison.Ordinal) || t.Contains('\u2581', StringComparison.Ordinal)) && !tokens.Any(t => t.Contains(' ', StringComparison.Ordinal));

    // Blanks at the ends and special tokens behind the last word (<|im_end|>, </s>) are often left out of the response.
    private static bool Spells(string[] texts, string response)
    {
        int count = texts.Length;
        while (true)
        {
            if (Joined(texts.AsSpan(0, count), response)) return true;
            if (count == 0 || !IsSpecial(texts[count - 1])) return false;
            count--;
        }
    }

    private static bool Joined(ReadOnlySpan<string> texts, string response)
    {
        // Without making the text: files hold millions of tokens.
        ReadOnlySpan<char> left = response.AsSpan().Trim();
        bool started = false;
        for (int i = 0; i < texts.Length; i++)
        {
            ReadOnlySpan<char> piece = texts[i];
            if (!started)
            {
                piece = piece.TrimStart();
                if (piece.IsEmpty) continue;
                started = true;
            }
            if (left.StartsWith(piece)) left = left[piece.Length..];
            else if (piece.TrimEnd().Length < piece.Length && left.SequenceEqual(piece.TrimEnd())) left = [];
            else if (!(left.IsEmpty && piece.IsWhiteSpace())) return false;
        }
        return left.IsEmpty;
    }

    private static bool IsSpecial(string token)
    {
        ReadOnlySpan<char> text = token.AsSpan().Trim();
        return text.IsEmpty || text is ['<', '|', .., '|', '>'] or ['<', '/', .., '>'] || (text is ['<', .., '>'] && !text.Contains(' ')) || (text is ['[', .., ']'] && text[1..^1].IndexOfAnyExceptInRange('A', 'Z') < 0) || text.StartsWith("<\uFF5C");
    }

    // Bytes that the vocabulary does not have stand as <0x0A>.
    private static string[] FromSentencePiece(string[] tokens)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        var texts = new string[tokens.Length];
        Span<char> characters = stackalloc char[8];
        for (int i = 0; i < tokens.Length; i++)
        {
            bool isByte = tokens[i] is ['<', '0', 'x', _, _, '>'] && byte.TryParse(tokens[i].AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _);
            texts[i] = isByte ? new string(characters[..decoder.GetChars([byte.Parse(tokens[i].AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)], characters, flush: false)]) : TokenPieces.FromSentencePiece(tokens[i]);
        }
        return texts;
    }

    private static string[] FromWordPiece(string[] tokens) =>
        [.. tokens.Select((token, i) => token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : i == 0 || token.Length == 1 && char.IsPunctuation(token[0]) ? token : " " + token)];

    private static string Near(string text, int at) => new([.. text.AsSpan(at, Math.Min(16, text.Length - at)).ToString().Where(c => !char.IsControl(c))]);
}
