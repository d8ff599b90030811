using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>The kinds of signs that an answer is written in.</summary>
internal enum TokenKind
{
    End, Number, Letters, Command, Text, Symbol,
    Open, Close, Comma, Semicolon, Connective, Colon, Bar,
    Plus, Minus, Times, Divide, Caret, Underscore, Prime, Factorial, Percent, Degree,
    Relation, SetOperator, Ampersand, NewRow, Begin, EndOf,
}

/// <summary>A sign of an answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Letters, the name of a command, the words of a text, or the sign itself.</param>
/// <param name="SpaceBefore">Whether a blank stands before it.</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, bool SpaceBefore, NumberNode? Number = null);

/// <summary>How signs that can be read in two ways are read.</summary>
/// <param name="Thousands">Whether <c>1,234</c> is one number.</param>
/// <param name="DecimalComma">Whether <c>2,74</c> is one number.</param>
internal readonly record struct Reading(bool Thousands, bool DecimalComma);
