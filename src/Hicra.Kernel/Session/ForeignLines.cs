using System.Text.RegularExpressions;

namespace Hicra.Kernel.Session;

/// <summary>Lines that other tools know and C# does not: IPython's magic, shell escapes, other languages.</summary>
internal static partial class ForeignLines
{
    // Magic commands of .NET Interactive and IPython that have a counterpart here.
    private static readonly Dictionary<string, string> Counterparts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["#!import"] = "a file of C# comes in with #load \"file.csx\"",
        ["#!share"] = "there is one language, and all cells share its variables",
        ["#!set"] = "assign a variable in C#; hicra run --set name=value sets one from outside",
        ["#!connect"] = "only C# runs here; run the other language in a notebook of its own kernel",
        ["#!about"] = "hicra --version says the version",
        ["#!who"] = "#!whos lists the variables",
        ["%time"] = "write #!time above the code", ["%%time"] = "write #!time above the code", ["%timeit"] = "write #!time above the code", ["%%timeit"] = "write #!time above the code",
        ["%who"] = "write #!whos", ["%whos"] = "write #!whos", ["%lsmagic"] = "write #!lsmagic", ["%%html"] = "write #!html", ["%%markdown"] = "write #!markdown",
        ["%pip"] = "a package of .NET comes in with #r \"nuget: Name, 1.2.3\"", ["%conda"] = "a package of .NET comes in with #r \"nuget: Name, 1.2.3\"",
        ["!pip"] = "a package of .NET comes in with #r \"nuget: Name, 1.2.3\"", ["!dotnet"] = "a package of .NET comes in with #r \"nuget: Name, 1.2.3\"; the rest belongs in a terminal",
        ["%load"] = "a file of C# comes in with #load \"file.csx\"", ["%run"] = "a file of C# comes in with #load \"file.csx\"",
        ["%%writefile"] = "write the file from C#: File.WriteAllText(path, text)", ["%cd"] = "set the folder in C#: Environment.CurrentDirectory = path", ["%env"] = "in C#: Environment.SetEnvironmentVariable(name, value)",
    };

    /// <summary>What to write instead of a magic line of another tool; null for a line of nobody's.</summary>
    public static string? Counterpart(string name) => Counterparts.GetValueOrDefault(name);

    /// <summary>Whether a cell begins with a line that makes all of it another tool's.</summary>
    public static bool IsForeign(string code) => code.AsSpan().TrimStart() is ['%', '%', var letter, ..] && char.IsAsciiLetter(letter);

    /// <summary>Why a part in another language does not run, and what to do with it.</summary>
    /// <param name="part">The part, with the line that names its language.</param>
    public static string Refusal(string part)
    {
        string line = part.TrimStart().Split('\n')[0].Trim(), name = CellSplitter.Name(line);
        return name.StartsWith('%') ? Explain(line, isFirst: true)! : $"'{name}': {CellLanguages.Refusal(name[2..])}";
    }

    /// <summary>The line that makes a failed cell another tool's, with what to do; null where the code seems to be C#.</summary>
    public static (string Message, int Line)? Explain(CompilationFailure failure)
    {
        if (CompilerErrors.Place(failure.Errors[0], failure.Text) is not (var text, var span)) return null;
        int at = text.Lines.GetLinePosition(span.Start).Line, first = text.Lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l.ToString())).LineNumber;
        foreach (int number in (int[])[first, at])
            if (Explain(text.Lines[number].ToString().Trim(), isFirst: number == first) is { } message) return (message, number + 1);
        return null;
    }

    private static string? Explain(string line, bool isFirst)
    {
        string name = CellSplitter.Name(line);
        if (CellMagic().IsMatch(line) && (isFirst || !line.StartsWith("%%", StringComparison.Ordinal)))
        {
            if (Counterpart(name) is { } instead) return $"'{name}' is IPython's, and here C# runs: {instead}";
            string language = name.TrimStart('%');
            return CellLanguages.Of(language) is not null ? $"'{name}': {CellLanguages.Refusal(language)}" : $"'{name}' is IPython's, and here C# runs; #!lsmagic lists the commands there are";
        }
        if (Shell().IsMatch(line)) return $"'{line}': {(Counterpart(name) is { } instead ? instead : $"this is a command of a shell, and here only C# runs; {ShellRemedy}")}";
        if (Python().IsMatch(line)) return $"'{line}' reads like Python, and here only C# runs; write it in C#, or choose a Python kernel for this notebook";
        // Queries of C# have such lines too, but do not begin with them.
        if (isFirst && FSharp().IsMatch(line)) return $"'{line}' reads like F#, and here only C# runs; write it in C#, or choose an F# kernel for this notebook";
        return PowerShell().IsMatch(line) ? $"'{line}' reads like PowerShell, and here only C# runs; write it in C#, or {ShellRemedy}" : null;
    }

    private const string ShellRemedy = "run it in a terminal, or from C# with System.Diagnostics.Process.Start";

    [GeneratedRegex(@"^%%?[A-Za-z_]\w*(\s|$)")]
    private static partial Regex CellMagic();

    [GeneratedRegex(@"^!\s*[A-Za-z_./~][\w./-]*(\s+[\w./""'$*~-].*)?$")]
    private static partial Regex Shell();

    [GeneratedRegex(@"^(import\s+[\w.]+(\s+as\s+\w+)?(\s*,\s*[\w.]+)*|from\s+[\w.]+\s+import\s+.+|(async\s+)?def\s+\w+\s*\(.*\)\s*(->\s*.+)?:|class\s+\w+(\(.*\))?:|(for|if|while|elif|else|with|try)\b[^;{}]*:)\s*(#.*)?$")]
    private static partial Regex Python();

    [GeneratedRegex(@"^(let\s+(mutable\s+|rec\s+)?\w+.*=[^;]*|open\s+[A-Z][\w.]*|printfn?\s+"".*)$")]
    private static partial Regex FSharp();

    [GeneratedRegex(@"^(\$\w+\s*=[^;]*|(Get|Set|New|Remove|Write|Import|Install|Invoke|Select|Where|ForEach|Out|Start|Stop|Test|Add)-[A-Z]\w+(\s.*)?)$")]
    private static partial Regex PowerShell();
}
