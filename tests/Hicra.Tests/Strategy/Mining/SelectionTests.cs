using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Mining;

/// <summary>The rules that tell strategic grams from other frequent ones, each with a text that only it changes.</summary>
public class SelectionTests
{
    [Fact]
    public void Words_that_meet_by_chance_are_no_phrase()
    {
        // The planted words also stand alone, as often as their neighbours, so that only meeting too often tells.
        List<Solution> solutions = Texts.Planted(800, [("let us first find", .2)], vocabulary: 40);
        string[] mined = [.. new GramMiner(new() { TopShare = 1, NestedShare = 2 }).Mine(solutions).Library.Grams];
        string[] all = [.. new GramMiner(new() { TopShare = 1, NestedShare = 2, ChanceGrams = double.PositiveInfinity }).Mine(solutions).Library.Grams];
        Assert.True(all.Length > 100);
        Assert.All(mined, gram => Assert.Contains(gram, "let us first find", StringComparison.Ordinal));
        Assert.Equal(3, mined.Length);
    }

    [Fact]
    public void A_gram_that_only_stands_inside_a_longer_one_goes_and_one_that_stands_alone_too_stays()
    {
        List<Solution> solutions = Texts.Planted(400, [("let us first find", .4), ("we go back", .3), ("so we go back again", .3)]);
        string[] mined = [.. new GramMiner(new() { TopShare = 1 }).Mine(solutions).Library.Grams.Order(StringComparer.Ordinal)];
        Assert.Equal(["let us first find", "so we go back again", "we go back"], mined);
    }

    [Fact]
    public void A_phrase_of_more_than_the_most_words_stays_covered()
    {
        const string Phrase = "let us break this down into steps that we can do";
        List<Solution> solutions = Texts.Planted(200, [(Phrase, .5)]);
        StrategicGramLibrary library = new GramMiner(new() { TopShare = 1 }).Mine(solutions).Library;
        bool[] mask = new bool[Phrase.Length];
        new PlanningMatcher(library).Mark(Phrase, mask);
        Assert.DoesNotContain(false, mask);
        Assert.All(library.Grams, gram => Assert.Equal(5, gram.Split(' ').Length));
    }

    [Theory]
    [InlineData("the value of the", true)]
    [InlineData("is equal to", true)]
    [InlineData("of the second", true)]
    [InlineData("to find the", false)]
    [InlineData("so that the value", false)]
    [InlineData("we can see", false)]
    [InlineData("start from the front", false)]
    public void Fragments_go_and_moves_stay(string gram, bool isFragment)
    {
        List<Solution> solutions = Texts.Planted(200, [(gram, .5), ("let us first find", .5)]);
        MiningSettings settings = new() { TopShare = 1 };
        Assert.Equal(!isFragment, new GramMiner(settings).Mine(solutions).Library.Grams.Contains(gram));
        Assert.Contains(gram, new GramMiner(settings with { KeepFragments = true }).Mine(solutions).Library.Grams);
    }

