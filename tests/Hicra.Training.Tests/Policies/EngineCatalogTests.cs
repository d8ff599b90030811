using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Policies;

public class EngineCatalogTests
{
    private static readonly EngineCatalog BuiltIn = EngineCatalog.BuiltIn;

    [Fact]
    public void The_embedded_engine_is_there_and_loads_what_it_made()
    {
        IEngine engine = BuiltIn.Find("embedded");
        Assert.Same(engine, Assert.Single(BuiltIn.Engines));
        using IPolicy policy = engine.LoadPolicy(BaseModel.ShippedDirectory), made = engine.CreatePolicy(Pretrainer.Shape(new PuzzleWorld()), Pretrainer.WeightStream(0), new EngineOptions { Threads = 1, Device = "cpu" });
        using ISampler sampler = engine.LoadSampler(BaseModel.ShippedDirectory);
        Assert.Equal(policy.ParameterCount, made.ParameterCount);
        Assert.Equal((policy.VocabularySize, policy.MaxPositions), (sampler.VocabularySize, sampler.MaxPositions));
    }

    [Fact]
    public void Options_that_an_engine_does_not_have_are_refused()
    {
        IEngine engine = BuiltIn.Find("embedded");
        Assert.Contains("'cuda:0'", Line(() => engine.LoadPolicy(BaseModel.ShippedDirectory, new EngineOptions { Device = "cuda:0" })), StringComparison.Ordinal);
        Assert.Contains("'cuda:0'", Line(() => engine.CreatePolicy(Pretrainer.Shape(new PuzzleWorld()), Pretrainer.WeightStream(0), new EngineOptions { Device = "cuda:0" })), StringComparison.Ordinal);
        Assert.Contains("--threads", Line(() => engine.LoadSampler(BaseModel.ShippedDirectory, new EngineOptions { Threads = -1 })), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_finds_the_nearest_and_an_absent_one_says_how_to_have_it()
    {
        EngineCatalog engines = BuiltIn.WithAbsent("abacus", "install it with: hicra abacus install");
        Assert.Equal(["embedded", "abacus"], engines.Names);
        Assert.Contains("did you mean 'embedded'?", Line(() => engines.Find("embeded")), StringComparison.Ordinal);
        Assert.Contains("did you mean 'abacus'?", Line(() => engines.Find("abbacus")), StringComparison.Ordinal);
        Assert.Equal("The engine 'abacus' is not here: install it with: hicra abacus install", Line(() => engines.Find("abacus")));
    }

    [Fact]
    public void An_engine_that_comes_takes_the_absent_ones_place_and_no_others()
    {
        var scripted = new ScriptedEngine();
        EngineCatalog engines = BuiltIn.WithAbsent(scripted.Name, "get it").With(scripted);
        Assert.Same(scripted, engines.Find(scripted.Name));
        Assert.Same(engines, engines.WithAbsent(scripted.Name, "get it"));
        Assert.Equal(["embedded", "scripted"], engines.Names);
        Assert.Contains("exists already", Line(() => engines.With(new ScriptedEngine())), StringComparison.Ordinal);
        // The kit's own catalogue is as it was.
        Assert.Throws<HicraException>(() => BuiltIn.Find(scripted.Name));
    }

    private static string Line(Func<object> action)
    {
        string message = Assert.Throws<HicraException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
