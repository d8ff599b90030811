using Hicra.Strategy;

namespace Hicra.Tests.Strategy;

public class TokenPiecesTests
{
    [Fact]
    public void Byte_level_pieces_become_text() =>
        Assert.Equal([" Wait", ",", "\n\n", " that", "’", "s", "<|im_end|>", " é"], TokenPieces.FromByteLevel(["ĠWait", ",", "ĊĊ", "Ġthat", "âĢĻ", "s", "<|im_end|>", "ĠÃ©"]));

    [Fact]
    public void A_character_in_several_pieces_belongs_to_the_one_that_completes_it() =>
        Assert.Equal(["that", "", "’", "s"], TokenPieces.FromByteLevel(["that", "âĢ", "Ļ", "s"]));

    [Fact]
    public void An_unfinished_character_at_the_end_becomes_the_replacement_character() =>
        Assert.Equal(["a", "\uFFFD"], TokenPieces.FromByteLevel(["a", "âĢ"]));

    [Fact]
    public void Every_byte_has_its_character()
    {
        // A two-byte character for each continuation byte, spelled in the byte-level alphabet by its definition.
        for (int low = 0x80; low < 0xC0; low++)
        {
            string expected = System.Text.Encoding.UTF8.GetString([0xC3, (byte)low]);
            char character = low is (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)low : (char)(0x100 + (low <= 0xA0 ? low - 0x7F + 33 : 67));
            Assert.Equal([expected], TokenPieces.FromByteLevel([$"Ã{character}"]));
        }
    }

    [Fact]
    public void Sentence_piece_marks_blanks_with_a_lower_block() => Assert.Equal(" so on", TokenPieces.FromSentencePiece("▁so▁on"));

    [Fact]
    public void Words_are_separated_by_blanks() => Assert.Equal([" so", " 7"], TokenPieces.FromWords(["so", "7"]));
}