    [Theory]
    [InlineData("both sides of the equation", false)]
    [InlineData("multiply both sides of the", false)]
    [InlineData("is a prime number", false)]
    [InlineData("we divide both sides", false)]
    [InlineData("this gives us the", false)]
    [InlineData("to the result that", false)]
    [InlineData("to divide both sides", true)]
    [InlineData("we need to divide", true)]
    [InlineData("follow these steps", true)]
    [InlineData("we start by noting", true)]
    public void In_English_prose_what_names_or_carries_out_goes(string gram, bool stays)
    {
        // Function words make a corpus English; the words that are planted here stand alone.
        const string prose = "the a. an this. that these. those each. every any. some all. both no. of in. on at. by to. for with. from into. as than. about over. and or. is are. was were. be been. it its. they them. he she. you your. there which. who what";
        List<Solution> solutions = [.. Texts.Planted(200, [(gram, .5), ("let us first find", .5)]).Select(s => s with { Text = $"{s.Text}. {prose}." })];
        Assert.Equal(stays, new GramMiner(new() { TopShare = 1 }).Mine(solutions).Library.Grams.Any(g => gram.Contains(g, StringComparison.Ordinal) || g.Contains(gram, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_keeps_to_few_problems_is_content()
    {
        // Both phrases stand in a fifth of the solutions: one in all samples of every fifth problem, one anywhere.
        List<Solution> solutions = [.. Texts.Planted(800, [("let us first find", .2)]).Select((s, i) =>
            new Solution(i / 8 % 5 == 0 ? $"{s.Text} area of the triangle" : s.Text, true, $"p{i / 8}"))];
        MiningSettings settings = new() { TopShare = 1 };
        IReadOnlyList<string> mined = new GramMiner(settings).Mine(solutions).Library.Grams, all = new GramMiner(settings with { MinSpread = 0 }).Mine(solutions).Library.Grams;
        Assert.Contains("let us first find", mined);
        Assert.DoesNotContain("area of the triangle", mined);
        Assert.Contains("area of the triangle", all);
        // Where problems are not known nothing can be said.
        Assert.Contains("area of the triangle", new GramMiner(settings).Mine(solutions.Select(s => s with { Problem = null })).Library.Grams);
    }

    [Fact]
    public void What_a_solution_says_again_and_again_can_be_left_out()
    {
        List<Solution> solutions = [.. Texts.Planted(200, [("let us first find", .5)]).Select(s => s with { Text = $"{s.Text} 1 add them up now 2 add them up now 3 add them up now" })];
        Assert.Contains("add them up now", new GramMiner(new() { TopShare = 1 }).Mine(solutions).Library.Grams);
        Assert.DoesNotContain("add them up now", new GramMiner(new() { TopShare = 1, MaxPerSolution = 2 }).Mine(solutions).Library.Grams);
    }

    [Fact]
    public void A_result_says_what_each_rule_dropped()
    {
        MiningResult result = new GramMiner(new() { MinShare = .02 }).Mine(Texts.Planted(400, [("let us first find", .4), ("the value of the", .4)]));
        Assert.Contains(result.Dropped, d => d.Reason == "nested" && d.Count >= 2);
        Assert.Contains(result.Dropped, d => d.Reason == "fragment" && d.Count >= 1);
    }

    [Fact]
    public void A_saved_library_is_read_back_and_is_the_same_file_each_time()
    {
        using var temporary = new TemporaryFolder();
        List<Solution> solutions = Texts.Planted(300, [("let us first find", .4), ("but wait we need", .3)]);
        foreach (string name in (string[])["a.json", "b.json"]) MinedLibraryFile.Save(new GramMiner(new() { Threads = name == "a.json" ? 1 : 2 }).Mine(solutions), temporary.File(name));
        Assert.Equal(File.ReadAllText(temporary.File("a.json")), File.ReadAllText(temporary.File("b.json")));
        MiningResult result = new GramMiner().Mine(solutions);
        StrategicGramLibrary read = GramLibraryFile.Load(temporary.File("a.json"));
        Assert.Equal(result.Library.Clusters.Select(c => (c.Name, c.Df, string.Join('|', c.Grams))), read.Clusters.Select(c => (c.Name, c.Df, string.Join('|', c.Grams))));
        Assert.Contains(result.Corpus.Digest, File.ReadAllText(temporary.File("a.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_is_that_of_the_texts_used_in_their_order()
    {
        List<Solution> solutions = Texts.Planted(20, []);
        string digest = MiningCorpus.Read(solutions, new()).Statistics.Digest;
        Assert.Equal(digest, MiningCorpus.Read([.. solutions, new Solution("wrong", false)], new()).Statistics.Digest);
        Assert.NotEqual(digest, MiningCorpus.Read(solutions.AsEnumerable().Reverse(), new()).Statistics.Digest);
    }
}
