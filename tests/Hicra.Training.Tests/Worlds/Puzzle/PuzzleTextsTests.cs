using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;
using Hicra.Testing;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

public class PuzzleTextsTests
{
    private const string Example = "front product plus the rest 6 * 3 = 18 , 18 + 7 = 25 miss but the target says otherwise 40 - 19 = 21 answer 0 <eos>";

    [Fact]
    public void Numbers_and_signs_are_spelt_and_the_mask_goes_along()
    {
        LabelledText text = PuzzleTexts.Label(PuzzleVocabulary.Encode(Example), PuzzleSpelling.Words);
        Assert.Equal(
            "FRONT PRODUCT PLUS THE REST six times three gives eighteen then eighteen plus seven gives twenty five miss BUT THE TARGET SAYS OTHERWISE forty minus nineteen gives twenty one answer zero",
            string.Join(' ', text.Words.Select((word, i) => text.Planning[i] ? word.ToUpperInvariant() : word)));
        Assert.Equal(text.Text, string.Join(' ', text.Words));
    }

    [Fact]
    public void In_digits_the_words_are_the_tokens_without_the_end()
    {
        LabelledText text = PuzzleTexts.Label(PuzzleVocabulary.Encode(Example), PuzzleSpelling.Digits);
        Assert.Equal(Example[..^6], text.Text);
        Assert.Equal(10, text.Planning.Count(p => p));
    }

    [Fact]
    public void Every_number_has_its_own_words()
    {
        string[] spelt = [.. Enumerable.Range(0, PuzzleVocabulary.NumberCount).Select(n => string.Join(' ', PuzzleTexts.Spell(n)))];
        Assert.Equal(100, spelt.Distinct().Count());
        Assert.Equal(["zero", "nineteen", "twenty", "twenty one", "ninety nine"], new[] { 0, 19, 20, 21, 99 }.Select(n => spelt[n]));
    }

    [Fact]
    public void Both_spellings_of_any_tokens_plan_in_the_same_words() =>
        Prop.ForAll(Gen.Choose(-1, PuzzleVocabulary.Words.Count).ListOf().Select(ids => ids.ToArray()).ToArbitrary(), ids =>
        {
            LabelledText digits = PuzzleTexts.Label(ids, PuzzleSpelling.Digits), words = PuzzleTexts.Label(ids, PuzzleSpelling.Words);
            return Planning(digits).SequenceEqual(Planning(words)) && words.Words.All(word => word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal));
        }).Check(Sampled.Inputs());

    [Theory]
    [InlineData(PuzzleSpelling.Digits)]
    [InlineData(PuzzleSpelling.Words)]
    public void The_worlds_own_grams_have_full_recall_and_precision(PuzzleSpelling spelling)
    {
        PuzzleCorpus corpus = PuzzleCorpus.ByAuthors(500, 1, spelling);
        MaskScore score = LibraryJudge.Score(StrategicGramLibrary.FromGrams("truth", PuzzleGrams.Texts), corpus.Texts);
        Assert.Equal((1.0, 1.0), (score.Recall, score.Precision));
        Assert.Equal(corpus.Texts.Sum(t => t.Planning.Count(p => p)), score.True);
        Assert.True(score.Share < 0.4);
    }

    [Fact]
    public void A_corpus_is_a_pure_function_of_its_seed_and_the_right_ones_are_right()
    {
        PuzzleCorpus corpus = PuzzleCorpus.ByAuthors(300, 7, PuzzleSpelling.Words), again = PuzzleCorpus.ByAuthors(300, 7, PuzzleSpelling.Words);
        Assert.Equal(corpus.Solutions, again.Solutions);
        Assert.NotEqual(corpus.Solutions, PuzzleCorpus.ByAuthors(300, 8, PuzzleSpelling.Words).Solutions);
        Assert.Equal(corpus.Texts.Select(t => t.Text), corpus.Solutions.Select(s => s.Text));
        PuzzleCorpus right = PuzzleCorpus.ByAuthors(20, 7, PuzzleSpelling.Words, onlyRight: true);
        Assert.Equal(20, right.Solutions.Count);
        Assert.Equal(corpus.Solutions.Where(s => s.Correct == true).Take(5), right.Solutions.Take(5));
        foreach (Solution solution in PuzzleCorpus.ByAuthors(50, 7, PuzzleSpelling.Digits).Solutions)
            Assert.Equal(solution.Correct, PuzzleVerifier.Judge(PuzzleProblem.Parse(solution.Problem!), solution.Text + " <eos>").Kind == ErrorKind.Right);
    }

    private static IEnumerable<string> Planning(LabelledText text) => text.Words.Where((_, i) => text.Planning[i]);
}
