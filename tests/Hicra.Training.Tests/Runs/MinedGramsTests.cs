using Hicra.Strategy;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Runs;

/// <summary><c>--grams</c>: where the grams that define planning tokens come from.</summary>
public sealed class MinedGramsTests(MinedGramsTests.Whole whole) : IClassFixture<MinedGramsTests.Whole>, IDisposable
{
    // Enough rollouts a step that correct ones come together within a few steps (the base model is right in 9 of 100).
    private static readonly TrainingOptions Online = Small.Options with { Steps = 9, Method = "hicra", Prompts = 64, GroupSize = 8, Minibatches = 1, ValidationProblems = 0, Grams = "online:3" };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_worlds_list_as_a_file_is_the_same_training()
    {
        string file = _temporary.File("grams.txt");
        GramLibraryFile.SaveList(PlanningGrams.OfWorld(new PuzzleWorld()), file);
        TrainingOptions options = Small.Options with { Steps = 2, Method = "hicra", ValidationProblems = 0 };
        IEnumerable<MetricRow> world = Small.Train(options).Select(s => s.Metrics), given = Small.Train(options with { Grams = file }).Select(s => s.Metrics);
        foreach ((MetricRow a, MetricRow b) in world.Zip(given))
        {
            Assert.All(a.Values.Keys.Where(name => !MetricRow.IsMachineDependent(name) && name != "hicra/semantic_entropy_clusters"), name => Assert.Equal(a[name], b[name]));
            Assert.Equal((1.0, 1.0, 33.0), (b["hicra/mask_precision"], b["hicra/mask_recall"], b["hicra/library_grams"]));
            Assert.Null(a["hicra/mask_precision"]);
        }
    }

    [Fact]
    public void A_run_mines_its_grams_again_and_keeps_every_version()
    {
        var folder = new RunFolder(whole.Path);
        IReadOnlyList<MetricRow> rows = MetricsLog.Read(folder.Metrics);
        IReadOnlyList<int> versions = folder.GramSteps();
        Assert.InRange(versions.Count, 2, 9);
        Assert.All(versions.Zip(versions.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 3));

        // Before the first version nothing plans; from then on the mask is close to the world's own.
        Assert.All(rows.Where(r => r.Step < versions[0]), r => Assert.Equal((0.0, 0.0), (r["hicra/planning_share"], r["hicra/library_grams"])));
        Assert.All(rows.Where(r => r.Step >= versions[0]), r =>
        {
            Assert.InRange(r["hicra/mask_precision"]!.Value, 0.8, 1);
            Assert.InRange(r["hicra/mask_recall"]!.Value, 0.6, 1);
        });
        Assert.Null(rows[versions[0]]["hicra/library_overlap"]);
        Assert.InRange(rows[versions[1]]["hicra/library_overlap"]!.Value, 0.1, 1);
        Assert.Equal(File.ReadAllText(folder.GramsOf(versions[^1])), File.ReadAllText(folder.Grams));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_run_that_mines_goes_on_to_the_same_numbers(int stop)
    {
        string stopped = _temporary.File("stopped");
        Run(stopped, Online, stop);
        using (TrainingRun run = TrainingRun.Resume(stopped, Small.Environment())) Assert.True(run.Continue());
        Assert.Equal(Rows(whole.Path), Rows(stopped));
        Assert.Equal(new RunFolder(whole.Path).GramSteps(), new RunFolder(stopped).GramSteps());
        Assert.Equal(File.ReadAllText(new RunFolder(whole.Path).Grams), File.ReadAllText(new RunFolder(stopped).Grams));
    }

    [Fact]
    public void A_fork_of_a_run_that_mines_goes_on_with_its_grams()
    {
        string fork = _temporary.File("fork");
        using (TrainingRun run = TrainingRun.Create(fork, Small.Config(Online) with { Fork = new ForkOrigin(whole.Path, 6) }, Small.Environment())) Assert.True(run.Continue());
        Assert.Equal(Rows(whole.Path)[6..], Rows(fork));
    }

    [Fact]
    public void A_file_that_went_away_is_not_missed_by_a_run_that_has_it()
    {
        string file = _temporary.File("grams.txt"), path = _temporary.File("run");
        File.WriteAllText(file, "let us try something different\nno word of this world\n");
        TrainingOptions options = Small.Options with { Steps = 3, Method = "hicra", ValidationProblems = 0, Grams = file };
        Run(path, options, 1);
        File.Delete(file);
        using (TrainingRun run = TrainingRun.Resume(path, Small.Environment())) Assert.True(run.Continue());
        Assert.All(MetricsLog.Read(new RunFolder(path).Metrics), row => Assert.Equal(2.0, row["hicra/library_grams"]));
        HicraException error = Assert.Throws<HicraException>(() => TrainingRun.Create(_temporary.File("other"), Small.Config(options), Small.Environment()));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temporary.File("other")));
    }

    [Theory]
    [InlineData("online")]
    [InlineData("online:0")]
    [InlineData("online:x")]
    [InlineData("")]
    public void A_source_that_says_nothing_is_refused(string grams)
    {
        HicraException error = Assert.Throws<HicraException>(() => (Online with { Grams = grams }).Validate());
        Assert.Contains("online:50", error.Message, StringComparison.Ordinal);
    }

    private static void Run(string path, TrainingOptions options, int? stopAfter = null)
    {
        using var stop = new CancellationTokenSource();
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options) with { CheckpointEvery = 4 }, Small.Environment());
        run.Continue(new Small.Reporter<StepResult>(step => { if (step.Step + 1 == stopAfter) stop.Cancel(); }), stop.Token);
    }

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));

    /// <summary>One run that nothing stops, which the tests look at, compare with, and fork.</summary>
    public sealed class Whole : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Whole() => Run(Path, Online);

        /// <summary>Its folder; not to be written into.</summary>
        public string Path => _folder.File("whole");

        public void Dispose() => _folder.Dispose();
    }
}
