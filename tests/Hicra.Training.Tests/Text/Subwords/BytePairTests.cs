using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Byte-level byte-pair encoding gives the ids that Hugging Face's library gives.</summary>
public sealed class BytePairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qwen3")]
    [InlineData("llama3_1")]
    public void Public_models_read_3000_texts_as_their_own_library_does(string model) =>
        Compare(PublicModels.Folder(model), [.. OddTexts.Made(2600), .. OddTexts.Real()], atLeast: 3000);

    [Theory]
    [InlineData(SmallModel.Qwen)]
    [InlineData(SmallModel.Llama)]
    [InlineData(SmallModel.Gpt2)]
    [InlineData(SmallModel.Digits)]
    public void Small_models_of_each_kind_read_odd_texts_as_that_library_does(string kind)
    {
        SmallModel.Write(_folder.Path, kind);
        Compare(_folder.Path, [.. OddTexts.Made(600), .. OddTexts.Real().Take(40)], atLeast: 600);
    }

    [Fact]
    public void Any_text_is_partitioned_into_its_bytes_and_comes_back()
    {
        SmallModel.Write(_folder.Path, SmallModel.Llama);
        ISubwordTokenizer tokenizer = Tokenizer.Load(_folder.Path);
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), text =>
        {
            TokenizedText tokens = tokenizer.Tokenize(text);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            // Each token's slice of the text is what the token stands for.
            string[] slices = [.. tokens.Ids.Select((_, i) => Encoding.Latin1.GetString(bytes[tokens.Offsets[i]..tokens.Offsets[i + 1]]))];
            return string.Concat(slices) == Encoding.Latin1.GetString(bytes) && tokenizer.Decode(tokens.Ids) == Encoding.UTF8.GetString(bytes);
        }).Check(Sampled.Inputs());
    }

    [Fact]
    public void Pieces_of_any_ids_join_to_the_decoded_text_and_a_shared_character_is_the_last_tokens()
    {
        SmallModel.Write(_folder.Path, SmallModel.Qwen);
        ISubwordTokenizer tokenizer = Tokenizer.Load(_folder.Path);
        Prop.ForAll(Gen.Choose(-1, tokenizer.VocabularySize + 1).ListOf().Select(ids => ids.ToArray()).ToArbitrary(), ids =>
            tokenizer.Pieces(ids).Length == ids.Length && string.Concat(tokenizer.Pieces(ids)) == tokenizer.Decode(ids)).Check(Sampled.Inputs());
        int[] emoji = tokenizer.Encode("😀");
        Assert.Equal(4, emoji.Length);
        Assert.Equal(["", "", "", "😀"], tokenizer.Pieces(emoji));
        Assert.Equal(["", "\uFFFD<99999>", "a"], tokenizer.Pieces([emoji[0], 99999, tokenizer.Encode("a")[0]]));
        Assert.Equal(["", "", "\uFFFD"], tokenizer.Pieces(emoji.AsSpan(..3)));
    }

    [Fact]
    public void A_composed_characters_bytes_are_those_of_the_text_that_was_given()
    {
        SmallModel.Write(_folder.Path, SmallModel.Qwen);
        // e and acute (3 bytes) are read as é (2 bytes, 2 tokens here): the first token is all three, the second empty.
        TokenizedText tokens = Tokenizer.Load(_folder.Path).Tokenize("e\u0301!<|im_end|>é");
        Assert.Equal([0, 3, 3, 4, 14, 15, 16], tokens.Offsets);
    }

    private static void Compare(string folder, string[] texts, int atLeast)
    {
        Assert.True(texts.Length >= atLeast);
        ISubwordTokenizer tokenizer = Tokenizer.Load(folder);
        foreach ((string text, int[] expected) in texts.Zip(HuggingFace.Encode(folder, texts)))
        {
            TokenizedText tokens = tokenizer.Tokenize(text);
            int[] ids = [.. tokenizer.BeginTokens, .. tokens.Ids];
            Assert.True(expected.SequenceEqual(ids), $"'{text}': {string.Join(' ', ids)} instead of {string.Join(' ', expected)}");
            Assert.Equal(0, tokens.Offsets[0]);
            Assert.Equal(Encoding.UTF8.GetByteCount(text), tokens.Offsets[^1]);
            Assert.True(tokens.Offsets.Zip(tokens.Offsets.Skip(1)).All(pair => pair.First <= pair.Second));
        }
    }
}
