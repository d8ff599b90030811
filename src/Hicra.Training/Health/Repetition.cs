namespace Hicra.Training.Health;

/// <summary>Loops: a response that says the same again and again until it is cut off.</summary>
public static class Repetition
{
    /// <summary>The longest piece that counts as the period of a loop, in tokens or words.</summary>
    public const int LongestPeriod = 40;

    /// <summary>Repetitions of the piece from which on it is a loop. Three in a row are said by people ("no, no, no"), and by a model that tries a thing again.</summary>
    public const int Rounds = 4;

    /// <summary>The least length of a loop: a short piece has to be said more often.</summary>
    public const int LeastLength = 16;

    /// <summary>Whether a sequence ends in a loop; an end token behind it does not hide it.</summary>
    /// <param name="sequence">Token ids, or words.</param>
    public static bool EndsInLoop<T>(ReadOnlySpan<T> sequence) where T : IEquatable<T> => Loops(sequence) || (sequence.Length > 1 && Loops(sequence[..^1]));

    private static bool Loops<T>(ReadOnlySpan<T> sequence) where T : IEquatable<T>
    {
        for (int period = 1; period <= LongestPeriod && period * Rounds <= sequence.Length; period++)
        {
            int least = Math.Max(period * Rounds, LeastLength), length = period;
            if (least > sequence.Length) continue;
            while (length < least && sequence[^(length + 1)].Equals(sequence[^(length + 1 - period)])) length++;
            if (length >= least) return true;
        }
        return false;
    }
}
