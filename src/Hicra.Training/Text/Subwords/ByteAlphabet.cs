using System.Text;

namespace Hicra.Training.Text.Subwords;

/// <summary>The characters by which byte-level vocabularies write bytes (Radford et al. 2019): printable ones stand for themselves, the others come from U+0100 on.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();
    private static readonly Dictionary<char, byte> Bytes = Characters.Index().ToDictionary(x => x.Item, x => (byte)x.Index);

    /// <summary>The character that stands for a byte.</summary>
    public static char Of(byte value) => Characters[value];

    /// <summary>The bytes that a token stands for; a token with other characters stands for its own UTF-8 bytes.</summary>
    public static byte[] BytesOf(string token) => token.All(Bytes.ContainsKey) ? [.. token.Select(c => Bytes[c])] : Encoding.UTF8.GetBytes(token);

    private static char[] Make()
    {
        var characters = new char[256];
        char spare = '\u0100';
        for (int i = 0; i < characters.Length; i++) characters[i] = i is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)i : spare++;
        return characters;
    }
}
