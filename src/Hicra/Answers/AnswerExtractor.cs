using Hicra.Answers.Extraction;

namespace Hicra.Answers;

/// <summary>
/// Finds the answer in what a model said. In this order: the last balanced <c>\boxed{}</c>, or several that stand together; a
/// later "final answer is"; <c>####</c>; "Answer:"; the whole text where it is but an answer; the last formula; the last number.
/// What stands behind <c>&lt;/think&gt;</c> comes first. Time grows with the length of the text, whatever is in it.
/// </summary>
public static class AnswerExtractor
{
    private const int LongestWhole = 4_000;

    /// <summary>Finds the answer.</summary>
    /// <param name="text">A solution or an answer.</param>
    /// <param name="strict">Whether nothing but a balanced <c>\boxed{}</c> will do, and none of a thought that does not end.</param>
    /// <returns>Null where there is none.</returns>
    public static ExtractedAnswer? Find(string text, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Thought.Said(text, strict) is not { } said) return null;
        List<BoxedText> boxes = BoxedText.Last(said);
        if (strict) return boxes.FindLast(box => box.Closed) is { Closed: true } last && !string.IsNullOrWhiteSpace(last.Content) ? new(last.Content.Trim(), AnswerSource.Boxed) : null;
        int end = boxes.Count > 0 ? boxes[^1].End : 0;
        if (Phrases.Final(said, end, direct: boxes.Count > 0) is { } final) return new(final, AnswerSource.Phrase);
        if (boxes.Count > 0 && Together(said, boxes) is { Length: > 0 } boxed) return new(boxed, AnswerSource.Boxed);
        if (Phrases.Any(said) is { } phrase) return new(phrase, AnswerSource.Phrase);
        string trimmed = said.Trim();
        if (trimmed.Length is > 0 and <= LongestWhole && Prose.IsAnswer(trimmed)) return new(trimmed, AnswerSource.Whole);
        // One word, however long, is no sentence.
        return trimmed.Length > LongestWhole && !trimmed.Any(char.IsWhiteSpace) ? new(trimmed, AnswerSource.Whole) : Prose.Last(said);
    }

    // The last box, and those before it with nothing but "and" or a comma between: together they are the answer.
    private static string Together(string said, List<BoxedText> boxes)
    {
        BoxedText last = boxes[^1];
        var contents = new List<string> { last.Content.Trim() };
        for (int i = boxes.Count - 2; i >= 0; i--)
        {
            if (boxes[i].End > boxes[i + 1].Start || !Prose.Joins(said.AsSpan(boxes[i].End, boxes[i + 1].Start - boxes[i].End))) break;
            string content = boxes[i].Content.Trim();
            if (!contents.Contains(content)) contents.Insert(0, content);
        }
        // A set, so that one answer in two forms is one.
        string joined = contents.Count == 1 ? contents[0] : "\\{" + string.Join(", ", contents.Where(content => content.Length > 0)) + "\\}";
        return Prose.Percent(said, last.End) ? joined + "\\%" : joined;
    }
}
