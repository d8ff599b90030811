using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy;

/// <summary>Chinese, Japanese and Thai part no words by blanks: each letter is a word, so that phrases are found inside sentences.</summary>
public sealed class UnpartedScriptsTests
{
    [Theory]
    [InlineData("让我们先看看题目。", "让我们先看", "[让我们先看]看题目。")]
    [InlineData("嗯，等一下，这不对。so we go", "等一下|so we", "嗯，[等一下]，这不对。[so we] go")]
    [InlineData("まず考えてみよう", "考えて", "まず[考えて]みよう")]
    [InlineData("but等一下then", "but|等一下", "[but][等一下]then")]
    [InlineData("다시 확인하자", "확인", "다시 확인하자")]
    public void Phrases_are_found_inside_sentences(string text, string grams, string marked)
    {
        var spans = new List<GramSpan>();
        new PlanningMatcher(StrategicGramLibrary.FromGrams("own", grams.Split('|'))).Spans(text, spans);
        string found = text;
        foreach (GramSpan span in spans.AsEnumerable().Reverse()) found = found.Insert(span.End, "]").Insert(span.Start, "[");
        Assert.Equal(marked, found);
    }

    [Fact]
    public void What_is_mined_in_such_a_script_is_matched()
    {
        string[] moves = ["让我们先试试", "等一下我们再想"];
        Solution[] solutions = [.. Enumerable.Range(0, 160).Select(i => new Solution($"{moves[i % 2]}，{(char)(0x5200 + i)}{(char)(0x6300 + i)}有{i}个{(char)(0x7400 + 3 * i)}。", true, $"{i}"))];
        var miner = new GramMiner(new MiningSettings());
        StrategicGramLibrary library = miner.Mine(MiningCorpus.Read(solutions, miner.Settings, null, TestContext.Current.CancellationToken), null, TestContext.Current.CancellationToken).Library;
        Assert.NotEmpty(library.Grams);
        Assert.All(library.Grams, gram => Assert.Contains(moves, move => move.Contains(gram, StringComparison.Ordinal)));
        var spans = new List<GramSpan>();
        // Both moves are equally frequent, and the top share may keep either.
        Solution said = solutions.First(solution => library.Grams.Any(gram => solution.Text.Contains(gram, StringComparison.Ordinal)));
        new PlanningMatcher(library).Spans(said.Text, spans);
        Assert.NotEmpty(spans);
    }

    [Fact]
    public void Pre_tokens_part_such_a_script_by_letters()
    {
        var ends = new List<int>();
        PreTokens.Ends("我们 go，好12", ends);
        Assert.Equal([1, 2, 5, 7, 8, 9], ends);
    }
}
