using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

internal enum PieceKind
{
    /// <summary>C#.</summary>
    Code,

    /// <summary>A line that begins with <c>#!</c>.</summary>
    Magic,

    /// <summary>A line <c>#r "..."</c>, or one of a file-based program (<c>#:package</c>).</summary>
    Reference,

    /// <summary>A line <c>#i "..."</c>.</summary>
    Source,

    /// <summary>A line <c>#load "..."</c>.</summary>
    Load,

    /// <summary>A line that names another language, and what is below it.</summary>
    Foreign,

    /// <summary>A magic line that stands inside a statement, where it cannot run.</summary>
    Misplaced,
}

/// <summary>A piece of a cell, in the order in which pieces run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the cell.</param>
/// <param name="Text">Its text: a whole line for a directive, without the blanks around it.</param>
internal sealed record Piece(PieceKind Kind, int Start, string Text)
{
    /// <summary>Whether it goes on below its line: text that is shown, or another language.</summary>
    public bool TakesRest => Kind == PieceKind.Foreign || Kind == PieceKind.Magic && CellSplitter.TakesRest(Text);
}

/// <summary>Takes a cell apart into C# and directive lines. A line inside a string or a comment is no directive.</summary>
internal static class CellSplitter
{
    public static IReadOnlyList<Piece> Split(string code)
    {
        if (ForeignLines.IsForeign(code)) return [new(PieceKind.Foreign, code.Length - code.AsSpan().TrimStart().Length, code.TrimStart())];
        TextLine[] candidates = [.. SourceText.From(code).Lines.Where(line => IsDirective(code.AsSpan(line.Start..line.End).TrimStart(" \t")))];
        if (candidates.Length == 0) return [new(PieceKind.Code, 0, code)];

        // As comments of the same length, the candidates show to which part of the syntax they belong. What follows a
        // #!html or #!markdown is not C#: only what stands before the line is looked at.
        var pieces = new List<Piece>();
        int at = 0;
        char[] masked = code.ToCharArray(), kept = code.ToCharArray();
        foreach (int start in candidates.Select(line => First(code, line)))
        {
            masked[start] = masked[start + 1] = '/';
            // Three of them would be documentation.
            if (start + 2 < code.Length && code[start + 2] == '/') masked[start + 2] = ' ';
        }
        for (int i = 0; i < candidates.Length; i++)
        {
            TextLine line = candidates[i];
            int start = First(code, line);
            SyntaxNode root = SubmissionChain.Parse(CellSource.InPlace(new string(masked, at, line.End - at)), "").GetRoot();
            int position = start - at;
            SyntaxTrivia trivia = root.FindTrivia(position);
            // In a part that #if leaves out the compiler would still ask what it is.
            if (trivia.IsKind(SyntaxKind.DisabledTextTrivia)) kept.AsSpan(start..line.End).Fill(' ');
            if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.SpanStart != position) continue;

            if (at < line.Start) pieces.Add(new(PieceKind.Code, at, new string(kept.AsSpan(at..line.Start))));
            string text = code[start..line.End].TrimEnd();
            bool isInside = root is CompilationUnitSyntax unit && (unit.Members.Any(m => m.Span.Contains(position)) || unit.Members.LastOrDefault()?.GetLastToken(includeZeroWidth: true) is { IsMissing: true } last && last.IsKind(SyntaxKind.CloseBraceToken));
            var piece = new Piece(isInside ? PieceKind.Misplaced : Kind(text), start, text);
            at = line.EndIncludingLineBreak;
            if (piece.TakesRest)
            {
                while (i + 1 < candidates.Length && !CellLanguages.Begins(Name(code[candidates[i + 1].Start..candidates[i + 1].End]))) i++;
                at = i + 1 < candidates.Length ? candidates[i + 1].Start : code.Length;
                piece = piece with { Text = code[start..at] };
            }
            pieces.Add(piece);
        }
        if (at < code.Length) pieces.Add(new(PieceKind.Code, at, new string(kept.AsSpan(at))));
        return pieces;
    }

    /// <summary>The cell with everything but C# blanked out, so that positions stay.</summary>
    public static string OnlyCode(string code)
    {
        char[] text = code.ToCharArray();
        foreach (Piece piece in Split(code).Where(p => p.Kind != PieceKind.Code))
            foreach (ref char c in text.AsSpan(piece.Start, piece.Text.Length)) if (c is not ('\n' or '\r')) c = ' ';
        return CellSource.InPlace(new string(text));
    }

    /// <summary>Whether what follows a line is text that it shows, up to a line that names a language.</summary>
    public static bool TakesRest(string line) => CellLanguages.Of(Name(line)[2..]) is { } language && CellLanguages.IsShown(language);

    public static string Name(string line)
    {
        int end = line.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? line : line[..end];
    }

    private static int First(string code, TextLine line)
    {
        int start = line.Start;
        while (code[start] is ' ' or '\t') start++;
        return start;
    }

    private static bool IsDirective(ReadOnlySpan<char> line) =>
        line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#:", StringComparison.Ordinal) || Word(line, "#r") || Word(line, "#i") || Word(line, "#load");

    private static bool Word(ReadOnlySpan<char> line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) && (line.Length == word.Length || !char.IsAsciiLetterOrDigit(line[word.Length]));

    private static PieceKind Kind(string line) => line[1] switch
    {
        'r' or ':' => PieceKind.Reference,
        'i' => PieceKind.Source,
        'l' => PieceKind.Load,
        _ => CellLanguages.Of(Name(line)[2..]) is { } language && language != CellLanguages.CSharp && !CellLanguages.IsShown(language) ? PieceKind.Foreign : PieceKind.Magic,
    };
}
