using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

public class PlanningMatcherTests
{
    private static readonly string[] Grams =
        ["so", "so after", "so, yes", "but wait", "wait", "wait, that's not right", "let's", "let's check", "hmm,", "does this hold true?", "## step", "we can", "step by step", "naïve"];

    private static readonly PlanningMatcher Matcher = Of(Grams);

    // Fragments that make near misses likely: split words, missing punctuation, odd blanks, letters next to grams.
    private static readonly Gen<string> Text = Gen.Elements(
        "so", "So", "al", "me", " ", "  ", "\n\n", "\t", "\u00A0", ",", "?", ".", "'", "’", "\"", "##", "# ", "step", "by", "but", "BUT", "wait", "Wait", "that", "s",
        "not right", "let", "’s", "'s", "check", "hmm", "does this hold true", "we can", "'t", "after", "wards", "yes", "naïve", "na\u0131ve", "\u0301", "é", "7", "_", "-", "😀")
        .ListOf().Select(string.Concat);

    private static readonly Arbitrary<string> Texts = Text.ToArbitrary();

    private static readonly Arbitrary<(string Text, int[] Cuts)> Splits = (
        from text in Text
        from cuts in Gen.Choose(0, text.Length).ListOf()
        select (text, cuts.ToArray())).ToArbitrary();

    [Theory]
    [InlineData("so we go", "[so] we go")]
    [InlineData("we go so", "we go [so]")]
    [InlineData("so", "[so]")]
    [InlineData("also some so", "also some [so]")]
    [InlineData("So AFTER that", "[So AFTER] that")]
    [InlineData("so afterwards", "[so] afterwards")]
    [InlineData("but \n\t wait!", "[but \n\t wait]!")]
    [InlineData("but, wait", "but, [wait]")]
    [InlineData("Wait, that’s not right.", "[Wait, that’s not right].")]
    [InlineData("Let’s check", "[Let’s check]")]
    [InlineData("'let's'", "'[let's]'")]
    [InlineData("hmm, hmm. hmm", "[hmm,] hmm. hmm")]
    [InlineData("does this hold true? does this hold true", "[does this hold true?] does this hold true")]
    [InlineData("## Step 1", "[## Step] 1")]
    [InlineData("we can, we can't", "[we can], we can't")]
    [InlineData("so,yes", "[so],yes")]
    [InlineData("NAÏVE", "[NAÏVE]")]
    [InlineData("", "")]
    public void Marks_grams_by_the_rules(string text, string marked) => Assert.Equal(marked, Bracketed(text));

    [Fact]
    public void Spans_and_mask_equal_those_of_regular_expressions() =>
        Prop.ForAll(Texts, text =>
        {
            var mask = new bool[text.Length];
            Matcher.Mark(text, mask);
            var spans = new List<GramSpan>();
            Matcher.Spans(text, spans);
            return mask.SequenceEqual(SearchedMask(text)) && spans.SequenceEqual(SearchedSpans(text));
        }).Check(Sampled.Inputs());

    [Fact]
    public void Any_split_marks_the_tokens_that_touch_the_same_characters() =>
        Prop.ForAll(Splits, c =>
        {
            string[] pieces = Split(c.Text, c.Cuts);
            var spans = new List<GramSpan>();
            Matcher.Spans(pieces, spans);
            var whole = new List<GramSpan>();
            Matcher.Spans(c.Text, whole);
            return new[] { MatchPolicy.AllOccurrences, MatchPolicy.LeftmostLongest }.All(policy =>
            {
                var characters = new bool[c.Text.Length];
                Matcher.Mark(c.Text, characters, policy);
                var tokens = new bool[pieces.Length];
                Matcher.Mark(pieces, tokens, policy);
                return tokens.SequenceEqual(Ranges(pieces).Select(r => characters[r].Contains(true)));
            }) && spans.SequenceEqual(whole.Select(span => InTokens(span, pieces)));
        }).Check(Sampled.Inputs());

    [Fact]
    public void Split_word_marks_each_of_its_tokens()
    {
        string[] pieces = ["I", "'ll", " w", "ai", "t", ",", " al", "so"];
        var mask = new bool[pieces.Length];
        Matcher.Mark(pieces, mask);
        Assert.Equal([false, false, true, true, true, false, false, false], mask);
    }

