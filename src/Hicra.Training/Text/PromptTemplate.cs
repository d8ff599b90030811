namespace Hicra.Training.Text;

/// <summary>A template of one's own: the question stands where the text says <c>{problem}</c>, and nothing is added, a model's chat template neither.</summary>
public sealed class PromptTemplate : IChatTemplate
{
    /// <summary>Where the problem goes.</summary>
    public const string Place = "{problem}";

    private readonly string _text;

    /// <summary>Makes a template. <c>\n</c> in it is a new line, so that a command line can say one.</summary>
    /// <exception cref="HicraException">The text has no place for the problem, or several.</exception>
    public PromptTemplate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int places = text.Split(Place).Length - 1;
        if (places != 1) throw new HicraException($"--prompt-template '{text}' has {(places == 0 ? "no" : "more than one")} {Place}; write it once, where the problem goes, or give chat for the model's own template");
        _text = text.Replace("\\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The problem alone, for models that go on with a text.</summary>
    public static PromptTemplate Plain { get; } = new(Place);

    /// <inheritdoc/>
    /// <remarks>Standing instructions come first, with an empty line behind.</remarks>
    public string Render(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string instructions = string.Concat(messages.Where(message => message.Role == ChatMessage.System).Select(message => message.Content + "\n\n"));
        string problem = string.Join("\n\n", messages.Where(message => message.Role != ChatMessage.System).Select(message => message.Content));
        return instructions + _text.Replace(Place, problem, StringComparison.Ordinal);
    }
}
