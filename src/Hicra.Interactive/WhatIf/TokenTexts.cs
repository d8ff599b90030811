using Hicra.Traces;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.WhatIf;

/// <summary>What to write for each token of a rollout.</summary>
internal static class TokenTexts
{
    private static readonly Lazy<IWorld> World = new(() => WorldCatalog.Find(WorldCatalog.Puzzle));

    /// <summary>[tokens] the saved texts; else the response's words where there is one a token, as in the puzzle world; else its ids.</summary>
    public static string[] Of(Rollout rollout)
    {
        if (rollout.TokenTexts is { } texts) return texts;
        int[] ids = rollout.TokenIds ?? [];
        string[] words = (rollout.Response ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == ids.Length) return words;
        string[] decoded = [.. ids.Select(id => World.Value.Decode([id]))];
        return string.Join(' ', decoded) == rollout.Response ? decoded : [.. ids.Select(id => $"<{id}>")];
    }
}
