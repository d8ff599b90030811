using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

/// <summary>The same words plan whether a text arrives as one token a word, as subwords, or as pieces of its bytes.</summary>
public class SubwordTests
{
    private static readonly PlanningMatcher Matcher = new(StrategicGramLibrary.Paper);

    private static readonly string[] Fragments =
        [.. StrategicGramLibrary.Paper.Grams.Where((_, i) => i % 5 == 0), "Wait", "let’s", "LET'S", "so", "but", "we can", "can't", "naïve", "é", "😀", "數學", "x", "ways", "some", "12", ",", ".", "?", "\n\n", "\t", "  ", "\u00A0", "##"];

    private static readonly Gen<string> Text = from parts in Gen.Elements(Fragments).NonEmptyListOf()
                                               from blanks in Gen.Elements(" ", " ", " ", "", "\n").ListOf(parts.Count)
                                               select string.Concat(parts.Zip(blanks, (part, blank) => part + blank));

    [Fact]
    public void A_word_plans_if_any_of_its_subwords_does() =>
        Prop.ForAll(Text.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (text, seed) =>
        {
            string[] words = TokenPieces.FromText(text);
            string[][] subwords = [.. words.Select((word, i) => Merges(word, new Random(seed + i)))];
            bool[] byWord = Mask(words), bySubword = Mask([.. subwords.SelectMany(s => s)]);
            int at = 0;
            return string.Concat(words) == text
                && subwords.Select((pieces, w) => bySubword.AsSpan(at..(at += pieces.Length)).Contains(true) == byWord[w]).All(same => same)
                && Grams(words).SequenceEqual(Grams([.. subwords.SelectMany(s => s)]));
        }).Check(Sampled.Inputs());

    [Fact]
    public void Pieces_of_bytes_are_marked_as_the_characters_that_they_complete() =>
        Prop.ForAll(Text.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (text, seed) =>
        {
            var random = new Random(seed);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            int[] cuts = [0, .. Enumerable.Range(1, bytes.Length - 1).Where(_ => random.Next(3) == 0), bytes.Length];
            string[] pieces = TokenPieces.FromByteLevel([.. cuts.Zip(cuts.Skip(1), (a, b) => ByteLevel(bytes[a..b]))]);
            var characters = new bool[text.Length];
            Matcher.Mark(text, characters);
            bool[] mask = Mask(pieces);
            int at = 0;
            return string.Concat(pieces) == text && pieces.Select((piece, i) => characters.AsSpan(at..(at += piece.Length)).Contains(true) == mask[i]).All(same => same) && Grams(pieces).SequenceEqual(Grams([text]));
        }).Check(Sampled.Inputs());

    [Fact]
    public void In_real_solutions_words_and_subwords_agree()
    {
        var random = new Random(1);
        int planning = 0;
        foreach (Solution solution in RolloutFiles.Solutions([Repository.RealSolutions]).Where((_, i) => i % 8 == 0))
        {
            string[] words = TokenPieces.FromText(solution.Text);
            bool[] byWord = Mask(words);
            string[][] subwords = [.. words.Select(word => Merges(word, random))];
            bool[] bySubword = Mask([.. subwords.SelectMany(s => s)]);
            int at = 0;
            Assert.Equal(byWord, subwords.Select(pieces => bySubword.AsSpan(at..(at += pieces.Length)).Contains(true)));
            planning += byWord.Count(b => b);
        }
        Assert.True(planning > 1000);
    }

    [Fact]
    public void The_words_of_a_text_tile_it() =>
        Prop.ForAll(Text.ToArbitrary(), text =>
        {
            string[] words = TokenPieces.FromText(text);
            return string.Concat(words) == text
                && words.Select(w => w.Trim()).Where(w => w.Length > 0).SequenceEqual(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                && (words.Length <= 1 || words.All(w => !string.IsNullOrWhiteSpace(w)));
        }).Check(Sampled.Inputs());

    private static bool[] Mask(string[] pieces)
    {
        var mask = new bool[pieces.Length];
        Matcher.Mark(pieces, mask);
        return mask;
    }

    private static IEnumerable<int> Grams(string[] pieces)
    {
        var spans = new List<GramSpan>();
        Matcher.Spans(pieces, spans);
        return spans.Select(span => span.Gram);
    }

    /// <summary>Splits a word as byte-pair encoding does: from its characters, random neighbours are joined, some times over.</summary>
    private static string[] Merges(string word, Random random)
    {
        List<string> pieces = [.. word.Select(c => c.ToString())];
        for (int joins = random.Next(word.Length + 1); joins > 0 && pieces.Count > 1; joins--)
        {
            int at = random.Next(pieces.Count - 1);
            pieces[at] += pieces[at + 1];
            pieces.RemoveAt(at + 1);
        }
        return [.. pieces];
    }

    // GPT-2's bytes_to_unicode, restated.
    private static string ByteLevel(byte[] bytes)
    {
        int[] printable = [.. Enumerable.Range(33, 94), .. Enumerable.Range(161, 12), .. Enumerable.Range(174, 82)];
        int[] others = [.. Enumerable.Range(0, 256).Except(printable)];
        return string.Concat(bytes.Select(b => printable.Contains(b) ? (char)b : (char)(256 + Array.IndexOf(others, (int)b))));
    }
}
