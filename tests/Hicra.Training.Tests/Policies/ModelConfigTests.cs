using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Training.Tests.Policies;

public class ModelConfigTests
{
    private const string Good = """{"model_type":"llama","vocab_size":9,"hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":1,"intermediate_size":12,"max_position_embeddings":32,"hidden_act":"silu"}""";

    [Fact]
    public void Missing_entries_take_Llamas_defaults()
    {
        ModelConfig config = Read(Good);
        Assert.Equal((4, 10000.0, 1e-6, false), (config.HeadSize, config.RopeTheta, config.NormEpsilon, config.TiedHead));
        Assert.Equal(2, Read(Good.Replace(",\"num_key_value_heads\":1", "", StringComparison.Ordinal)).KeyValueHeads);
    }

    [Theory]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":0", "vocab_size")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":\"9\"", "vocab_size")]
    [InlineData("\"vocab_size\":9,", "", "vocab_size")]
    [InlineData("\"num_key_value_heads\":1", "\"num_key_value_heads\":3", "num_key_value_heads")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":6", "head_dim")]
    [InlineData("silu", "gelu", "hidden_act")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"attention_bias\":true", "attention_bias")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"rope_scaling\":{\"factor\":2}", "rope_scaling")]
    [InlineData("llama", "qwen3", "model_type")]
    [InlineData("{", "[", "JSON")]
    public void A_model_that_is_not_computed_is_refused_by_the_name_of_the_entry(string part, string replacement, string named)
    {
        HicraException error = Assert.Throws<HicraException>(() => Read(Good.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void The_puzzles_model_has_103296_parameters() => Assert.Equal(103_296, ModelConfig.Puzzle(169, 101, 100).ParameterCount);

    private static ModelConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), json);
        return ModelConfig.Read(folder.File("config.json"));
    }
}
