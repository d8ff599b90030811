using System.Text;
using System.Text.RegularExpressions;
using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Benchmarks.Matcher;

/// <summary>How fast a way of matching is, on one core.</summary>
/// <param name="Name">Which way.</param>
/// <param name="Words">Words that were matched.</param>
/// <param name="Megabytes">The same in megabytes of UTF-8.</param>
/// <param name="Seconds">Processor time, which other programs on the machine disturb less than the clock's.</param>
/// <param name="Occurrences">Found, leftmost and longest; the plain twins must find as many.</param>
public sealed record MatcherSpeed(string Name, long Words, double Megabytes, double Seconds, long Occurrences)
{
    /// <summary>Megabytes of UTF-8 a second of a core.</summary>
    public double MegabytesPerSecond => Megabytes / Seconds;
}

/// <summary>The speed of finding a library's grams in text, beside plain ways to do it.</summary>
public static partial class MatcherBenchmark
{
    private const int Texts = 10_000, WordsPerText = 300;

    /// <summary>Measures the matcher on about so many words, and the plain twins on a share of them.</summary>
    /// <param name="library">The grams.</param>
    /// <param name="traces">The texts, repeated as often as need be; null for a seeded corpus with one gram in thirty words.</param>
    /// <param name="words">Words to match.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="HicraException">The traces hold no word.</exception>
    public static IEnumerable<MatcherSpeed> Run(StrategicGramLibrary library, IEnumerable<Solution>? traces, long words, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(library);
        string[] texts = traces is null ? Seeded(library) : [.. traces.Select(t => t.Text)];
        long each = texts.Sum(Words);
        if (each == 0) throw new HicraException("the traces hold no word to match; give others");
        var matcher = new PlanningMatcher(library);
        var spans = new List<GramSpan>();
        var mask = new bool[texts.Max(t => t.Length)];
        yield return Measure("spans", text => { spans.Clear(); matcher.Spans(text, spans); return spans.Count; }, Math.Max(1, words / each));
        yield return Measure("mask", text => { matcher.Mark(text, mask.AsSpan(0, text.Length)); return 0; }, Math.Max(1, words / each));
        texts = [.. texts.Take(Math.Max(1, texts.Length / 20))]; // the plain ways take their time
        each = texts.Sum(Words);
        Regex regex = Alternation(library);
        yield return Measure("regular expression", text => regex.Count(text), 1);
        (string Gram, Func<string, int, bool> Stands)[] grams = [.. library.Grams.Select(gram => (gram, Boundaries(gram)))];
        yield return Measure("a search per gram", text => Search(text, grams), 1);

        MatcherSpeed Measure(string name, Func<string, long> match, long rounds)
        {
            foreach (string text in texts.Take(200)) match(text); // compiled before it is timed
            long found = 0;
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (long round = 0; round < rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (string text in texts) found += match(text);
            }
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            return new MatcherSpeed(name, each * rounds, rounds * texts.Sum(t => (double)Encoding.UTF8.GetByteCount(t)) / 1e6, seconds, found / rounds);
        }
    }

    /// <summary>The plain twin of spans: an alternation, longest grams first, with the matcher's word boundaries.</summary>
    public static Regex Alternation(StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        const string word = @"[\p{L}\p{Nd}\p{Mn}\p{Mc}]", apostrophe = @"['’‘]";
        IEnumerable<string> grams = library.Grams.OrderByDescending(gram => gram.Length).Select(gram =>
        {
            string body = Blank().Replace(Regex.Escape(gram), @"\s+").Replace("'", apostrophe, StringComparison.Ordinal);
            string before = Regex.IsMatch(gram, "^" + word) ? $"(?<!{word}{apostrophe}?)" : "", after = Regex.IsMatch(gram, word + "$") ? $"(?!{apostrophe}?{word})" : "";
            return before + body + after;
        });
        return new Regex(string.Join('|', grams), RegexOptions.Compiled | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private static long Search(string text, (string Gram, Func<string, int, bool> Stands)[] grams)
    {
        long found = 0;
        foreach ((string gram, Func<string, int, bool> stands) in grams)
            for (int at = 0; (at = text.IndexOf(gram, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
                if (stands(text, at)) found++;
        return found;
    }

    private static Func<string, int, bool> Boundaries(string gram) => (text, at) =>
        (at == 0 || !char.IsLetterOrDigit(gram[0]) || !char.IsLetterOrDigit(text[at - 1])) && (at + gram.Length == text.Length || !char.IsLetterOrDigit(gram[^1]) || !char.IsLetterOrDigit(text[at + gram.Length]));

    // Zipf-like words of two to nine letters, and now and then a gram of the library, as in a solution.
    private static string[] Seeded(StrategicGramLibrary library)
    {
        CounterRandom random = CounterRandom.FromSeed(0).Derive("matcher");
        string[] vocabulary = [.. Enumerable.Range(0, 20_000).Select(i =>
        {
            CounterRandom own = random.Derive(i);
            return string.Concat(Enumerable.Range(1, 2 + own.Below(0, 8)).Select(k => (char)('a' + own.Below(k, 26))));
        })];
        return [.. Enumerable.Range(0, Texts).Select(t =>
        {
            CounterRandom own = random.Derive("text").Derive(t);
            var text = new StringBuilder();
            for (int w = 0; w < WordsPerText; w++)
            {
                bool isGram = library.Grams.Count > 0 && own.Below(3 * w, 30) == 0;
                string next = isGram ? library.Grams[own.Below(3 * w + 1, library.Grams.Count)] : vocabulary[(int)(Math.Pow(vocabulary.Length, own.Uniform(3 * w + 1)) - 1)];
                if (own.Below(3 * w + 2, 12) == 0) next = char.ToUpperInvariant(next[0]) + next[1..] + (own.Below(3 * w + 2, 24) == 0 ? ".\n" : ",");
                text.Append(next).Append(' ');
            }
            return text.ToString();
        })];
    }

    private static long Words(string text)
    {
        long words = 0;
        for (int i = 0; i < text.Length; i++)
            if (!char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1]))) words++;
        return words;
    }

    [GeneratedRegex(@"\\ ")]
    private static partial Regex Blank();
}
