namespace Hicra.Training.Text;

/// <summary>Writes a conversation the way a model was trained to read it.</summary>
public interface IChatTemplate
{
    /// <summary>The prompt's text; the answer begins right behind it.</summary>
    /// <param name="messages">What was said, in order; at least one message.</param>
    string Render(IReadOnlyList<ChatMessage> messages);
}
