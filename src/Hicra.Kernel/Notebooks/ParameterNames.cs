using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Kernel.Notebooks;

/// <summary>
/// The names that a notebook takes from a command line: the variables of its cell tagged <c>parameters</c>, and those that a cell
/// uses and none sets. A name that no cell has is a mistake; one that a later cell sets again would be lost.
/// </summary>
internal sealed partial class ParameterNames
{
    private readonly HashSet<string> _offered = [], _used = [], _setLater = [], _setBefore = [];

    private ParameterNames()
    {
    }

    /// <summary>Reads a notebook's cells; nothing is run.</summary>
    public static ParameterNames Of(NotebookDocument notebook)
    {
        var names = new ParameterNames();
        int tagged = Enumerable.Range(0, notebook.Cells.Count).FirstOrDefault(i => notebook.Cells[i].IsCode && notebook.Cells[i].Tags.Contains(NotebookParameters.Tag), -1);
        for (int i = 0; i < notebook.Cells.Count; i++)
            if (notebook.Cells[i].IsCode) names.Add(notebook.Cells[i].Source, i == tagged ? names._offered : i < tagged ? names._setBefore : names._setLater);
        return names;
    }

    /// <summary>Whether setting the name changes anything.</summary>
    public bool Takes(string name) => _offered.Contains(name) || (_used.Contains(name) && !_setLater.Contains(name));

    /// <summary>The error for a name that none of the notebooks takes.</summary>
    /// <param name="name">The name.</param>
    /// <param name="notebooks">The notebooks' names, and what each takes.</param>
    public static HicraException Unknown(string name, IReadOnlyList<(string Path, ParameterNames Names)> notebooks)
    {
        if (notebooks.FirstOrDefault(n => n.Names._setLater.Contains(name)).Path is { } path)
            return new HicraException($"--set {name}: a cell of {path} sets '{name}' itself, so that the value would be lost; tag that cell '{NotebookParameters.Tag}'");
        string[] offered = [.. notebooks.SelectMany(n => n.Names._offered).Distinct().Order(StringComparer.Ordinal)];
        string[] others = [.. notebooks.SelectMany(n => n.Names._setBefore.Concat(n.Names._setLater)).Distinct()];
        string hint = (NameSuggestion.Nearest(name, offered) ?? NameSuggestion.Nearest(name, others)) is { } nearest ? $"did you mean '{nearest}'?"
            : offered.Length > 0 ? $"the parameters are {string.Join(", ", offered)}" : $"no cell is tagged '{NotebookParameters.Tag}'";
        return new HicraException($"--set {name}: no cell of {string.Join(", ", notebooks.Select(n => n.Path))} has a variable '{name}'; {hint}");
    }

    private void Add(string source, HashSet<string> declared)
    {
        string[] lines = source.Split('\n');
        // Magic lines take variables by @name; they are no C#.
        foreach (string line in lines.Where(IsMagic))
            foreach (Match match in Variable().Matches(line)) _used.Add(match.Groups[1].Value);
        SyntaxNode root = CSharpSyntaxTree.ParseText(string.Join('\n', lines.Where(line => !IsMagic(line))), CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)).GetRoot();
        foreach (SyntaxToken token in root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken))) _used.Add(token.ValueText);
        foreach (FieldDeclarationSyntax field in root.ChildNodes().OfType<FieldDeclarationSyntax>())
            foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables) declared.Add(variable.Identifier.ValueText);
    }

    private static bool IsMagic(string line) => line.TrimStart() is ['#', ..];

    [GeneratedRegex(@"(?<![\w@])@(?:csharp:)?([\p{L}_]\w*)")]
    private static partial Regex Variable();
}
