using Hicra.Rollouts;

namespace Hicra.Tests.Rollouts;

public class RolloutTokensTests
{
    [Fact]
    public void Pieces_of_a_rollout_are_its_own_else_its_words_else_its_ids()
    {
        Assert.Equal(["so", " it", " is"], RolloutTokens.Pieces(new Rollout { Response = "so it is", TokenTexts = ["so", " it", " is"], TokenIds = [3, 4, 5] }));
        // As files of before: ids, and a response of as many words.
        Assert.Equal(["so", " it", " is"], RolloutTokens.Pieces(new Rollout { Response = "so it is", TokenIds = [3, 4, 5] }));
        Assert.Equal(["<3>", " <4>"], RolloutTokens.Pieces(new Rollout { Response = "so it is", TokenIds = [3, 4] }));
        Assert.Empty(RolloutTokens.Pieces(new Rollout { Response = "so it is" }));
    }

    [Fact]
    public void Whole_words_are_told_from_pieces_that_carry_their_own_blanks()
    {
        Assert.True(RolloutTokens.Of(new Rollout { Response = "so it is", TokenIds = [3, 4, 5] })!.AreWords);
        RolloutTokens words = RolloutTokens.Of(new Rollout { Response = "so it is", TokenTexts = ["so", " it", " is"] })!, pieces = RolloutTokens.Of(new Rollout { Response = "so it's", TokenTexts = ["so", " it", "'s"] })!;
        Assert.Equal((true, "so|it|is"), (words.AreWords, string.Join('|', words.Texts)));
        Assert.Equal((false, "so| it|'s"), (pieces.AreWords, string.Join('|', pieces.Texts)));
        Assert.Null(RolloutTokens.Of(new Rollout { Response = "so it is" }));
    }
}
