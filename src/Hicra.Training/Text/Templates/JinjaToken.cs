namespace Hicra.Training.Text.Templates;

/// <summary>What a piece of a template is.</summary>
internal enum JinjaTokenKind
{
    /// <summary>Text that stands as it is.</summary>
    Text,

    /// <summary>The beginning of an expression to print.</summary>
    PrintBegin,

    /// <summary>The end of an expression to print.</summary>
    PrintEnd,

    /// <summary>The beginning of a statement.</summary>
    BlockBegin,

    /// <summary>The end of a statement.</summary>
    BlockEnd,

    /// <summary>A name or a word such as <c>if</c>.</summary>
    Name,

    /// <summary>A text in quotes, without them.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">Where it stands, from 1.</param>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this symbol.</summary>
    public bool Is(string symbol) => Kind == JinjaTokenKind.Symbol && Text == symbol;

    /// <summary>Whether it is this word.</summary>
    public bool IsWord(string word) => Kind == JinjaTokenKind.Name && Text == word;
}
