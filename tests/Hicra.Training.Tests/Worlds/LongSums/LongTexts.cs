using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Tests.Worlds.LongSums;

/// <summary>Texts of the long world for tests.</summary>
internal static class LongTexts
{
    public static LongWorld World { get; } = new();

    /// <summary>Texts without any slip.</summary>
    public static LongAuthorOptions Perfect { get; } = new() { Slip = 0, CarrySlip = 0, MarkerSlip = 0 };

    public static IEnumerable<(LongProblem Problem, int[] Response, int[] Untrained)> Write(LongAuthorOptions options, int count, long seed = 0)
    {
        var author = new LongAuthor(options);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = CounterRandom.FromSeed(seed).Derive(i);
            LongProblem problem = LongProblems.Any(random.Derive("problem"));
            (int[] response, int[] untrained) = author.Solve(problem, random.Derive("text"));
            yield return (problem, response, untrained);
        }
    }
}
