using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Items;

/// <summary>A stretch of a response.</summary>
/// <param name="Move">The move of its strategic gram; null for execution.</param>
/// <param name="Text">Its words.</param>
internal sealed record Stretch(StrategicMove? Move, string Text);

/// <summary>Single responses, for items that show text.</summary>
internal static class Samples
{
    /// <summary>A right response with as many kinds of moves as there are, the shortest of those; null where none is right.</summary>
    /// <param name="rollouts">The responses.</param>
    /// <param name="moveOf">The move of a gram; that of the puzzle world's where it is not given.</param>
    public static Rollout? Best(IReadOnlyList<Rollout> rollouts, Func<int, StrategicMove>? moveOf = null) => rollouts.Where(r => r.Kind == "right" && r.PlanningSpans is not null)
        .OrderByDescending(r => r.PlanningSpans!.Select(s => (moveOf ?? MoveOf)(s.Gram)).Distinct().Count()).ThenBy(r => r.TokenCount).FirstOrDefault();

    /// <summary>The moves of the grams of a world.</summary>
    public static Func<int, StrategicMove> MovesOf(string world) => world == WorldCatalog.LongSums ? gram => LongGrams.Moves[gram] : MoveOf;

    /// <summary>The move of a gram of the puzzle world.</summary>
    public static StrategicMove MoveOf(int gram) => PuzzleGrams.MoveOf(PuzzleGrams.ClusterOf[gram]);

    /// <summary>A response in stretches of planning and of execution.</summary>
    public static IReadOnlyList<Stretch> Moves(Rollout rollout)
    {
        string[] words = [.. RolloutTokens.Pieces(rollout).Select(p => p.Trim())];
        var stretches = new List<Stretch>();
        int at = 0;
        foreach (GramSpan span in (rollout.PlanningSpans ?? []).OrderBy(s => s.Start))
        {
            if (span.Start > at) stretches.Add(new(null, string.Join(' ', words[at..span.Start])));
            stretches.Add(new(MoveOf(span.Gram), string.Join(' ', words[span.Start..span.End])));
            at = span.End;
        }
        if (at < words.Length) stretches.Add(new(null, string.Join(' ', words[at..])));
        return stretches;
    }

    /// <summary>[tokens] whether a token lies in one of the spans.</summary>
    public static bool[] Mask(int tokens, IEnumerable<GramSpan> spans)
    {
        var mask = new bool[tokens];
        foreach (GramSpan span in spans) mask.AsSpan(span.Start, span.Length).Fill(true);
        return mask;
    }

    /// <summary>The verdict in words.</summary>
    public static string Verdict(Rollout rollout) => rollout.Kind switch { "right" => "right", "plan" => "wrong by its plan", _ => "wrong" };
}
