using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

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
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":2}", "yarn")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"rope_scaling\":{\"rope_type\":\"llama3\"}", "factor")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":2}", "rope_scaling")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"mlp_bias\":true", "mlp_bias")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"use_sliding_window\":true", "use_sliding_window")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"layer_types\":[\"sliding_attention\"]", "layer_types")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"vision_config\":{}", "vision_config")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"vision_config\":{\"model_type\":\"siglip\"}", "vision_config")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"vision_config\":{\"model_type\":\"hicra-patches\"}", "patch_pixels")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"vision_config\":{\"model_type\":\"hicra-patches\",\"patch_pixels\":16}", "patch_pixels is 16")]
    [InlineData("\"vocab_size\":9", "\"vocab_size\":9,\"rope_scaling\":{\"rope_type\":3}", "another kind")]
    [InlineData("llama\",", "mistral\",\"sliding_window\":8,", "sliding_window")]
    [InlineData("llama", "qwen2_5_vl", "qwen2_5_vl")]
    [InlineData("llama", "qwen2", "model_type qwen2 has biases")]
    [InlineData("llama", "qwen3", "model_type qwen3 has norms")]
    [InlineData("{", "[", "JSON")]
    public void A_model_that_is_not_computed_is_refused_by_the_name_of_the_entry(string part, string replacement, string named)
    {
        HicraException error = Assert.Throws<HicraException>(() => EmbeddedShape.Check(Read(Good.Replace(part, replacement, StringComparison.Ordinal)), "config.json"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("qwen2", false, false, null)]
    [InlineData("qwen3", true, true, "{\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,\"original_max_position_embeddings\":64}")]
    [InlineData("llama", true, false, "{\"type\":\"linear\",\"factor\":2.0}")]
    public void A_shape_is_written_as_it_was_read(string model, bool attentionBias, bool feedForwardBias, string? scaling)
    {
        string entries = $"\"vocab_size\":9,\"attention_bias\":{(attentionBias ? "true" : "false")},\"mlp_bias\":{(feedForwardBias ? "true" : "false")},\"rope_scaling\":{scaling ?? "null"}";
        ModelConfig config = Read(Good.Replace("llama", model, StringComparison.Ordinal).Replace("\"vocab_size\":9", entries, StringComparison.Ordinal));
        Assert.Equal((attentionBias || model == "qwen2", attentionBias && model != "qwen2", feedForwardBias), (config.AttentionBias, config.OutputBias, config.FeedForwardBias));
        using var folder = new TemporaryFolder();
        config.Write(folder.File("config.json"));
        Assert.Equal(config, ModelConfig.Read(folder.File("config.json")));
    }

    [Fact]
    public void Positions_in_the_newer_form_are_read()
    {
        ModelConfig config = Read(Good.Replace("\"vocab_size\":9", "\"vocab_size\":9,\"rope_parameters\":{\"rope_type\":\"linear\",\"factor\":4,\"rope_theta\":500000}", StringComparison.Ordinal));
        Assert.Equal((500000.0, new RopeScaling("linear", 4)), (config.RopeTheta, config.RopeScaling));
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
