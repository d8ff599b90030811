using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Tests;

/// <summary>Runs that were made by hand are taken in where they are what items need, and not otherwise.</summary>
public sealed class AdoptionTests : IDisposable
{
    private static readonly RunRecipe Recipe = new(new BaseRecipe(Families.Base, 0, BaseRecipe.ShippedBatches), "hicra", 7, 3) { ValidationEvery = 50 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_run_is_taken_in_whole_and_once()
    {
        string made = ByHand(Recipe);
        var store = new RunStore(_folder.File("store"));
        var adoption = new RunAdoption(store, [Recipe with { Seed = 8 }, Recipe]);
        Assert.Empty(adoption.BasesToCompare(made));
        Assert.Equal((Recipe, true, true), (adoption.Adopt(made) is var taken ? taken.Recipe : null!, taken.IsNew, taken.IsFinished));
        Assert.Equal(MetricsLog.Read(new RunFolder(made).Metrics).SelectMany(r => r.Values), store.Run(Recipe)!.Rows.SelectMany(r => r.Values));
        Assert.True(Work.Of(Needs.Of([Recipe]), store).IsNothing);
        Assert.False(adoption.Adopt(made).IsNew);
        // What the recipe does not want saved is not taken, and the settings are the recipe's.
        Assert.Empty(store.RolloutSteps(Recipe));
        Assert.Equal(0, store.Begun(Recipe)!.Config.RolloutsEvery);
        Assert.True(Directory.Exists(made));
    }

    [Fact]
    public void An_unfinished_run_is_gone_on_with_to_the_same_numbers()
    {
        string made = ByHand(Recipe);
        var whole = new RunStore(_folder.File("whole"));
        new RunAdoption(whole, [Recipe]).Adopt(made);
        // As a process leaves it that is stopped after its first checkpoint.
        var folder = new RunFolder(made);
        File.WriteAllLines(folder.Metrics, File.ReadAllLines(folder.Metrics).Take(2));
        foreach (int step in folder.CheckpointSteps().Where(s => s > 0)) Directory.Delete(folder.CheckpointOf(step), recursive: true);
        var store = new RunStore(_folder.File("store"));
        AdoptedRun taken = new RunAdoption(store, [Recipe]).Adopt(made);
        Assert.Equal((2, false), (taken.Steps, taken.IsFinished));
        Assert.Null(store.Run(Recipe));
        Assert.Empty(new RunMaker(store, RunEnvironment.OnThreads(1), jobs: 1, threads: 1).Make(Work.Of(Needs.Of([Recipe]), store)));
        Assert.Equal(Numbers(whole), Numbers(store));

        static IEnumerable<(int, string, double)> Numbers(RunStore from) => from.Run(Recipe)!.Rows.SelectMany(r => r.Values.Where(v => !Training.Learning.MetricRow.IsMachineDependent(v.Key)).Select(v => (r.Step, v.Key, v.Value)));
    }

    [Fact]
    public void Other_settings_other_weights_and_broken_folders_are_refused_by_name()
    {
        string made = ByHand(Recipe);
        var store = new RunStore(_folder.File("store"));
        Assert.Contains("the nearest, base-0-hicra-seed-7, differs in steps (5 there, 3 here)", Message(Recipe with { Steps = 5 }), StringComparison.Ordinal);
        Assert.Contains("differs in seed (9 there, 7 here)", Message(Recipe with { Seed = 9 }), StringComparison.Ordinal);
        RunRecipe other = Recipe with { Base = new BaseRecipe(Families.Sound, 0, 2) };
        Assert.Equal([other.Base], new RunAdoption(store, [other]).BasesToCompare(made));
        Assert.Contains("is none of those that items start from: sound-0 (not made)", Message(other), StringComparison.Ordinal);
        Directory.Delete(new RunFolder(made).CheckpointOf(3), recursive: true);
        Assert.Contains("its final weights are missing", Message(Recipe), StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Throws<HicraException>(() => new RunAdoption(store, [Recipe]).Adopt(_folder.File("nowhere"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store.Root));

        string Message(RunRecipe recipe) => Assert.Throws<HicraException>(() => new RunAdoption(store, [recipe]).Adopt(made)).Message;
    }

    [Fact]
    public void A_run_that_is_being_written_is_left_alone()
    {
        string made = ByHand(Recipe);
        using var writing = new FileStream(new RunFolder(made).Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("another process is writing this run", Assert.Throws<HicraException>(() => new RunAdoption(new RunStore(_folder.File("store")), [Recipe]).Adopt(made)).Message, StringComparison.Ordinal);
    }

    // As hicra train makes it: with rollouts and checkpoints of its own choice.
    private string ByHand(RunRecipe recipe)
    {
        string directory = _folder.File("by-hand");
        RunConfig config = recipe.Config(BaseModel.Find(BaseModel.Shipped)) with { RolloutsEvery = 2, CheckpointEvery = 2 };
        using var launcher = new InProcessLauncher(RunEnvironment.OnThreads(1));
        Assert.All(Sweep.Run([new SweepRun(SweepCell.Of(config.Training), config.Training.Seed, directory, config)], launcher, 1, 1, null, CancellationToken.None), o => Assert.NotEqual(SweepStatus.Failed, o.Status));
        return directory;
    }
}
