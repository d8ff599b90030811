using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Hicra.Kernel.Notebooks;

/// <summary>Values given on the command line (<c>--set name=value</c>), as a cell that assigns them.</summary>
internal static class NotebookParameters
{
    /// <summary>The tag of the cell that holds the defaults; papermill's name for it.</summary>
    public const string Tag = "parameters";

    /// <summary>Puts the assignments behind the cell tagged <see cref="Tag"/>, or first where there is none.</summary>
    /// <exception cref="HicraException">An assignment is no <c>name=value</c>.</exception>
    public static void Apply(NotebookDocument notebook, IReadOnlyList<string> assignments)
    {
        if (assignments.Count == 0) return;
        var code = new StringBuilder("// Set on the command line.");
        foreach ((string name, string value) in assignments.Select(Split)) code.Append("\nvar ").Append(name).Append(" = ").Append(Literal(value)).Append(';');
        int tagged = -1;
        for (int i = 0; i < notebook.Cells.Count && tagged < 0; i++)
        {
            if (notebook.Cells[i].IsCode && notebook.Cells[i].Tags.Contains(Tag)) tagged = i;
        }
        notebook.Insert(tagged + 1, NotebookCell.Code(code.ToString(), "injected-parameters", "injected-parameters"));
    }

    /// <summary>What of the assignments each notebook takes; nothing is run yet.</summary>
    /// <param name="notebooks">The notebooks, with what to call them.</param>
    /// <param name="assignments">All that were given.</param>
    /// <returns>[notebooks] its assignments.</returns>
    /// <exception cref="HicraException">An assignment is no <c>name=value</c>, or no notebook has its name; the message suggests the nearest.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> PerNotebook(IReadOnlyList<(string Path, NotebookDocument Notebook)> notebooks, IReadOnlyList<string> assignments)
    {
        if (assignments.Count == 0) return [.. notebooks.Select(_ => (IReadOnlyList<string>)[])];
        (string Path, ParameterNames Names)[] names = [.. notebooks.Select(n => (n.Path, ParameterNames.Of(n.Notebook)))];
        foreach ((string name, _) in assignments.Select(Split))
            if (!names.Any(n => n.Names.Takes(name))) throw ParameterNames.Unknown(name, names);
        if (assignments.Select(a => Split(a).Name).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new HicraException($"--set {twice.Key} is given more than once; give one value");
        return [.. names.Select(n => (IReadOnlyList<string>)[.. assignments.Where(a => n.Names.Takes(Split(a).Name))])];
    }

    private static (string Name, string Value) Split(string assignment)
    {
        int at = assignment.IndexOf('=', StringComparison.Ordinal);
        string name = at < 0 ? assignment : assignment[..at].Trim();
        return at >= 0 && SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? (name, assignment[(at + 1)..].Trim())
            : throw new HicraException($"--set '{assignment}' is no assignment to a C# name; give name=value, for example steps=20");
    }

    /// <summary>A value as C#: a number or truth value where it reads as one, else text.</summary>
    internal static string Literal(string value)
    {
        if (value is "true" or "false") return value;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) return whole.ToString(CultureInfo.InvariantCulture);
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large)) return large.ToString(CultureInfo.InvariantCulture) + "L";
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return number.ToString("R", CultureInfo.InvariantCulture) + "d";
        return SymbolDisplay.FormatLiteral(value, quote: true);
    }
}
