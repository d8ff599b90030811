using System.Numerics;
using System.Runtime.InteropServices;

namespace Hicra.Rollouts;

/// <summary>A text as 64 bits, the same on every machine: two texts of millions share one with a chance of one in millions.</summary>
public static class TextHash
{
    /// <summary>The hash of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="seed">Another one gives other hashes.</param>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        ulong hash = seed ^ (0x9E3779B97F4A7C15UL * ((ulong)text.Length + 1));
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<char, ulong>(text);
        foreach (ulong word in words) hash = Mix(hash, word);
        foreach (char c in text[(4 * words.Length)..]) hash = Mix(hash, c);
        return Mix(hash, 0xD6E8FEB86659FD93UL);
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        ulong high = Math.BigMul(hash ^ 0xA0761D6478BD642FUL, word ^ 0xE7037ED1A0B428DBUL, out ulong low);
        return BitOperations.RotateLeft(high ^ low, 23) * 0x9FB21C651E98DF25UL ^ hash;
    }
}
