using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Judging;

public class JudgeTests
{
    private static readonly LabelledText[] Texts = [Text("A B c d A B"), Text("c A x d"), Text("b c")];

    [Fact]
    public void Precision_and_recall_are_counted_in_words()
    {
        // Found: a b, b c twice (one over "B c", one over "b c").
        MaskScore score = LibraryJudge.Score(StrategicGramLibrary.FromGrams("l", ["a b", "b c"]), Texts);
        Assert.Equal(new MaskScore(Both: 4, Found: 7, True: 5, Words: 12), score);
        Assert.Equal((4 / 7.0, 0.8, 8 / 12.0, 7 / 12.0), (score.Precision, score.Recall, score.F1, score.Share));
    }

    [Fact]
    public void Nothing_found_is_no_precision_and_no_recall()
    {
        MaskScore score = LibraryJudge.Score(StrategicGramLibrary.FromGrams("l", ["z"]), Texts);
        Assert.True(double.IsNaN(score.Precision));
        Assert.Equal((0, 0), (score.Recall, score.F1));
    }

    [Fact]
    public void Precision_recall_and_F1_are_those_of_the_plain_counts() =>
        Prop.ForAll(Gen.Elements("a b", "b c", "c d", "x", "A B c").NonEmptyListOf().Select(g => g.Distinct().ToArray()).ToArbitrary(), grams =>
        {
            MaskScore score = LibraryJudge.Score(StrategicGramLibrary.FromGrams("l", grams), Texts);
            int both = 0, found = 0, all = 0;
            foreach (LabelledText text in Texts)
            {
                for (int i = 0; i < text.Words.Count; i++)
                {
                    bool isFound = grams.Any(gram => Enumerable.Range(0, text.Words.Count).Any(s => s <= i && i < s + Length(gram) && s + Length(gram) <= text.Words.Count
                        && string.Join(' ', text.Words.Skip(s).Take(Length(gram))).Equals(gram, StringComparison.OrdinalIgnoreCase)));
                    (both, found, all) = (both + (isFound && text.Planning[i] ? 1 : 0), found + (isFound ? 1 : 0), all + (text.Planning[i] ? 1 : 0));
                }
            }
            return score == new MaskScore(both, found, all, 12);
        }).Check(Sampled.Inputs());

    [Fact]
    public void Dropping_leaves_the_rest_in_order_and_takes_as_many_as_asked()
    {
        StrategicGramLibrary library = new("l", [new("one", ["a", "b", "c"], 5, StrategicMove.Branching), new("two", ["d"]), .. Enumerable.Range(0, 6).Select(i => new GramCluster($"c{i}", [$"g{i}"]))]);
        StrategicGramLibrary left = LibraryJudge.Drop(library, 0.3, CounterRandom.FromSeed(3));
        Assert.Equal(7, left.Grams.Count);
        Assert.Equal(library.Grams.Where(left.Grams.Contains), left.Grams);
        Assert.All(left.Clusters, c => Assert.NotEmpty(c.Grams));
        Assert.Equal(left.Grams, LibraryJudge.Drop(library, 0.3, CounterRandom.FromSeed(3)).Grams);
        string[][] others = [.. Enumerable.Range(0, 20).Select(s => LibraryJudge.Drop(library, 0.3, CounterRandom.FromSeed(s)).Grams.ToArray())];
        Assert.Equal(library.Grams.Order(), others.SelectMany(g => g).Distinct().Order());
        Assert.Contains(others, g => !g.SequenceEqual(left.Grams));
        if (left.Clusters[0].Name == "one") Assert.Equal((5, StrategicMove.Branching), (left.Clusters[0].Df!.Value, left.Clusters[0].Intent!.Value));
        Assert.Single(LibraryJudge.Drop(StrategicGramLibrary.FromGrams("l", ["a"]), 1, CounterRandom.FromSeed(0)).Grams);
        Assert.Equal(library.Grams, LibraryJudge.Drop(library, 0, CounterRandom.FromSeed(0)).Grams);
    }

    [Fact]
    public void A_control_has_the_lengths_and_document_frequencies_of_the_library_and_none_of_its_grams()
    {
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 400).Select(_ => string.Join(' ', Enumerable.Range(0, 40).Select(_ => $"w{(int)(25 * Math.Pow(random.NextDouble(), 2))}")))];
        string[] grams = [.. texts.SelectMany(t => Grams(t, 2).Concat(Grams(t, 3))).Distinct().Where(g => Df(texts, g) is > 20 and < 200).Where((_, i) => i % 9 == 0).Take(20)];
        StrategicGramLibrary library = StrategicGramLibrary.FromGrams("l", grams);
        var control = new RandomGrams(library, texts);
        StrategicGramLibrary first = control.Draw(CounterRandom.FromSeed(1));
        Assert.Equal(grams.Length, first.Grams.Distinct().Count());
        Assert.Empty(first.Grams.Intersect(grams));
        for (int i = 0; i < grams.Length; i++)
        {
            Assert.Equal(Length(grams[i]), Length(first.Grams[i]));
            Assert.InRange((double)Df(texts, first.Grams[i]) / Df(texts, grams[i]), 0.8, 1.25);
        }
        Assert.Equal(first.Grams, control.Draw(CounterRandom.FromSeed(1)).Grams);
        Assert.NotEqual(first.Grams, control.Draw(CounterRandom.FromSeed(2)).Grams);
    }

    [Fact]
    public void Labels_must_fit_the_words() => Assert.Throws<ArgumentException>(() => new LabelledText(["a"], [true, false]));

    /// <summary>Words in capitals plan.</summary>
    private static LabelledText Text(string words) => new(words.ToLowerInvariant().Split(' '), [.. words.Split(' ').Select(w => char.IsUpper(w[0]))]);

    private static int Length(string gram) => gram.Split(' ').Length;

    private static IEnumerable<string> Grams(string text, int length) => text.Split(' ').Index().SkipLast(length - 1).Select(w => string.Join(' ', text.Split(' ').Skip(w.Index).Take(length)));

    private static int Df(string[] texts, string gram) => texts.Count(t => $" {t} ".Contains($" {gram} ", StringComparison.Ordinal));
}
