namespace Hicra.Kernel.Session;

/// <summary>The names by which notebooks call languages: in a line <c>#!name</c>, beside a cell, or in a notebook's metadata.</summary>
internal static class CellLanguages
{
    /// <summary>What this kernel runs.</summary>
    public const string CSharp = "C#";

    private const string Terminal = "run it in a terminal", OwnKernel = "run it in a notebook of its own kernel";

    private static readonly Dictionary<string, (string Language, string Remedy)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = (CSharp, ""), ["c#"] = (CSharp, ""), ["cs"] = (CSharp, ""),
        ["html"] = ("HTML", ""), ["markdown"] = ("Markdown", ""), ["md"] = ("Markdown", ""),
        ["fsharp"] = ("F#", OwnKernel), ["f#"] = ("F#", OwnKernel), ["fs"] = ("F#", OwnKernel),
        ["pwsh"] = ("PowerShell", Terminal), ["powershell"] = ("PowerShell", Terminal),
        ["bash"] = ("Bash", Terminal), ["sh"] = ("a shell", Terminal), ["shell"] = ("a shell", Terminal), ["zsh"] = ("a shell", Terminal), ["cmd"] = ("a shell", Terminal),
        ["python"] = ("Python", OwnKernel), ["python3"] = ("Python", OwnKernel), ["ipython"] = ("Python", OwnKernel), ["py"] = ("Python", OwnKernel), ["pythonkernel"] = ("Python", OwnKernel),
        ["r"] = ("R", OwnKernel), ["ir"] = ("R", OwnKernel), ["julia"] = ("Julia", OwnKernel), ["vb"] = ("Visual Basic", OwnKernel), ["vbnet"] = ("Visual Basic", OwnKernel), ["java"] = ("Java", OwnKernel), ["scala"] = ("Scala", OwnKernel),
        ["javascript"] = ("JavaScript", "put it into a page: #!html with <script>...</script>"), ["js"] = ("JavaScript", "put it into a page: #!html with <script>...</script>"), ["typescript"] = ("TypeScript", OwnKernel),
        ["sql"] = ("SQL", "ask the database from C#, with a package for it"), ["kql"] = ("KQL", "ask the database from C#, with a package for it"),
        ["mermaid"] = ("Mermaid", "write it in a Markdown cell between ```mermaid and ```, which Jupyter and VS Code draw"),
        ["http"] = ("an HTTP request", "send it from C# with HttpClient"),
        ["value"] = ("plain text", "assign it in C#: var text = \"\"\" ... \"\"\";"),
    };

    /// <summary>The language that a name stands for; null for a name that nobody knows.</summary>
    public static string? Of(string name) => Known.TryGetValue(name, out (string Language, string) found) ? found.Language : null;

    /// <summary>Whether a line names a language, with which a part of a cell begins.</summary>
    /// <param name="name">Its first word.</param>
    public static bool Begins(string name) => name.StartsWith("#!", StringComparison.Ordinal) && Known.ContainsKey(name[2..]);

    /// <summary>Whether a language's text is shown and not run.</summary>
    public static bool IsShown(string language) => language is "HTML" or "Markdown";

    /// <summary>Why a part in another language does not run, and what to do with it.</summary>
    /// <param name="name">The language's name as it stands in the notebook.</param>
    public static string Refusal(string name)
    {
        (string language, string remedy) = Known.GetValueOrDefault(name, (name, OwnKernel));
        return $"this is {language}, and here only C# runs; write it in C#, or {remedy}";
    }
}
