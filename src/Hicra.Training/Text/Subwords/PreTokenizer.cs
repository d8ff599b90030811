using System.Text.RegularExpressions;

namespace Hicra.Training.Text.Subwords;

/// <summary>Cuts text into the words within which tokens are merged: one pattern after the other, each match and each gap a piece.</summary>
/// <param name="patterns">In the order in which they cut.</param>
/// <param name="leadingBlank">Whether text that begins without a blank gets one.</param>
internal sealed class PreTokenizer(IReadOnlyList<Regex> patterns, bool leadingBlank)
{
    /// <summary>GPT-2's pattern, which ByteLevel uses where it is not told otherwise.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Whether text that begins without a blank gets one.</summary>
    public bool LeadingBlank => leadingBlank;

    /// <summary>Where each word begins in a text, and at the end the text's length.</summary>
    public List<int> Split(string text)
    {
        StandIns standIns = StandIns.Of(text);
        List<int> cuts = [0, standIns.Text.Length];
        foreach (Regex pattern in patterns)
        {
            List<int> finer = [0];
            for (int i = 0; i + 1 < cuts.Count; i++)
            {
                // A piece is a text of its own: nothing looks beyond it.
                string piece = standIns.Text[cuts[i]..cuts[i + 1]];
                foreach (ValueMatch match in pattern.EnumerateMatches(piece))
                {
                    Cut(cuts[i] + match.Index);
                    Cut(cuts[i] + match.Index + match.Length);
                }
                Cut(cuts[i + 1]);
            }
            cuts = finer;

            void Cut(int position)
            {
                if (position > finer[^1]) finer.Add(position);
            }
        }
        for (int i = 0; i < cuts.Count; i++) cuts[i] = standIns.Given(cuts[i]);
        return cuts;
    }
}
