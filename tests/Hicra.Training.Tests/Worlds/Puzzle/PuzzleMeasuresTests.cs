using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

public class PuzzleMeasuresTests
{
    [Fact]
    public void Measures_a_step_by_hand()
    {
        Dictionary<string, double> measures = Measure(
            new PuzzleVerdict(1, ErrorKind.Right, 2, 1, [0, 2], false),
            new PuzzleVerdict(0, ErrorKind.Plan, 1, 1, [0], false),
            new PuzzleVerdict(0, ErrorKind.Other, 1, 1, [-1], true),
            new PuzzleVerdict(0, ErrorKind.Other, 0, 0, [], true));

        Assert.Equal(4 / 4.0, measures["attempts"]);
        Assert.Equal(3 / 4.0, measures["sound_attempts"]);
        Assert.Equal(0.5 * Math.Log(2) + 2 * 0.25 * Math.Log(4), measures["executed_entropy"], 12); // forms 0, 0, 2, -1
        Assert.Equal(1 / 4.0, measures["error/planning"]);
        Assert.Equal(2 / 4.0, measures["error/other"]);
        Assert.Equal(5, measures.Count);
    }

    [Fact]
    public void A_single_form_has_entropy_zero() =>
        Assert.Equal(0, Measure(new PuzzleVerdict(0, ErrorKind.Other, 3, 0, [4, 4, 4], false))["executed_entropy"]);

    [Fact]
    public void Shares_of_no_attempts_are_left_out() =>
        Assert.Equal(["attempts", "error/other", "error/planning"], Measure(new PuzzleVerdict(0, ErrorKind.Other, 0, 0, [], false)).Keys.Order());

    [Fact]
    public void No_responses_have_no_measures() => Assert.Empty(Measure());

    private static Dictionary<string, double> Measure(params Verdict[] verdicts) => new(new PuzzleWorld().Measure(verdicts));
}
