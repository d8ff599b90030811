using System.Text.RegularExpressions;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

/// <summary>Not beside other tests, because the memory of the whole process is measured.</summary>
[CollectionDefinition(nameof(LargeLibraryTests), DisableParallelization = true)]
[Collection(nameof(LargeLibraryTests))]
public sealed partial class LargeLibraryTests : IDisposable
{
    private const int Grams = 1_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public void A_library_of_a_million_grams_is_read_and_matched_within_bounds()
    {
        string file = _folder.File("grams.txt");
        File.WriteAllLines(file, Enumerable.Range(0, Grams).Select(Gram));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        StrategicGramLibrary library = GramLibraryFile.Load(file);
        var matcher = new PlanningMatcher(library);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 700L << 20);
        Assert.Equal(Grams, library.Grams.Count);

        int[] said = [0, 17, 4_321, 999_999, 500_000, 17];
        var spans = new List<GramSpan>();
        matcher.Spans(string.Join(", ", said.Select(g => $"x {Gram(g).ToUpperInvariant()} y")), spans);
        Assert.Equal(said, spans.Select(s => s.Gram));
        GC.KeepAlive(matcher);
    }

    [Fact]
    public void The_papers_library_is_found_in_long_texts_as_by_an_alternation()
    {
        StrategicGramLibrary library = StrategicGramLibrary.Paper;
        var matcher = new PlanningMatcher(library);
        Regex plain = Alternation(library);
        var random = new Random(7);
        string[] near = [.. library.Grams.SelectMany(g => g.Split(' ')).Distinct(), .. library.Grams, "x", "sow", "So", ",", ".", "’s", "'", "Wait,", "\n"];
        for (int round = 0; round < 40; round++)
        {
            string text = string.Concat(Enumerable.Range(0, round % 8 == 0 ? 6000 : 400).Select(_ => near[random.Next(near.Length)] + (random.Next(8) == 0 ? "" : " ")));
            var spans = new List<GramSpan>();
            matcher.Spans(text, spans);
            Assert.Equal(plain.Matches(text).Select(m => (m.Index, m.Length)), spans.Select(s => (s.Start, s.Length)));
        }
    }

    [Theory]
    [InlineData("but wait ", 200_000)] // known words only, in one stretch
    [InlineData("xyzzy, but wait ", 200_000)]
    public void A_long_text_is_matched_as_its_parts_are(string part, int times)
    {
        var matcher = new PlanningMatcher(StrategicGramLibrary.FromGrams("l", ["but wait", "wait but wait"]));
        string text = string.Concat(Enumerable.Repeat(part, times));
        var spans = new List<GramSpan>();
        long before = GC.GetAllocatedBytesForCurrentThread();
        matcher.Spans(text, spans);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        int at = part.IndexOf("but wait", StringComparison.Ordinal);
        Assert.Equal(at < 0 ? 0 : times, spans.Count);
        Assert.All(spans.Index(), s => Assert.Equal(new GramSpan(at + s.Index * part.Length, 8, 0), s.Item));
        Assert.InRange(allocated, 0, 32 << 20);
        var mask = new bool[text.Length];
        matcher.Mark(text, mask);
        Assert.Equal(at < 0 ? 0 : part.StartsWith("but", StringComparison.Ordinal) ? text.Length - 1 : 8L * times, mask.LongCount(m => m));
    }

    [SlowTheory]
    [InlineData("x", 50_000_000)] // one word
    [InlineData(" ", 50_000_000)]
    [InlineData("== ", 10_000_000)]
    public void A_very_long_text_is_matched_as_its_parts_are(string part, int times) => A_long_text_is_matched_as_its_parts_are(part, times);

    // Four words each, of 2,000; all different.
    private static string Gram(int i) => $"w{i % 2000} w{i / 2000} w{i * 7L % 2000} w{i * 13L % 2000}";

    private static Regex Alternation(StrategicGramLibrary library)
    {
        const string word = @"[\p{L}\p{Nd}\p{Mn}\p{Mc}]", apostrophe = @"['’‘]";
        return new Regex(string.Join('|', library.Grams.OrderByDescending(g => g.Length).Select(gram =>
            (Regex.IsMatch(gram, "^" + word) ? $"(?<!{word}{apostrophe}?)" : "")
            + Blank().Replace(Regex.Escape(gram), @"\s+").Replace("'", apostrophe, StringComparison.Ordinal)
            + (Regex.IsMatch(gram, word + "$") ? $"(?!{apostrophe}?{word})" : ""))), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\\ ")]
    private static partial Regex Blank();
}
