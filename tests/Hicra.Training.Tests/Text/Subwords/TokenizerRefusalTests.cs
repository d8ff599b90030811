using System.Text.Json.Nodes;
using Hicra.Testing;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>What a tokenizer asks for and this reader does not know is named, in one line with the file.</summary>
public sealed class TokenizerRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model", """{"type": "WordPiece", "vocab": {}}""", "WordPiece")]
    [InlineData("normalizer", """{"type": "Lowercase"}""", "Lowercase")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace"}""", "Metaspace")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Removed", "pattern": {"Regex": "a"}}""", "Removed")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "a++"}}""", "++")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "\\p{Han}+"}}""", "\\p{Han}")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "(?<=a)b"}}""", "(?<")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "[a&&b]"}}""", "&")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "\\w+"}}""", "\\w")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "(a"}}""", "(")]
    [InlineData("pre_tokenizer", """{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "a{"}}""", "{")]
    [InlineData("post_processor", """{"type": "BertProcessing"}""", "BertProcessing")]
    [InlineData("decoder", """{"type": "WordPiece"}""", "decoder")]
    [InlineData("added_tokens", """[{"id": 300, "content": "<x>", "lstrip": true}]""", "lstrip")]
    [InlineData("added_tokens", """[{"id": 300, "content": ""}]""", "added_tokens")]
    [InlineData("added_tokens", "3", "added_tokens")]
    [InlineData("added_tokens", """[{"id": 2000000000, "content": "<x>"}]""", "added_tokens")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "a"}}], "special_tokens": {"a": {"ids": ["x"]}}}""", "not usable")]
    public void What_is_not_known_is_named(string member, string value, string named)
    {
        JsonObject json = SmallModel.Json(SmallModel.Qwen);
        json[member] = JsonNode.Parse(value);
        SmallModel.Write(_folder.Path, json);
        Refused(named);
    }

    [Theory]
    [InlineData("dropout", "0.1")]
    [InlineData("byte_fallback", "true")]
    [InlineData("end_of_word_suffix", "\"</w>\"")]
    [InlineData("merges", "[\"th q\"]")]
    [InlineData("merges", "[[\"a\"]]")]
    [InlineData("vocab", "{\"a\": 0}")]
    [InlineData("vocab", "[]")]
    [InlineData("vocab", "{\"a\": -1}")]
    public void So_is_what_the_model_asks_for(string member, string value)
    {
        JsonObject json = SmallModel.Json(SmallModel.Qwen);
        json["model"]![member] = JsonNode.Parse(value);
        if (member == "vocab") json["model"]!["merges"] = new JsonArray();
        SmallModel.Write(_folder.Path, json);
        Refused(member);
    }

    [Fact]
    public void Files_that_are_missing_or_cut_off_are_named()
    {
        Refused("tokenizer.json");
        SmallModel.Write(_folder.Path, SmallModel.Qwen);
        File.Delete(_folder.File("tokenizer_config.json"));
        Refused("eos_token");
        string whole = File.ReadAllText(_folder.File("tokenizer.json"));
        File.WriteAllText(_folder.File("tokenizer.json"), whole[..(whole.Length / 2)]);
        Refused("not valid JSON");
        Assert.Contains("no such folder", Assert.Throws<HicraException>(() => Tokenizer.Load(_folder.File("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_models_own_size_and_end_tokens_are_read_beside_it()
    {
        SmallModel.Write(_folder.Path, SmallModel.Qwen);
        File.WriteAllText(_folder.File("config.json"), """{"vocab_size": 512, "eos_token_id": 7}""");
        File.WriteAllText(_folder.File("generation_config.json"), """{"eos_token_id": [283, 8]}""");
        ISubwordTokenizer tokenizer = Tokenizer.Load(_folder.File("tokenizer.json"));
        int end = tokenizer.Encode("<|im_end|>").Single();
        Assert.Equal([end, .. new[] { 283, 8 }.Where(id => id != end)], tokenizer.EndTokens);
        Assert.Equal(512, tokenizer.VocabularySize);
        Assert.Equal("<500>", tokenizer.Decode([500]));
    }

    private void Refused(string named)
    {
        string message = Assert.Throws<HicraException>(() => Tokenizer.Load(_folder.Path)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
