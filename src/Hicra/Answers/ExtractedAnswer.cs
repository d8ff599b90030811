namespace Hicra.Answers;

/// <summary>Where in a text an answer stood.</summary>
public enum AnswerSource
{
    /// <summary>In <c>\boxed{}</c>.</summary>
    Boxed,

    /// <summary>Behind "the final answer is", "Answer:" or <c>####</c>.</summary>
    Phrase,

    /// <summary>The text is an answer and nothing else.</summary>
    Whole,

    /// <summary>The last formula of the text.</summary>
    LastFormula,

    /// <summary>The last number of the text.</summary>
    LastNumber,
}

/// <summary>The answer that a text gives.</summary>
/// <param name="Text">In LaTeX or plain, as it is written.</param>
/// <param name="Source">Where it stood.</param>
public sealed record ExtractedAnswer(string Text, AnswerSource Source);
