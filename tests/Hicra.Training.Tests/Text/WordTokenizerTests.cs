using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text;

public class WordTokenizerTests
{
    private static readonly WordTokenizer Tokenizer = new("small", ["a", "b", "cd", "<end>", "<stop>"], "<end>", "<stop>");

    [Fact]
    public void Pieces_joined_are_the_text_and_words_come_back() =>
        Prop.ForAll(Gen.Choose(-1, 6).ListOf().Select(ids => ids.ToArray()).ToArbitrary(), ids =>
        {
            string text = Tokenizer.Decode(ids);
            bool known = Array.TrueForAll(ids, id => id is >= 0 and < 5);
            return string.Concat(Tokenizer.Pieces(ids)) == text && Tokenizer.Pieces(ids).Length == ids.Length && (!known || Tokenizer.Encode(text).SequenceEqual(ids));
        }).Check(Sampled.Inputs());

    [Fact]
    public void Any_end_token_ends_a_response()
    {
        ITokenizer tokenizer = Tokenizer;
        Assert.Equal([3, 4], tokenizer.EndTokens);
        Assert.True(tokenizer.Ends([0, 3]) && tokenizer.Ends([4]));
        Assert.False(tokenizer.Ends([3, 0]) || tokenizer.Ends([]));
    }

    [Theory]
    [InlineData("a x", "'x', is not in the small vocabulary")]
    [InlineData("a  b", "Word 2")]
    public void A_word_outside_the_vocabulary_is_refused(string text, string expected)
    {
        string message = Assert.Throws<HicraException>(() => Tokenizer.Encode(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(WordTokenizer.Foreign, Tokenizer.EncodeLenient(text));
    }

    [Fact]
    public void What_is_no_vocabulary_of_words_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new WordTokenizer("x", ["a", "b c"], "a"));
        Assert.Throws<ArgumentException>(() => new WordTokenizer("x", ["a", ""], "a"));
        Assert.Throws<ArgumentException>(() => new WordTokenizer("x", ["a", "a"], "a"));
        Assert.Throws<ArgumentException>(() => new WordTokenizer("x", ["a"], "b"));
        Assert.Throws<ArgumentException>(() => new WordTokenizer("x", ["a"]));
    }
}
