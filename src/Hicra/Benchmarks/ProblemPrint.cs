namespace Hicra.Benchmarks;

/// <summary>
/// A fingerprint of a problem's text, by which it is found in a prompt whatever template stands around it: hashes of the first
/// and the last letters and digits. So the kit knows a problem whose text it does not ship.
/// </summary>
/// <param name="Head">Hash of the first <see cref="Window"/> letters and digits.</param>
/// <param name="Tail">Hash of the last.</param>
/// <param name="Length">Letters and digits of the whole text.</param>
public readonly record struct ProblemPrint(ulong Head, ulong Tail, int Length)
{
    /// <summary>Letters and digits that a hash covers, where the text has as many.</summary>
    public const int MaxWindow = 48;

    private const ulong Base = 6364136223846793005;

    /// <summary>Letters and digits that the hashes cover.</summary>
    public int Window => Math.Min(MaxWindow, Length);

    /// <summary>The fingerprint of a text.</summary>
    public static ProblemPrint Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string letters = Letters(text);
        int window = Math.Min(MaxWindow, letters.Length);
        return new(Hash(letters.AsSpan(0, window)), Hash(letters.AsSpan(letters.Length - window)), letters.Length);
    }

    /// <summary>[starts] the hash of the window that begins at each letter; none where the text is shorter than a window.</summary>
    internal static ulong[] Windows(string letters, int window)
    {
        if (window == 0 || letters.Length < window) return [];
        ulong leaving = 1;
        for (int i = 1; i < window; i++) leaving *= Base;
        var hashes = new ulong[letters.Length - window + 1];
        hashes[0] = Hash(letters.AsSpan(0, window));
        for (int start = 1; start < hashes.Length; start++) hashes[start] = (hashes[start - 1] - letters[start - 1] * leaving) * Base + letters[start + window - 1];
        return hashes;
    }

    /// <summary>A text's letters and digits in lower case.</summary>
    internal static string Letters(string text)
    {
        var letters = new System.Text.StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsLetterOrDigit(c)) letters.Append(char.ToLowerInvariant(c));
        return letters.ToString();
    }

    private static ulong Hash(ReadOnlySpan<char> letters)
    {
        ulong hash = 0;
        foreach (char c in letters) hash = hash * Base + c;
        return hash;
    }
}
