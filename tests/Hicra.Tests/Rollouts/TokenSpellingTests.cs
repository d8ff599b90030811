using System.Text.Json;
using Hicra.Rollouts;

namespace Hicra.Tests.Rollouts;

/// <summary>Tokens of a record stand for its response, whatever marks the vocabulary has, or the record is refused.</summary>
public sealed class TokenSpellingTests
{
    [Theory]
    [InlineData("Let me see.", new[] { "Let", " me", " see", "." }, new[] { "Let", " me", " see", "." })]
    [InlineData("Let me see.", new[] { "Let", "Ġme", "Ġsee", "." }, new[] { "Let", " me", " see", "." })]
    [InlineData("Let\nme", new[] { "Let", "Ċ", "me" }, new[] { "Let", "\n", "me" })]
    [InlineData("so it’s 5", new[] { "so", "Ġit", "âĢĻ", "s", "Ġ", "5" }, new[] { "so", " it", "’", "s", " ", "5" })]
    [InlineData("等一下", new[] { "çŃī", "ä¸Ģä¸ĭ" }, new[] { "等", "一下" })]
    [InlineData("Let me", new[] { "▁Let", "▁me" }, new[] { " Let", " me" })]
    [InlineData("a\nb", new[] { "▁a", "<0x0A>", "b" }, new[] { " a", "\n", "b" })]
    [InlineData("playing ball", new[] { "play", "##ing", "ball" }, new[] { "play", "ing", " ball" })]
    [InlineData("Let me", new[] { "Let", "Ġme", "<|im_end|>" }, new[] { "Let", " me", "<|im_end|>" })]
    [InlineData("Let me", new[] { "Let", "me" }, new[] { "Let", "me" })]
    public void Marks_are_decoded_and_spelt_against_the_response(string response, string[] tokens, string[] texts) =>
        Assert.Equal(texts, Read(response, tokens).TokenTexts!);

    [Theory]
    [InlineData("Let me see", new[] { "Let", "Ġus", "Ġsee" })]
    [InlineData("Let me see", new[] { "Let", "Ġme" })]
    [InlineData("Let me", new[] { "Let", "Ġme", "Ġsee" })]
    [InlineData("Let me see", new[] { "101", "7592", "2033" })]
    public void Tokens_that_do_not_spell_the_response_are_refused(string response, string[] tokens)
    {
        string error = Assert.Throws<HicraException>(() => Read(response, tokens)).Message;
        Assert.Contains("the tokens do not spell the response", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_probs_of_interfaces_bring_their_tokens()
    {
        Rollout read = Records("""{"messages": [{"role": "user", "content": "q"}], "choices": [{"message": {"role": "assistant", "content": "Let me"}, "finish_reason": "length", "logprobs": {"content": [{"token": "Let", "logprob": -0.5}, {"token": " me", "logprob": -1}]}}]}""").Single();
        Assert.Equal(["Let", " me"], read.TokenTexts!);
        Assert.Equal([-0.5f, -1f], read.LogProbs!);
        Assert.True(read.Truncated);
    }

    private static Rollout Read(string response, string[] tokens) =>
        Records(JsonSerializer.Serialize(new { prompt = "q", response, tokens })).Single();

    private static Rollout[] Records(string line)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line));
        return [.. RolloutFiles.Read(stream, "memory")];
    }
}
