using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

public class GramMatcherTests
{
    // Three symbols make overlaps, nesting and shared prefixes common; the large ones stand for real vocabularies.
    private static readonly Gen<int> Symbol = Gen.Elements(0, 1, 1_000_000, -5);

    private static readonly Arbitrary<(int[][] Grams, int[] Tokens)> Cases = (
        from grams in Symbol.NonEmptyListOf().Select(g => g.Take(5).ToArray()).ListOf().Select(l => l.Take(8).ToArray())
        from tokens in Symbol.ListOf().Select(t => t.ToArray())
        select (grams, tokens)).ToArbitrary();

    [Fact]
    public void Leftmost_longest_spans_equal_those_of_a_search_at_every_start() =>
        Prop.ForAll(Cases, c => Spans(c.Grams, c.Tokens).SequenceEqual(SearchedSpans(c.Grams, c.Tokens))).Check(Sampled.Inputs());

    [Fact]
    public void Mask_is_the_union_of_all_occurrences() =>
        Prop.ForAll(Cases, c =>
        {
            var expected = new bool[c.Tokens.Length];
            for (int i = 0; i < expected.Length; i++)
                foreach (int[] gram in c.Grams)
                    if (Stands(gram, c.Tokens, i)) expected.AsSpan(i, gram.Length).Fill(true);
            return Mask(c.Grams, c.Tokens, MatchPolicy.AllOccurrences).SequenceEqual(expected);
        }).Check(Sampled.Inputs());

    [Fact]
    public void Mask_under_leftmost_longest_covers_those_spans() =>
        Prop.ForAll(Cases, c =>
        {
            var expected = new bool[c.Tokens.Length];
            foreach (GramSpan span in SearchedSpans(c.Grams, c.Tokens)) expected.AsSpan(span.Start, span.Length).Fill(true);
            return Mask(c.Grams, c.Tokens, MatchPolicy.LeftmostLongest).SequenceEqual(expected);
        }).Check(Sampled.Inputs());

    [Fact]
    public void Two_policies_differ_where_occurrences_overlap()
    {
        int[][] grams = [[1, 2], [2, 3]];
        Assert.Equal([new(0, 2, 0)], Spans(grams, [1, 2, 3]));
        Assert.Equal([true, true, true], Mask(grams, [1, 2, 3], MatchPolicy.AllOccurrences));
        Assert.Equal([true, true, false], Mask(grams, [1, 2, 3], MatchPolicy.LeftmostLongest));
    }

    [Fact]
    public void First_of_equal_grams_counts() => Assert.Equal([new(1, 2, 1)], Spans([[9], [1, 2], [1, 2]], [0, 1, 2]));

    [Fact]
    public void Empty_set_matches_nothing() => Assert.Empty(Spans([], [1, 2, 3]));

    [Fact]
    public void Empty_gram_is_named() =>
        Assert.Contains("Gram 1 ", Assert.Throws<ArgumentException>(() => new GramMatcher([[1], []])).Message, StringComparison.Ordinal);

    [Fact]
    public void Spans_are_appended()
    {
        var spans = new List<GramSpan> { new(7, 7, 7) };
        new GramMatcher([[1]]).LeftmostLongest([1], spans);
        Assert.Equal([new(7, 7, 7), new(0, 1, 0)], spans);
    }

    [SlowFact]
    public void Long_runs_of_near_misses_take_linear_time()
    {
        // A search at every start compares a hundred thousand symbols for each of five million tokens here: no machine does that within the bound.
        int[] gram = [.. Enumerable.Repeat(1, 100_000), 2];
        var matcher = new GramMatcher([gram, [1]]);
        var spans = new List<GramSpan>();
        Assert.Equal(5_000_000, Bounded.Run(() =>
        {
            matcher.LeftmostLongest(Enumerable.Repeat(1, 5_000_000).ToArray(), spans);
            return spans.Count;
        }, "spans of near misses", TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var matcher = new GramMatcher([[1, 2], [3]]);
        int[] tokens = [.. Enumerable.Range(0, 5000).Select(i => i % 4)];
        var mask = new bool[tokens.Length];
        var spans = new List<GramSpan>(tokens.Length);
        // The least of several runs: the first fill the pool, and a collection may empty it again.
        Assert.Equal(0, Enumerable.Range(0, 8).Min(_ => AllocatedByOneMatch()));

        long AllocatedByOneMatch()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            spans.Clear();
            matcher.LeftmostLongest(tokens, spans);
            matcher.Mark(tokens, mask);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static List<GramSpan> Spans(int[][] grams, int[] tokens)
    {
        var spans = new List<GramSpan>();
        new GramMatcher(grams).LeftmostLongest(tokens, spans);
        return spans;
    }

    private static bool[] Mask(int[][] grams, int[] tokens, MatchPolicy policy)
    {
        bool[] mask = [.. tokens.Select((_, i) => i % 2 == 0)];
        new GramMatcher(grams).Mark(tokens, mask, policy);
        return mask;
    }

    private static List<GramSpan> SearchedSpans(int[][] grams, int[] tokens)
    {
        var spans = new List<GramSpan>();
        for (int i = 0; i < tokens.Length;)
        {
            int best = -1;
            for (int g = 0; g < grams.Length; g++)
                if (Stands(grams[g], tokens, i) && (best < 0 || grams[g].Length > grams[best].Length)) best = g;
            if (best >= 0) spans.Add(new(i, grams[best].Length, best));
            i += best >= 0 ? grams[best].Length : 1;
        }
        return spans;
    }

    private static bool Stands(int[] gram, int[] tokens, int at) => tokens.AsSpan(at).StartsWith(gram);
}
