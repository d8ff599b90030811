using Hicra.Traces;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Export;

/// <summary>A rollout's tokens as text.</summary>
internal static class TokenTexts
{
    /// <summary>[tokens] texts that, joined, are the response where the world's tokens allow it.</summary>
    /// <param name="rollout">The rollout; its own texts come first.</param>
    /// <param name="world">Decodes the ids where the rollout has no texts.</param>
    public static string[] Of(Rollout rollout, IWorld world)
    {
        if (rollout.TokenTexts is { } texts) return texts;
        string[] words = [.. (rollout.TokenIds ?? []).Select(id => world.Decode([id]))];
        // A world of whole words puts spaces between them, a subword vocabulary has them in its pieces.
        bool isConcatenation = rollout.Response is { } response && response == string.Concat(words);
        if (isConcatenation) return words;
        for (int i = 1; i < words.Length; i++) words[i] = " " + words[i];
        return words;
    }
}
