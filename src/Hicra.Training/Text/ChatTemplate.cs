using System.Text.Json;
using Hicra.Training.Text.Subwords;
using Hicra.Training.Text.Templates;

namespace Hicra.Training.Text;

/// <summary>The chat template of a model's folder, as Hugging Face's <c>apply_chat_template</c> renders it with a prompt for the answer.</summary>
public sealed class ChatTemplate : IChatTemplate
{
    private static readonly string[] SpecialTokens = ["bos_token", "eos_token", "pad_token", "unk_token"];

    private readonly JinjaTemplate _template;
    private readonly Dictionary<string, object?> _variables;

    private ChatTemplate(JinjaTemplate template, Dictionary<string, object?> variables) => (_template, _variables) = (template, variables);

    /// <summary>Loads <c>chat_template.jinja</c>, or <c>chat_template</c> of <c>tokenizer_config.json</c>, with the special tokens that it may name.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="options">What a template may ask beyond the conversation, for example <c>enable_thinking</c>; null for nothing.</param>
    /// <exception cref="HicraException">There is no template (a base model without one), or it has a construct that is not known; the message names it.</exception>
    public static ChatTemplate Load(string folder, IReadOnlyDictionary<string, object?>? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string config = Path.Combine(folder, "tokenizer_config.json"), jinja = Path.Combine(folder, "chat_template.jinja");
        using JsonText? json = File.Exists(config) ? JsonText.Read(config, "fetch the model's files again") : null;
        // Hugging Face names these two always.
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tools"] = null, ["documents"] = null };
        foreach (string name in SpecialTokens)
            if (json is not null && ModelTokens.SpecialToken(json.Root, name) is { } token) variables[name] = token;
        foreach ((string name, object? value) in options ?? new Dictionary<string, object?>()) variables[name] = value;
        (string path, string? source) = File.Exists(jinja) ? (jinja, File.ReadAllText(jinja)) : (config, json is null ? null : Source(json.Root.Member("chat_template")));
        if (source is null) throw new HicraException($"{folder}: the model has no chat template; use a chat model, or give one as chat_template.jinja");
        return new ChatTemplate(JinjaTemplate.Parse(path, source), variables);
    }

    /// <summary>Whether a folder holds a chat template; one of a construct that is not known counts.</summary>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(Path.Combine(folder, "chat_template.jinja"))) return true;
        string config = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(config)) return false;
        using JsonText json = JsonText.Read(config, "fetch the model's files again");
        return Source(json.Root.Member("chat_template")) is not null;
    }

    /// <inheritdoc/>
    /// <exception cref="HicraException">The template refuses the conversation.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _template.Render(new Dictionary<string, object?>(_variables)
        {
            ["messages"] = messages.Select(message => (object?)new Dictionary<string, object?> { ["role"] = message.Role, ["content"] = message.Content }).ToList(),
            ["add_generation_prompt"] = true,
        });
    }

    // One template, or several with names, of which one is the default.
    private static string? Source(JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.String => template.GetString(),
        JsonValueKind.Array => template.EnumerateArray().Where(one => one.Text("name") == "default").Select(one => one.Text("template")).FirstOrDefault(),
        _ => null,
    };
}
