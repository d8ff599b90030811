using Hicra.Answers.Extraction;
using Hicra.Answers.Parsing;
using Hicra.Answers.Values;

namespace Hicra.Answers;

/// <summary>An answer with the trees that it may mean.</summary>
internal sealed class ParsedAnswer
{
    /// <summary>Answers of more characters are compared as they are written.</summary>
    public const int Longest = 8_000;

    private ParsedAnswer(string text, string written, IReadOnlyList<Node> readings) => (Text, Written, Readings) = (text, written, readings);

    public string Text { get; }

    /// <summary>The text without blanks and styling.</summary>
    public string Written { get; }

    /// <summary>What it may mean, the likeliest first; none where it is no mathematics that we read.</summary>
    public IReadOnlyList<Node> Readings { get; }

    public static ParsedAnswer Of(string text)
    {
        text = Prose.WithoutCondition(text);
        string written = WrittenForm.Of(text);
        var readings = new List<Node>();
        if (text.Length <= Longest)
        {
            Node? first = Parse(text, new Reading(Thousands: true, DecimalComma: false), out bool ambiguous);
            if (first is not null) readings.Add(first);
            if (ambiguous && Parse(text, default, out _) is { } list) readings.Add(list);
            // "2,74" is a number to half of the world.
            if (readings.Count > 0 && readings[^1] is ListNode { IsBare: true, Items: [NumberNode { Decimals: null } or ProductNode, NumberNode { Decimals: null }] } && Parse(text, new Reading(Thousands: false, DecimalComma: true), out bool comma) is { } number && comma && number is not ListNode) readings.Add(number);
        }
        return new ParsedAnswer(text, written, readings);
    }

    /// <summary>Whether a text is mathematics that we read.</summary>
    public static bool Reads(string text) => text.Length <= Longest && Parse(text, new Reading(Thousands: true, DecimalComma: false), out _) is not null;

    private static Node? Parse(string text, Reading reading, out bool ambiguous) => Lexer.Read(text, reading, out ambiguous) is { Count: > 1 } tokens ? Parser.Parse(tokens) : null;
}
