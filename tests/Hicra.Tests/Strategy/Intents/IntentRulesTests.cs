using Hicra.Strategy;
using Hicra.Strategy.Intents;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Intents;

public sealed class IntentRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("we can use the fact that", StrategicMove.Deduction)] // the paper's own three examples
    [InlineData("let's try a different approach", StrategicMove.Branching)]
    [InlineData("but the problem mentions that", StrategicMove.Backtracing)]
    [InlineData("Wait, that’s not right.", StrategicMove.Backtracing)]
    [InlineData("let's double-check", StrategicMove.Backtracing)]
    [InlineData("if that doesn't work, we can", StrategicMove.Branching)]
    [InlineData("this approach isn't working", StrategicMove.Backtracing)]
    [InlineData("so", StrategicMove.Deduction)]
    [InlineData("some", null)]
    [InlineData("## step", StrategicMove.Deduction)]
    [InlineData("in the context of", null)]
    public void Default_rules_label_phrases(string gram, StrategicMove? move) => Assert.Equal(move, IntentRules.Default.Label(gram).Move);

    [Fact]
    public void The_first_line_with_a_cue_decides_and_is_named()
    {
        IntentRules rules = Parse("""
            # comment
            unknown: by the way

            branching 2.5: another, differ*, ^if
            deduction: way, then$
            """);
        Assert.Equal((StrategicMove.Branching, 4, "differ*"), (Named(rules, "a DIFFERENT way").Move, Named(rules, "a DIFFERENT way").Rule!.Line, Named(rules, "a DIFFERENT way").Cue));
        Assert.Equal((null, 2), (Named(rules, "another, by the way").Move, Named(rules, "another, by the way").Rule!.Line));
        Assert.Equal(StrategicMove.Branching, Named(rules, "if we").Move);
        Assert.Null(Named(rules, "as if").Rule);
        Assert.Equal(StrategicMove.Deduction, Named(rules, "and then").Move);
        Assert.Null(Named(rules, "then and").Move);
        Assert.Null(Named(rules, "ways").Move); // a cue is a whole word
    }

    [Fact]
    public void A_cluster_takes_the_move_that_weighs_most()
    {
        IntentRules rules = Parse("backtracing 3: wait\ndeduction: so, thus\nbranching: maybe");
        Assert.Equal(StrategicMove.Backtracing, rules.Label(new GramCluster("c", ["so", "thus we", "wait"])));
        Assert.Equal(StrategicMove.Deduction, rules.Label(new GramCluster("c", ["maybe", "so", "thus we"])));
        Assert.Equal(StrategicMove.Branching, rules.Label(new GramCluster("c", ["maybe", "so"]))); // of equals the first
        Assert.Null(rules.Label(new GramCluster("c", ["x", "y"])));
        StrategicGramLibrary labelled = rules.Label(new StrategicGramLibrary("l", [new("a", ["x", "wait"], 3), new("b", ["y"])]));
        Assert.Equal([(StrategicMove.Backtracing, 3), (null, null)], labelled.Clusters.Select(c => (c.Intent, c.Df)));
    }

    [Theory]
    [InlineData("branching another", "line 1: there is no colon between the move and its cues")]
    [InlineData("# x\nbranch: another", "line 2: 'branch' is not deduction, branching, backtracing or unknown")]
    [InlineData("branching zero: another", "line 1: the weight 'zero' is no number above 0")]
    [InlineData("branching 1 2: another", "line 1: before the colon stands a move and perhaps its weight")]
    [InlineData("branching: , ,", "line 1: there is no cue behind the colon")]
    [InlineData("branching: a*b", "line 1: the cue 'a*b' is not words, of which * may be the end")]
    [InlineData("# nothing", "hold no rule")]
    public void A_line_that_is_no_rule_is_named(string text, string error) =>
        Assert.StartsWith($"intent rules mine {error}", Assert.Throws<HicraException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rules_come_from_files()
    {
        File.WriteAllText(_folder.File("rules.txt"), "deduction: x");
        Assert.Equal(StrategicMove.Deduction, IntentRules.Load(_folder.File("rules.txt")).Label("x").Move);
        Assert.Same(IntentRules.Default, IntentRules.Load("default"));
        Assert.StartsWith("cannot read intent rules", Assert.Throws<HicraException>(() => IntentRules.Load(_folder.File("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Most_of_the_papers_grams_have_a_label_and_every_move_occurs()
    {
        StrategicMove?[] moves = [.. IntentRules.Default.Label(StrategicGramLibrary.Paper).Clusters.Select(c => c.Intent)];
        Assert.All(Enum.GetValues<StrategicMove>(), move => Assert.True(moves.Count(m => m == move) >= 25));
        Assert.InRange(moves.Count(m => m is null), 1, 20);
    }

    [Fact]
    public void Every_default_cue_decides_some_gram()
    {
        // A cue that an earlier line always takes would be dead text.
        foreach (IntentRule rule in IntentRules.Default.Rules)
            foreach (IntentCue cue in rule.Cues)
            {
                string gram = cue.Text.Replace("*", "x", StringComparison.Ordinal);
                Assert.True(IntentRules.Default.Label(gram).Rule == rule, $"line {rule.Line}: '{cue.Text}' is decided by line {IntentRules.Default.Label(gram).Rule!.Line}");
            }
    }

    [Fact]
    public void Intents_are_kept_in_library_files()
    {
        string file = _folder.File("grams.json");
        GramLibraryFile.Save(new StrategicGramLibrary("l", [new("a", ["wait"], 3, StrategicMove.Backtracing), new("b", ["x"])]), file);
        Assert.Contains("\"intent\": \"backtracing\"", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal([StrategicMove.Backtracing, null], GramLibraryFile.Load(file).Clusters.Select(c => c.Intent));
        File.WriteAllText(file, """{"clusters": [{"intent": "guess", "grams": ["a"]}]}""");
        Assert.Contains("clusters[0].intent is 'guess', and not deduction, branching or backtracing", Assert.Throws<HicraException>(() => GramLibraryFile.Load(file)).Message, StringComparison.Ordinal);
    }

    private static IntentLabel Named(IntentRules rules, string gram) => rules.Label(gram);

    private static IntentRules Parse(string text)
    {
        using var reader = new StringReader(text);
        return IntentRules.Parse(reader, "mine");
    }
}
