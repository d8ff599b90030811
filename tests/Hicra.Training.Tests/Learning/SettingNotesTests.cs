using Hicra.Objective;
using Hicra.Strategy;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Worlds.Problems;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Learning;

/// <summary>A setting without effect is said, and settings that contradict each other are refused.</summary>
public sealed class SettingNotesTests : IDisposable
{
    private static readonly string Foreign = ForeignGrams();
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private static string ForeignGrams()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "foreign-grams.txt");
        File.WriteAllText(file, "no word of this world\nnor of that\n");
        return file;
    }

    public static TheoryData<string, TrainingOptions> Idle => new()
    {
        { "alpha", new() { Alpha = 0.4 } },
        { "alpha-to", new() { AlphaTo = 0.4 } },
        { "alpha-target", new() { Method = "top-entropy", AlphaTarget = 2 } },
        { "alpha-steps", new() { Method = "hicra", AlphaSteps = 7 } },
        { "aggregation", new() { Objective = new() { Loss = PolicyLoss.Gspo, Aggregation = LossAggregation.TokenSum } } },
        { "clip-low", new() { Minibatches = 1, Objective = new() { ClipLow = 0.1 } } },
        { "clip-high", new() { Minibatches = 1, Objective = new() { ClipHigh = 0.5 } } },
        { "dual-clip", new() { Objective = new() { Loss = PolicyLoss.Cispo, DualClip = 3 } } },
        { "kl", new() { Objective = new() { Kl = KlEstimator.K1 } } },
        { "overlong-buffer", new() { OverlongBuffer = 9 } },
        { "overlong-penalty", new() { Overlong = Overlong.Mask, OverlongPenalty = 0.5 } },
        { "overlong", new() { Overlong = Overlong.Soft, OverlongPenalty = 0 } },
        { "val-samples", new() { ValidationProblems = 0, ValidationSamples = 2 } },
        { "val-every", new() { ValidationProblems = 0, ValidationEvery = 2 } },
        { "estimator", new() { GroupSize = 1, Estimator = "leave-one-out" } },
    };

    [Theory]
    [MemberData(nameof(Idle))]
    public void A_setting_that_nothing_looks_at_is_said_and_changes_no_bit(string name, TrainingOptions options)
    {
        options = options with { Steps = 2, Prompts = 4, GroupSize = options.GroupSize == 1 ? 1 : 3, MaxNewTokens = 40, ValidationProblems = Math.Min(2, options.ValidationProblems) };
        Assert.Contains(SettingNotes.Of(options), n => n.Setting == name && n.Text.StartsWith($"--{name} has no effect: ", StringComparison.Ordinal));
        TrainingSetting setting = TrainingSettings.All.First(s => s.Name == name);
        // With Overlong.Soft the default is "keep"; a setting without a default is left out instead.
        TrainingOptions without = setting.Get(new TrainingOptions()) is { } preset ? setting.Set(options, preset) : name switch { "alpha-to" => options with { AlphaTo = null }, "alpha-target" => options with { AlphaTarget = null }, _ => options with { Objective = options.Objective with { DualClip = null } } };
        Assert.Equal(Small.Comparable(Small.Train(without)), Small.Comparable(Small.Train(options)));
    }

    [Fact]
    public void The_defaults_and_the_usual_settings_have_nothing_to_say()
    {
        TrainingOptions[] usual = [new(), new() { Method = "hicra" }, new() { Method = "hicra", AlphaTo = 0.5 }, new() { Method = "entropy-bonus" }, new() { Objective = new() { KlCoefficient = 0.01, Kl = KlEstimator.K1 } }, new() { Overlong = Overlong.Soft, OverlongBuffer = 20 }, new() { Minibatches = 4, Objective = new() { ClipHigh = 0.3, DualClip = 3 } }];
        Assert.All(usual, options => Assert.Empty(SettingNotes.Of(options)));
    }

    [Fact]
    public void Other_things_than_a_reader_may_think_are_said()
    {
        Assert.Contains("is GRPO here: with alpha 0", Text(new() { Method = "hicra", Alpha = 0 }), StringComparison.Ordinal);
        Assert.Contains("is GRPO here: its entropy coefficient is 0", Text(new() { Method = "entropy-bonus", EntropyCoefficient = 0 }), StringComparison.Ordinal);
        Assert.Contains("is not reached", Text(new() { Method = "hicra", AlphaTo = 0.5, Steps = 50 }), StringComparison.Ordinal);
        Assert.Contains("nothing to compare", Text(new() { GroupSize = 1 }), StringComparison.Ordinal);
        Assert.Contains("no update", Text(new() { Steps = 0 }), StringComparison.Ordinal);
        Assert.Contains("begins at step 400", Assert.Single(SettingNotes.Of(new(), firstStep: 400)).Text, StringComparison.Ordinal);
        SettingNote many = Assert.Single(SettingNotes.OfWorld(new() { ValidationProblems = 99_999 }, new PuzzleWorld(), null));
        Assert.Contains("which are taken", many.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, TrainingOptions> Contradictory => new()
    {
        { "--overlong-buffer is 32, more than the 24 tokens", Small.Options with { Overlong = Overlong.Soft, MaxNewTokens = 24 } },
        { "--dynamic-sampling 2", Small.Options with { ResampleRounds = 2, GroupSize = 1 } },
        { "the words for none of the 2 grams", Small.Options with { Method = "hicra", Grams = Foreign } },
        { "'hicra-reported' would be GRPO under another name", Small.Options with { Method = "hicra-reported", Grams = Foreign } },
    };

    [Theory]
    [MemberData(nameof(Contradictory))]
    public void What_contradicts_itself_is_refused_and_leaves_nothing(string expected, TrainingOptions options)
    {
        string path = _temporary.File("run");
        Assert.Contains(expected, Assert.Throws<HicraException>(() => TrainingRun.Create(path, Small.Config(options), Small.Environment())).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
        Assert.Throws<HicraException>(() => Small.Train(options));
    }

    [Fact]
    public void A_run_of_an_earlier_version_that_has_such_settings_goes_on()
    {
        string path = _temporary.File("run");
        TrainingOptions fine = Small.Options with { Overlong = Overlong.Soft, OverlongBuffer = 8, MaxNewTokens = 24, Steps = 2 };
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(fine), Small.Environment())) run.Continue(cancellation: new CancellationToken(true));
        Small.Config(fine with { OverlongBuffer = 30 }).Write(new RunFolder(path).Config);
        using TrainingRun again = TrainingRun.Resume(path, Small.Environment());
        Assert.True(again.Continue());
    }

    [Fact]
    public void A_library_is_held_against_the_words_of_the_world()
    {
        var library = StrategicGramLibrary.FromClusterIndices("some", ["let us try something different", "no word of this world"], [0, 1], ["a", "b"]);
        Assert.Equal(1, Contradictions.SayableGrams(new PuzzleWorld(), library));
        Contradictions.Refuse(new() { Method = "hicra", Grams = "some.txt" }, new PuzzleWorld(), library);
        Assert.Contains("the words for 1 of the 2 grams", Assert.Single(SettingNotes.OfWorld(new() { Grams = "some.txt" }, new PuzzleWorld(), library)).Text, StringComparison.Ordinal);
        SettingNote paper = Assert.Single(SettingNotes.OfWorld(new() { Method = "hicra", Grams = "paper" }, new PuzzleWorld(), StrategicGramLibrary.Paper));
        Assert.True(paper.IsWarning);
        Assert.Contains("the words for 8 of the 249 grams; where none of these is said, 'hicra' is GRPO", paper.Text, StringComparison.Ordinal);
        // In whatever case: its finder looks at text.
        IWorld numbers = NumberWorld.Create();
        Assert.Equal(NumberWorld.Grams.Grams.Count, Contradictions.SayableGrams(numbers, NumberWorld.Grams));
        Assert.Equal(0, Contradictions.SayableGrams(numbers, StrategicGramLibrary.FromClusterIndices("some", ["no word of this world"], [0], ["a"])));
    }

    private static string Text(TrainingOptions options) => Assert.Single(SettingNotes.Of(options)).Text;
}
