using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Problems;
using Hicra.Training.Worlds.Stories;

namespace Hicra.Training.Tests.Worlds.Stories;

/// <summary>The criterion of stories, each part by itself: what games it must not be right.</summary>
public class StoryVerifierTests
{
    private const string Sound =
        " Lily liked the red kite and ran with it to the hill. One day, the wind was strong and took it far away.\nShe was sad, but her friend Tom said, \"Do not cry. I will help you!\" They looked behind every tree "
        + "until they found it in the grass. Lily was happy and thanked him for his help.";

    private static readonly TextProblem Kite = new("stories/1", "Lily had a kite.", ["kite"]);
    private static readonly StoryVerifier Verifier = new();

    public static TheoryData<string, bool, ErrorKind> Stories => new()
    {
        { Sound, true, ErrorKind.Right },
        { Sound.Replace("kite", "KITES", StringComparison.Ordinal), true, ErrorKind.Right },
        // It forgets its thing, or says a longer word.
        { Sound.Replace("kite", "ball", StringComparison.Ordinal), true, ErrorKind.Plan },
        { Sound.Replace("kite", "kitesurfer", StringComparison.Ordinal), true, ErrorKind.Plan },
        // Cut off at the limit.
        { Sound, false, ErrorKind.Other },
        // A sentence or a quotation stays open, in the middle too.
        { Sound.TrimEnd('.'), true, ErrorKind.Other },
        { Sound.Replace("far away.\n", "far away\n", StringComparison.Ordinal), true, ErrorKind.Other },
        { Sound.Replace("you!\"", "you!", StringComparison.Ordinal), true, ErrorKind.Other },
        // Too short, or the same again and again.
        { " Lily had a kite. The end.", true, ErrorKind.Other },
        { "", true, ErrorKind.Other },
        { string.Concat(Enumerable.Repeat(" Lily had a kite.", 20)), true, ErrorKind.Other },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_is_right_if_it_does_all_that_is_asked(string story, bool ended, ErrorKind expected)
    {
        var verdict = (StoryVerdict)Verifier.Judge(Kite, story, ended);
        Assert.Equal(expected, verdict.Kind);
        Assert.Equal(expected == ErrorKind.Right ? 1 : 0, verdict.Reward);
    }

    [Fact]
    public void Stories_that_are_all_alike_are_seen_though_each_is_right()
    {
        var same = Measured([.. Enumerable.Repeat(Sound, 8)]);
        Assert.Equal(1.0 / 8, same["story/distinct"]);
        Assert.Equal(1, same["story/overlap"]);
        var other = Measured([Sound, Sound.Replace("Lily", "Mia", StringComparison.Ordinal), " A bird sang."]);
        Assert.Equal(1, other["story/distinct"]);
        Assert.InRange(other["story/overlap"], 0.4, 0.66);
        Assert.Equal(2 / 3.0, other["story/said"], 1e-9);
        Assert.Equal(1 / 3.0, other["error/other"], 1e-9);
        Assert.Equal(0, other["error/planning"]);
        Assert.Empty(Verifier.Measure([]));
    }

    [Fact]
    public void Repetition_counts_what_was_said_before()
    {
        // The second "one two three" and nothing else.
        Assert.Equal(1 / 5.0, StoryText.Of("One, two, three: four one two three.").Repetition, 1e-9);
        Assert.Equal(0, StoryText.Of("one two").Repetition);
        Assert.Equal("don't stop", StoryText.Of("Don't ... STOP!").Normal);
    }

    private static Dictionary<string, double> Measured(string[] stories) => Verifier.Measure([.. stories.Select(story => Verifier.Judge(Kite, story, ended: true))]).ToDictionary();
}
