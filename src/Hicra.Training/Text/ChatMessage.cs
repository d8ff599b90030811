namespace Hicra.Training.Text;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks, in the words of chat templates: <see cref="System"/>, <see cref="User"/> or <c>assistant</c>.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>The role of standing instructions.</summary>
    public const string System = "system";

    /// <summary>The role that poses the problem.</summary>
    public const string User = "user";
}
