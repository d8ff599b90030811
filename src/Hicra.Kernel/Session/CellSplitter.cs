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

    /// <summary>A line <c>#r "..."</c>.</summary>
    Reference,

    /// <summary>A line <c>#load "..."</c>.</summary>
    Load,

    /// <summary>A magic line that stands inside a statement, where it cannot run.</summary>
    Misplaced,
}

/// <summary>A piece of a cell, in the order in which pieces run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the cell.</param>
/// <param name="Text">Its text: a whole line for a directive.</param>
internal sealed record Piece(PieceKind Kind, int Start, string Text);

/// <summary>Takes a cell apart into C# and directive lines. A line inside a string or a comment is no directive.</summary>
internal static class CellSplitter
{
    public static IReadOnlyList<Piece> Split(string code)
    {
        List<TextLine> candidates = [.. SourceText.From(code).Lines.Where(line => IsDirective(code.AsSpan(line.Start..line.End)))];
        if (candidates.Count == 0) return [new(PieceKind.Code, 0, code)];

        // As comments of the same length, the candidates show to which part of the syntax they belong. What follows a
        // #!html or #!markdown is not C#: only what stands before the line is looked at.
        var pieces = new List<Piece>();
        int at = 0;
        char[] masked = code.ToCharArray();
        foreach (TextLine line in candidates) masked[line.Start] = masked[line.Start + 1] = '/';
        foreach (TextLine line in candidates)
        {
            if (line.Start < at) continue;
            SyntaxNode root = SubmissionChain.Parse(new string(masked, at, line.End - at), "").GetRoot();
            int position = line.Start - at;
            SyntaxTrivia trivia = root.FindTrivia(position);
            if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.SpanStart != position) continue;

            if (at < line.Start) pieces.Add(new(PieceKind.Code, at, code[at..line.Start]));
            string text = code[line.Start..line.End].TrimEnd();
            bool isInside = root is CompilationUnitSyntax unit && (unit.Members.Any(m => m.Span.Contains(position)) || unit.Members.LastOrDefault()?.GetLastToken(includeZeroWidth: true) is { IsMissing: true } last && last.IsKind(SyntaxKind.CloseBraceToken));
            PieceKind kind = isInside ? PieceKind.Misplaced : Kind(text);
            if (kind == PieceKind.Magic && TakesRest(text))
            {
                pieces.Add(new(kind, line.Start, code[line.Start..]));
                return pieces;
            }
            pieces.Add(new(kind, line.Start, text));
            at = line.EndIncludingLineBreak;
        }
        if (at < code.Length) pieces.Add(new(PieceKind.Code, at, code[at..]));
        return pieces;
    }

    /// <summary>The cell with everything but C# blanked out, so that positions stay.</summary>
    public static string OnlyCode(string code)
    {
        char[] text = code.ToCharArray();
        foreach (Piece piece in Split(code).Where(p => p.Kind != PieceKind.Code))
            foreach (ref char c in text.AsSpan(piece.Start, piece.Text.Length)) if (c is not ('\n' or '\r')) c = ' ';
        return new string(text);
    }

    /// <summary>Whether the rest of the cell is the magic command's own text.</summary>
    public static bool TakesRest(string line) => Name(line) is "#!html" or "#!markdown";

    public static string Name(string line)
    {
        int end = line.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? line : line[..end];
    }

    private static bool IsDirective(ReadOnlySpan<char> line) =>
        line.StartsWith("#!", StringComparison.Ordinal) || Word(line, "#r") || Word(line, "#load");

    private static bool Word(ReadOnlySpan<char> line, string word) => line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length && line[word.Length] is ' ' or '\t' or '"';

    private static PieceKind Kind(string line) => line[1] == '!' ? PieceKind.Magic : line[1] == 'r' ? PieceKind.Reference : PieceKind.Load;
}
