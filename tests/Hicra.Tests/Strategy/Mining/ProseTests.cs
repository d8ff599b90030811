using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

/// <summary>Where grams must not go on. Every text is given five times, so that all its grams are frequent.</summary>
public class ProseTests
{
    [Theory]
    [InlineData("We can see, that it holds", "that it holds|we can see")]
    [InlineData("then 12 we add it", "we add it")]
    [InlineData("six times three gives eighteen so we stop here", "so we stop|so we stop here|we stop here")]
    [InlineData("one way to go and twenty one", "one way to|one way to go|way to go|way to go and|to go and|one way to go and")]
    [InlineData("it gives one then one plus two", "")]
    [InlineData("let x be so that we win", "be so that|be so that we|be so that we win|so that we|so that we win|that we win")]
    [InlineData("take $a b c d$ as it is", "as it is")]
    [InlineData(@"take \(a b c d\) as it is", "as it is")]
    [InlineData(@"take \[ \text{all of the} \] as it is", "as it is")]
    [InlineData(@"take \begin{align} one two more \end{align} as it is", "as it is")]
    [InlineData("it costs $5 and then $6 of them", "and then|")]
    [InlineData("call `a b c d` as it is", "as it is")]
    [InlineData("as it is\n```\nfor all of them do\n```\nas it is", "as it is")]
    [InlineData("as it is\n```\nfor all of them do", "as it is")]
    [InlineData("as it is\n\nwe go on", "as it is|we go on")]
    [InlineData("as it is\nwe", "as it is|as it is we|it is we")]
    [InlineData("as it is <|im_end|> we go on <eos>", "as it is|we go on")]
    [InlineData("LET\u2019S  Find It", "let's find it")]
    [InlineData("an unclosed \\( is no formula", "an unclosed|is no formula")]
    [InlineData("step-by-step we go on", "step we go|step we go on|we go on")]
    public void Words_run_up_to_what_is_no_prose(string text, string expected)
    {
        MiningSettings settings = PlainCounts.Everything with { MinSolutions = 1, MinShare = 0, MinProblems = 1 };
        string[] grams = [.. expected.Split('|').Where(gram => gram.Split(' ').Length >= 3).Order(StringComparer.Ordinal)];
        List<Solution> solutions = [.. Enumerable.Repeat(new Solution(text, true), 5), new("some other words", true)];
        string[] mined = [.. new GramMiner(settings).Mine(solutions).Clusters.SelectMany(c => c.Grams).Select(g => g.Text).Where(g => g != "some other words").Order(StringComparer.Ordinal)];
        Assert.Equal(grams, mined);
    }

    [Fact]
    public void Masks_can_be_taken_off()
    {
        MiningSettings settings = PlainCounts.Everything with { MinSolutions = 1, MinProblems = 1, MaskNumerals = false, MaskLatex = false, MaskCode = false };
        string[] mined = [.. new GramMiner(settings).Mine([new("two of them `three of them` $four of them$", true)]).Library.Grams.Order(StringComparer.Ordinal)];
        Assert.Equal(["four of them", "three of them", "two of them"], mined);
    }

    [Theory]
    [InlineData("$ a ")]
    [InlineData("$a")]
    [InlineData("\\( ")]
    [InlineData("\\begin{x}")]
    [InlineData("```x`")]
    [InlineData("<a <")]
    [InlineData("'")]
    public void Marks_that_are_never_closed_do_not_make_reading_quadratic(string mark)
    {
        // A million marks: quadratic work would take hours, and the test run's time limit would tell.
        string text = string.Concat(Enumerable.Repeat(mark, 1_000_000)) + "\n\nas it is here";
        MiningCorpus corpus = MiningCorpus.Read([new(text, true)], new());
        Assert.Equal(1, corpus.Statistics.Used);
    }
}