    [Fact]
    public void Ids_are_looked_up_in_the_vocabulary()
    {
        string[] vocabulary = [" wait", " but", " x"];
        var spans = new List<GramSpan>();
        Matcher.Spans([2, 1, 0, 2], vocabulary, spans);
        Assert.Equal([new(1, 2, Array.IndexOf(Grams, "but wait"))], spans);
        var mask = new bool[4];
        Matcher.Mark([2, 1, 0, 2], vocabulary, mask);
        Assert.Equal([false, true, true, false], mask);
        Assert.Throws<ArgumentException>(() => Matcher.Mark([3], vocabulary, new bool[1]));
    }

    [Fact]
    public void A_token_may_hold_two_grams()
    {
        var spans = new List<GramSpan>();
        Matcher.Spans(["a wait", " so b"], spans);
        Assert.Equal([new(0, 1, 4), new(1, 1, 0)], spans);
        spans.Clear();
        Matcher.Spans(["wait so"], spans);
        Assert.Equal([new(0, 1, 4), new(0, 1, 0)], spans);
    }

    [Fact]
    public void Every_gram_of_the_paper_is_found_in_itself_and_in_a_sentence()
    {
        var matcher = new PlanningMatcher(StrategicGramLibrary.Paper);
        for (int g = 0; g < matcher.Library.Grams.Count; g++)
        {
            string gram = matcher.Library.Grams[g];
            foreach (string text in new[] { gram, $"x {gram} x", gram.ToUpperInvariant().Replace('\'', '’') })
            {
                var spans = new List<GramSpan>();
                matcher.Spans(text, spans);
                Assert.Equal([new(text.IndexOf(gram, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? at : 0, gram.Length, g)], spans);
            }
        }
    }

    private static PlanningMatcher Of(params string[] grams) => new(StrategicGramLibrary.FromGrams("test", grams));

    private static string Bracketed(string text)
    {
        var spans = new List<GramSpan>();
        Matcher.Spans(text, spans);
        foreach (GramSpan span in Enumerable.Reverse(spans)) text = text.Insert(span.End, "]").Insert(span.Start, "[");
        return text;
    }

    private static string[] Split(string text, int[] cuts)
    {
        int[] at = [0, .. cuts.Order(), text.Length];
        return [.. at.Zip(at.Skip(1), (a, b) => text[a..b])];
    }

    private static IEnumerable<Range> Ranges(string[] pieces)
    {
        int at = 0;
        foreach (string piece in pieces) yield return at..(at += piece.Length);
    }

    private static GramSpan InTokens(GramSpan span, string[] pieces)
    {
        Range[] ranges = [.. Ranges(pieces)];
        int first = Array.FindIndex(ranges, r => r.End.Value > span.Start), last = Array.FindLastIndex(ranges, r => r.Start.Value < span.End && r.Start.Value < r.End.Value);
        return new(first, last - first + 1, span.Gram);
    }

    private static readonly Regex[] Patterns = [.. Grams.Select(gram =>
    {
        const string word = @"[\p{L}\p{Nd}\p{Mn}\p{Mc}]", apostrophe = @"['’‘]";
        string body = Regex.Replace(Regex.Replace(Regex.Escape(gram), @"\\ ", @"\s+"), "'", apostrophe);
        string before = Regex.IsMatch(gram, "^" + word) ? $"(?<!{word}{apostrophe}?)" : "";
        string after = Regex.IsMatch(gram, word + "$") ? $"(?!{apostrophe}?{word})" : "";
        return new Regex($@"\G{before}{body}{after}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    })];

    private static bool[] SearchedMask(string text)
    {
        var mask = new bool[text.Length];
        for (int i = 0; i < text.Length; i++)
            foreach (Regex pattern in Patterns)
                mask.AsSpan(i, pattern.Match(text, i).Length).Fill(true);
        return mask;
    }

    private static List<GramSpan> SearchedSpans(string text)
    {
        var spans = new List<GramSpan>();
        for (int i = 0; i < text.Length;)
        {
            (int length, int gram) = Patterns.Select((p, g) => (p.Match(text, i).Length, g)).MaxBy(m => m.Length);
            if (length > 0) spans.Add(new(i, length, gram));
            i += Math.Max(1, length);
        }
        return spans;
    }
}
