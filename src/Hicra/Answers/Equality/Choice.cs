namespace Hicra.Answers.Equality;

/// <summary>Letters of multiple choice: <c>(C)</c>, <c>C</c> and <c>C. 42</c> choose alike.</summary>
internal static class Choice
{
    /// <summary>Whether the reference is one letter and the answer begins with it as a choice.</summary>
    public static bool Is(string gold, string answer) => Letter(gold, whole: true) is { } letter && Letter(answer, whole: false) == letter;

    private static char? Letter(string written, bool whole)
    {
        string bare = written.Replace("\\mathrm", "", StringComparison.Ordinal).Replace("\\mathbf", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Trim('*');
        int at = bare.StartsWith('(') ? 1 : 0;
        if (bare.Length <= at) return null;
        string rest = bare[(at + 1)..];
        // "(a)" chooses; "a" may be a variable.
        if (at == 1 && rest == ")" && bare[at] is >= 'a' and <= 'j') return char.ToUpperInvariant(bare[at]);
        if (bare[at] is < 'A' or > 'J') return null;
        return rest.Length == 0 || rest == ")" || (!whole && rest[0] is ')' or '.' or ':' && (at == 0 || rest[0] == ')')) ? bare[at] : null;
    }
}
