using Hicra.Testing;
using Hicra.Training.Tests.Text.Subwords;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text;

public sealed class ChatTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folders_template_writes_a_prompt_with_its_special_tokens()
    {
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{"bos_token": {"content": "<s>"}, "chat_template": [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}{{ tools is none }}"}]}""");
        Assert.Equal("<s>system: Be short.\nuser: 1 + 1?\nassistant:True", ChatTemplate.Load(_folder.Path).Render([new(ChatMessage.System, "Be short."), new(ChatMessage.User, "1 + 1?")]));
        File.WriteAllText(_folder.File("chat_template.jinja"), "{{ messages[0].content }}{{ thinking }}\n");
        Assert.Equal("aTrue", ChatTemplate.Load(_folder.Path, new Dictionary<string, object?> { ["thinking"] = true }).Render([new(ChatMessage.User, "a")]));
    }

    [Fact]
    public void A_folder_without_template_says_so()
    {
        Assert.Contains("no chat template", Assert.Throws<HicraException>(() => ChatTemplate.Load(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{"chat_template": "{% macro x() %}{% endmacro %}"}""");
        Assert.Contains("tokenizer_config.json, line 1: the statement 'macro' is not known", Assert.Throws<HicraException>(() => ChatTemplate.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qwen3", "<|im_start|>user\nHow?<|im_end|>\n<|im_start|>assistant\n", 10)]
    [InlineData("llama3_1", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHow?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", 12)]
    public void A_public_models_prompt_is_its_text_and_few_tokens(string model, string expected, int tokens)
    {
        string folder = PublicModels.Folder(model);
        string prompt = ChatTemplate.Load(folder).Render([new(ChatMessage.User, "How?")]);
        Assert.Equal(expected, prompt);
        Assert.Equal(tokens, Tokenizer.Load(folder).Encode(prompt).Length);
    }
}
