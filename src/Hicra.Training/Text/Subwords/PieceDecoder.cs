using System.Globalization;
using System.Text;

namespace Hicra.Training.Text.Subwords;

/// <summary>Tokens that are bytes as text, token by token: a character that several tokens share is the last one's.</summary>
internal static class PieceDecoder
{
    /// <summary>[tokens] the text of each token; bytes that are no UTF-8 become U+FFFD, and ids without bytes <c>&lt;id&gt;</c>.</summary>
    public static string[] Pieces(ReadOnlySpan<int> ids, Func<int, byte[]?> bytesOf)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        var pieces = new string[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            byte[]? bytes = bytesOf(ids[i]);
            pieces[i] = bytes is null ? Next(decoder, [], end: true) + string.Create(CultureInfo.InvariantCulture, $"<{ids[i]}>") : Next(decoder, bytes, end: false);
        }
        if (pieces.Length > 0) pieces[^1] += Next(decoder, [], end: true);
        return pieces;
    }

    private static string Next(Decoder decoder, byte[] bytes, bool end)
    {
        // A token gives at most one character a byte, and what was kept of those before one more.
        var characters = new char[bytes.Length + 4];
        int count = decoder.GetChars(bytes, characters, end);
        return new string(characters, 0, count);
    }
}
