using Hicra.Testing;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text;

/// <summary>Texts that end a response, however tokens cut them; and templates of one's own.</summary>
public class StoppingTokenizerTests
{
    private static readonly ISubwordTokenizer Stories = Tokenizer.Load(Repository.Golden("architectures/stories260k"));

    [Theory]
    [InlineData("The end", " He went home. The end", true)]
    [InlineData("The end", " He went home. The end of it", false)]
    [InlineData("The end", " He went home. The en", false)]
    [InlineData("\n", " He went home.\n", true)]
    [InlineData("\n", " He went\nhome.", false)]
    [InlineData("e.", " He went home. The end", false)]
    public void A_response_ends_with_the_token_that_completes_the_text(string stop, string text, bool expected)
    {
        ITokenizer tokenizer = new StoppingTokenizer(Stories, [stop]);
        int[] response = Stories.Encode(text.TrimStart(' '));
        Assert.Equal(expected, tokenizer.Stops(response));
        Assert.Equal(expected, tokenizer.Ends(response));
        Assert.False(Stories.Ends(response));
        Assert.True(tokenizer.Ends([.. response, Stories.EndTokens[0]]));
        Assert.False(tokenizer.Stops([]));
    }

    [Fact]
    public void A_token_that_says_the_text_and_more_ends_a_response_too()
    {
        // "went" is two tokens or one: whatever it is, its first letters end the response within it.
        ITokenizer tokenizer = new StoppingTokenizer(Stories, ["w"]);
        int[] response = Stories.Encode("he went");
        int end = Enumerable.Range(1, response.Length).First(n => Stories.Decode(response.AsSpan(0, n)).Contains('w'));
        Assert.True(tokenizer.Stops(response.AsSpan(0, end)));
        Assert.False(tokenizer.Stops(response.AsSpan(0, end - 1)));
        Assert.Throws<HicraException>(() => new StoppingTokenizer(Stories, [""]));
    }

    [Fact]
    public void A_template_of_ones_own_has_one_place_for_the_problem()
    {
        Assert.Equal("Q: 1+1?\nA:", new PromptTemplate("Q: {problem}\\nA:").Render([new(ChatMessage.User, "1+1?")]));
        Assert.Equal("Be brief.\n\n1+1?", PromptTemplate.Plain.Render([new(ChatMessage.System, "Be brief."), new(ChatMessage.User, "1+1?")]));
        // What a problem says is no place.
        Assert.Equal("a {problem} b", new PromptTemplate("a {problem}").Render([new(ChatMessage.User, "{problem} b")]));
        Assert.Contains("no {problem}", Assert.Throws<HicraException>(() => new PromptTemplate("Q:")).Message, StringComparison.Ordinal);
        Assert.Contains("more than one", Assert.Throws<HicraException>(() => new PromptTemplate("{problem}{problem}")).Message, StringComparison.Ordinal);
    }
}
